"""Registers of what the director signs, and of who inspects the school."""

from models.access.role import Role
from models.office.documents.keepers import ADMINISTRATOR, DIRECTOR, INSPECTED, OFFICE, PAPER, SHORT
from models.office.documents.kind import Kind, Step, after, months_before, on
from models.office.documents.names import (
    AGREED,
    CHANGE,
    ELECTRONIC,
    ENACTED,
    NEW,
    NOTICE_MONTHS,
    NOTIFIED,
    OPINION,
    PUBLISHED,
    PUBLISHED_WITHIN,
    TRANSITION,
)


def _electronic(typed: dict) -> bool:
    return typed.get("sort") == ELECTRONIC


_RENEW = Step(
    "renew", "продлить или заменить новым", "продлено или заменено новым", on("until"), lead=30
)
DIRECTOR_KINDS = (
    Kind(
        "act",
        "Локальные акты",
        "Реестр локальных нормативных актов",
        "локальный акт",
        "5.1(2), 9.1, 9.2, 9.4",
        "Положения и регламенты: действуют три года, на сайт попадают за десять дней.",
        OFFICE,
        INSPECTED,
        PAPER
        | {
            "sort": "Что это",
            "title": "Название",
            "amends_id": "Какой акт изменён",
            "until": "Действует до",
            "text": "Примечание",
        },
        frozenset(SHORT | {"sort"}),
        (
            Step(
                PUBLISHED,
                "разместить на сайте",
                "размещён на сайте",
                after("on_date", PUBLISHED_WITHIN),
                note="Адрес страницы",
                lead=10,
            ),
            Step(
                "review",
                "пересмотреть или принять заново",
                "пересмотрен или принят заново",
                on("until"),
                lead=60,
                when=lambda typed: typed.get("sort") == NEW,
            ),
        ),
        {NEW: "новый акт", CHANGE: "изменения в акт"},
        valid_months=36,
    ),
    Kind(
        "mode",
        "Режим классов",
        "Реестр решений о переходе на электронный журнал",
        "решение о режиме",
        "2.2, 2.7, 5.1(8), 5.1(9), 8.2",
        "Какие классы с какого дня ведут журнал только в электронном виде: приказ, согласование, "
        "мнение работников, уведомление за два месяца.",
        ADMINISTRATOR,
        INSPECTED | {Role.SECRETARY},
        PAPER
        | {
            "title": "О чём приказ",
            "sort": "Режим",
            "from_date": "С какого дня",
            "text": "Примечание",
        },
        frozenset(SHORT | {"sort", "from_date"}),
        (
            Step(
                AGREED,
                "согласовать с управлением образования",
                "согласовано с управлением образования",
                on("from_date"),
                lead=90,
                note="Номер и дата письма",
                when=_electronic,
                by=DIRECTOR,
            ),
            Step(
                OPINION,
                "узнать мнение работников",
                "учтено мнение работников",
                on("from_date"),
                lead=90,
                note="Протокол, или «такого органа нет»",
                when=_electronic,
                by=DIRECTOR,
            ),
            Step(
                NOTIFIED,
                "уведомить работников письменно",
                "работники уведомлены письменно",
                months_before("from_date", NOTICE_MONTHS),
                lead=30,
                note="Номер и дата уведомления",
                when=_electronic,
            ),
            Step(ENACTED, "ввести в действие", "введено в действие", on("from_date"), lead=14),
        ),
        {ELECTRONIC: "электронный журнал", TRANSITION: "переходный период"},
        places=True,
    ),
    Kind(
        "duty",
        "Ответственные",
        "Реестр ответственных лиц",
        "поручение",
        "1.7, 5.1(3), 5.1(4)",
        "Кому директор поручил отвечать за услугу, почту, сайт, движение: приказ и срок.",
        ADMINISTRATOR,
        INSPECTED | {Role.SECRETARY},
        PAPER
        | {
            "title": "О чём приказ",
            "sort": "За что отвечает",
            "person_id": "Кто",
            "from_date": "С какого дня",
            "until": "По какой день",
        },
        frozenset(SHORT | {"sort", "person_id", "from_date"}),
        (_RENEW,),
        {
            "service": "содержание и качество услуги (вместо директора)",
            "mail": "электронная почта",
            "site": "сведения об услуге на сайте",
            "movement": "учёт движения учеников",
        },
    ),
    Kind(
        "agreement",
        "Доп. соглашения",
        "Реестр дополнительных соглашений к трудовым договорам",
        "дополнительное соглашение",
        "4.1, 5.1(6), 5.1(7), 8.1",
        "С кем заключено соглашение о ведении журнала, какая работа и доплата, до какого дня.",
        OFFICE,
        DIRECTOR,
        PAPER
        | {
            "person_id": "Работник",
            "title": "Какая работа",
            "text": "Доплата и условия",
            "from_date": "С какого дня",
            "until": "По какой день",
        },
        frozenset(SHORT | {"person_id", "from_date", "until"}),
        (_RENEW,),
    ),
    Kind(
        "job",
        "Должностные инструкции",
        "Реестр должностных инструкций",
        "должностная инструкция",
        "5.1(5)",
        "Инструкции тех, кто работает с журналом, и их изменения.",
        OFFICE,
        DIRECTOR,
        PAPER | {"title": "Чья инструкция или изменения в ней", "text": "Что изменено"},
        frozenset(SHORT),
        (Step("read", "ознакомить работников", "работники ознакомлены", after("on_date", 10)),),
    ),
    Kind(
        "contract",
        "Договоры о системе",
        "Реестр договоров об информационной системе",
        "договор",
        "1.4, 5.1(1), 5.1(10)",
        "Соглашения с разработчиком системы и решения о её выборе.",
        ADMINISTRATOR,
        DIRECTOR,
        PAPER
        | {
            "party": "С кем",
            "title": "О чём",
            "until": "Действует до",
            "text": "Контакты и условия",
        },
        frozenset(SHORT | {"party"}),
        (_RENEW,),
    ),
    Kind(
        "inspection",
        "Проверки управления",
        "Реестр проверок управления образования",
        "проверка",
        "1.6, 7.6",
        "Что и когда проверяло управление образования, что нашло и что исправлено.",
        ADMINISTRATOR,
        INSPECTED | {Role.SECRETARY},
        PAPER
        | {
            "sort": "Какая проверка",
            "party": "Кто проверял",
            "title": "Что проверяли",
            "text": "Что нашли",
            "due_on": "Исправить до",
        },
        frozenset(SHORT | {"sort", "party"}),
        (
            Step(
                "remedy",
                "устранить замечания",
                "замечания устранены",
                on("due_on"),
                lead=10,
                note="Что сделано",
                by=DIRECTOR,
            ),
        ),
        {"planned": "плановая", "unplanned": "внеплановая, по обращению"},
    ),
)
