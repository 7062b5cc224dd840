"""The registers of the school, each with its clauses. A new one is a row here, nothing else."""

from models.access.role import Role
from models.office.documents.kind import Kind, Step, after, months_before, on

_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
_OFFICE = frozenset({Role.ADMINISTRATOR, Role.SECRETARY})
_DIRECTOR = frozenset({Role.DIRECTOR})
_OPERATOR = frozenset({Role.OPERATOR})
_INSPECTED = frozenset({Role.DIRECTOR, Role.INSPECTOR})
_PAPER = {"number": "Номер", "on_date": "Дата"}
_SHORT = {"number", "on_date", "title"}
PUBLISHED, AGREED, OPINION, NOTIFIED, ENACTED = "site", "agreed", "opinion", "notified", "enacted"
NEW, CHANGE = "new", "change"
ELECTRONIC, TRANSITION = "electronic", "transition"
TO_OPERATOR, TO_ADMINISTRATOR, TO_MOVEMENT = "operator", "administrator", "movement"
TO_DIRECTOR, TO_COMMISSION = "director", "commission"
NOTICE_MONTHS = 2  # 8.2, article 74 of the labour code
PUBLISHED_WITHIN = 10  # days, 9.4
ANSWERED_WITHIN = 30  # days, the law on appeals of citizens (59-ФЗ, article 12)


def _electronic(typed: dict) -> bool:
    return typed.get("sort") == ELECTRONIC


_RENEW = Step("renew", "продлено или заменено новым", on("until"), lead=30)
_KINDS = (
    Kind(
        "act", "Локальные акты", "Реестр локальных нормативных актов", "локальный акт",
        "5.1(2), 9.1, 9.2, 9.4",
        "Положения и регламенты: действуют три года, на сайт попадают за десять дней.",
        _OFFICE, _INSPECTED,
        _PAPER | {"sort": "Что это", "title": "Название", "amends_id": "Какой акт изменён",
                  "until": "Действует до", "text": "Примечание"},
        frozenset(_SHORT | {"sort"}),
        (
            Step(PUBLISHED, "размещён на сайте", after("on_date", PUBLISHED_WITHIN),
                 note="Адрес страницы", lead=10),
            Step("review", "пересмотрен или принят заново", on("until"), lead=60,
                 when=lambda typed: typed.get("sort") == NEW),
        ),
        {NEW: "новый акт", CHANGE: "изменения в акт"}, valid_months=36,
    ),
    Kind(
        "mode", "Режим классов", "Реестр решений о переходе на электронный журнал",
        "решение о режиме", "2.2, 2.7, 5.1(8), 5.1(9), 8.2",
        "Какие классы с какого дня ведут журнал только в электронном виде: приказ, согласование, "
        "мнение работников, уведомление за два месяца.",
        _ADMINISTRATOR, _INSPECTED | {Role.SECRETARY},
        _PAPER | {"title": "О чём приказ", "sort": "Режим", "from_date": "С какого дня",
                  "text": "Примечание"},
        frozenset(_SHORT | {"sort", "from_date"}),
        (
            Step(AGREED, "согласовано с управлением образования", on("from_date"), lead=90,
                 note="Номер и дата письма", when=_electronic, by=_DIRECTOR),
            Step(OPINION, "учтено мнение работников", on("from_date"), lead=90,
                 note="Протокол, или «такого органа нет»", when=_electronic, by=_DIRECTOR),
            Step(NOTIFIED, "работники уведомлены письменно",
                 months_before("from_date", NOTICE_MONTHS), lead=30,
                 note="Номер и дата уведомления", when=_electronic),
            Step(ENACTED, "введено в действие", on("from_date"), lead=14),
        ),
        {ELECTRONIC: "электронный журнал", TRANSITION: "переходный период"}, places=True,
    ),
    Kind(
        "duty", "Ответственные", "Реестр ответственных лиц", "поручение", "1.7, 5.1(3), 5.1(4)",
        "Кому директор поручил отвечать за услугу, почту, сайт, движение: приказ и срок.",
        _ADMINISTRATOR, _INSPECTED | {Role.SECRETARY},
        _PAPER | {"title": "О чём приказ", "sort": "За что отвечает", "person_id": "Кто",
                  "from_date": "С какого дня", "until": "По какой день"},
        frozenset(_SHORT | {"sort", "person_id", "from_date"}), (_RENEW,),
        {"service": "содержание и качество услуги (вместо директора)",
         "mail": "электронная почта", "site": "сведения об услуге на сайте",
         "movement": "учёт движения учеников"},
    ),
    Kind(
        "agreement", "Доп. соглашения", "Реестр дополнительных соглашений к трудовым договорам",
        "дополнительное соглашение", "4.1, 5.1(6), 5.1(7), 8.1",
        "С кем заключено соглашение о ведении журнала, какая работа и доплата, до какого дня.",
        _OFFICE, _DIRECTOR,
        _PAPER | {"person_id": "Работник", "title": "Какая работа", "text": "Доплата и условия",
                  "from_date": "С какого дня", "until": "По какой день"},
        frozenset(_SHORT | {"person_id", "from_date", "until"}), (_RENEW,),
    ),
    Kind(
        "job", "Должностные инструкции", "Реестр должностных инструкций",
        "должностная инструкция", "5.1(5)",
        "Инструкции тех, кто работает с журналом, и их изменения.",
        _OFFICE, _DIRECTOR,
        _PAPER | {"title": "Чья инструкция или изменения в ней", "text": "Что изменено"},
        frozenset(_SHORT), (Step("read", "работники ознакомлены", after("on_date", 10)),),
    ),
    Kind(
        "contract", "Договоры о системе", "Реестр договоров об информационной системе",
        "договор", "1.4, 5.1(1), 5.1(10)",
        "Соглашения с разработчиком системы и решения о её выборе.",
        _ADMINISTRATOR, _DIRECTOR,
        _PAPER | {"party": "С кем", "title": "О чём", "until": "Действует до",
                  "text": "Контакты и условия"},
        frozenset(_SHORT | {"party"}), (_RENEW,),
    ),
    Kind(
        "appeal", "Обращения", "Реестр обращений", "обращение", "7.4(2)",
        "Вопросы и жалобы семей: кто обратился, о чём, когда и что ответили.",
        _OFFICE, _INSPECTED,
        _PAPER | {"party": "Кто обратился", "title": "О чём", "text": "Суть обращения",
                  "due_on": "Ответить до"},
        frozenset(_SHORT | {"party"}),
        (Step("answer", "ответ дан", on("due_on"), lead=7, note="Что ответили, номер и дата",
              by=_DIRECTOR),),
        personal=True,
    ),
    Kind(
        "inspection", "Проверки управления", "Реестр проверок управления образования",
        "проверка", "1.6, 7.6",
        "Что и когда проверяло управление образования, что нашло и что исправлено.",
        _ADMINISTRATOR, _INSPECTED | {Role.SECRETARY},
        _PAPER | {"sort": "Какая проверка", "party": "Кто проверял", "title": "Что проверяли",
                  "text": "Что нашли", "due_on": "Исправить до"},
        frozenset(_SHORT | {"sort", "party"}),
        (Step("remedy", "замечания устранены", on("due_on"), lead=10, note="Что сделано",
              by=_DIRECTOR),),
        {"planned": "плановая", "unplanned": "внеплановая, по обращению"},
    ),
    Kind(
        "check", "Бумажные журналы", "Реестр проверок бумажных журналов", "проверка журнала",
        "5.2(11), 5.2 отв. 3",
        "Когда смотрели бумажный журнал класса, что нашли и когда исправлено.",
        _ADMINISTRATOR, _INSPECTED,
        _PAPER | {"title": "Предмет или страница", "person_id": "Учитель", "text": "Что нашли",
                  "due_on": "Исправить до"},
        frozenset(_SHORT | {"text"}),
        (Step("remedy", "исправлено", on("due_on"), lead=3),), places=True,
    ),
    Kind(
        "demand", "Запросы", "Реестр запросов администратора и операторов", "запрос",
        "5.2 вправе 1, 5.3 вправе 1, 5.3 вправе 2",
        "Что администратор и операторы просят друг у друга и у ответственного за движение.",
        frozenset({Role.ADMINISTRATOR, Role.OPERATOR}), _DIRECTOR | {Role.SECRETARY},
        _PAPER | {"sort": "Кому", "person_id": "Какому оператору", "title": "О чём",
                  "text": "Что просят", "due_on": "Ответить до"},
        frozenset(_SHORT | {"sort", "text", "due_on"}),
        (Step("answer", "отвечено", on("due_on"), lead=7, note="Ответ",
              by=frozenset({Role.OPERATOR, Role.SECRETARY})),),
        {TO_OPERATOR: "оператору", TO_ADMINISTRATOR: "администратору журнала",
         TO_MOVEMENT: "ответственному за движение"},
        own_of=frozenset({Role.OPERATOR, Role.SECRETARY}),
        answered_by={TO_OPERATOR: Role.OPERATOR, TO_ADMINISTRATOR: Role.ADMINISTRATOR,
                     TO_MOVEMENT: Role.SECRETARY},
    ),
    Kind(
        "proposal", "Предложения", "Реестр предложений администратора", "предложение",
        "5.2 вправе 2, 5.2 вправе 3, 5.2(10), 5.1(7), 8.1",
        "Что администратор предлагает директору и кого комиссии по стимулирующим выплатам.",
        _ADMINISTRATOR, _DIRECTOR,
        _PAPER | {"sort": "Кому", "title": "О чём", "from_date": "За период с", "until": "по",
                  "text": "Предложение", "due_on": "Нужно решение до"},
        frozenset(_SHORT | {"sort", "text"}),
        (Step("decision", "решение принято", on("due_on"), lead=5, note="Какое", by=_DIRECTOR),),
        {TO_DIRECTOR: "директору", TO_COMMISSION: "комиссии по стимулирующим выплатам"},
        is_signed=True,
    ),
    Kind(
        "report", "Отчёты", "Реестр отчётов в управление образования", "отчёт", "5.2(4)",
        "Отчёты и письма в управление образования об электронном журнале.",
        _ADMINISTRATOR, _INSPECTED,
        _PAPER | {"title": "О чём", "from_date": "За период с", "until": "по",
                  "text": "Текст", "due_on": "Отправить до"},
        frozenset(_SHORT | {"text", "from_date", "until"}),
        (Step("sent", "отправлен", on("due_on"), lead=5, note="Как и куда отправлен"),),
        is_signed=True,
    ),
    Kind(
        "letter", "Связь с разработчиком", "Журнал обращений к разработчику системы",
        "обращение к разработчику", "5.2(3)",
        "Что спросили у тех, кто ведёт систему, и что они ответили.",
        _ADMINISTRATOR, _DIRECTOR,
        _PAPER | {"party": "Кому", "title": "О чём", "text": "Вопрос", "due_on": "Ждём ответа до"},
        frozenset(_SHORT | {"party"}),
        (Step("answer", "ответ получен", on("due_on"), note="Ответ"),),
    ),
    Kind(
        "plan", "План работы", "План работы с электронным журналом", "дело плана",
        "5.2(1), 5.2(5), 5.3(1)",
        "Что нужно сделать, чтобы журнал вёлся: кто делает и до какого дня.",
        frozenset({Role.ADMINISTRATOR, Role.OPERATOR}), _DIRECTOR,
        _PAPER | {"title": "Что сделать", "person_id": "Кто делает", "due_on": "Сделать до",
                  "text": "Подробнее"},
        frozenset(_SHORT | {"due_on"}),
        (Step("done", "сделано", on("due_on"), lead=7, by=_OPERATOR),),
        own_of=_OPERATOR,
    ),
)  # fmt: skip
KINDS: dict[str, Kind] = {kind.name: kind for kind in _KINDS}


def kinds_of(role: Role) -> list[Kind]:
    """The registers the role knows of."""
    return [kind for kind in _KINDS if kind.is_read_by(role)]
