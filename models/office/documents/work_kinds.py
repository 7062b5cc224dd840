"""Registers of the daily work with the journal: appeals, checks, demands, proposals."""

from models.access.role import Role
from models.office.documents.keepers import (
    ADMINISTRATOR,
    DIRECTOR,
    INSPECTED,
    OFFICE,
    OPERATOR,
    PAPER,
    SHORT,
)
from models.office.documents.kind import Kind, Step, on
from models.office.documents.names import (
    ANSWERED_WITHIN,
    TO_ADMINISTRATOR,
    TO_COMMISSION,
    TO_DIRECTOR,
    TO_MOVEMENT,
    TO_OPERATOR,
)

WORK_KINDS = (
    Kind(
        "appeal",
        "Обращения",
        "Реестр обращений",
        "обращение",
        "7.4(2)",
        "Вопросы и жалобы семей: кто обратился, о чём, когда и что ответили.",
        OFFICE,
        INSPECTED,
        PAPER
        | {
            "party": "Кто обратился",
            "title": "О чём",
            "text": "Суть обращения",
            "due_on": "Ответить до",
        },
        frozenset(SHORT | {"party"}),
        (
            Step(
                "answer",
                "ответить",
                "ответ дан",
                on("due_on"),
                lead=7,
                note="Что ответили, номер и дата",
                by=DIRECTOR,
            ),
        ),
        answer_days=ANSWERED_WITHIN,
    ),
    Kind(
        "check",
        "Бумажные журналы",
        "Реестр проверок бумажных журналов",
        "проверка журнала",
        "5.2(11), 5.2 отв. 3",
        "Когда смотрели бумажный журнал класса, что нашли и когда исправлено.",
        ADMINISTRATOR,
        INSPECTED,
        PAPER
        | {
            "title": "Предмет или страница",
            "person_id": "Учитель",
            "text": "Что нашли",
            "due_on": "Исправить до",
        },
        frozenset(SHORT | {"text"}),
        (Step("remedy", "исправить", "исправлено", on("due_on"), lead=3),),
        places=True,
        needs_place=True,
    ),
    Kind(
        "demand",
        "Запросы",
        "Реестр запросов администратора и операторов",
        "запрос",
        "5.2 вправе 1, 5.3 вправе 1, 5.3 вправе 2",
        "Что администратор и операторы просят друг у друга и у ответственного за движение.",
        frozenset({Role.ADMINISTRATOR, Role.OPERATOR}),
        DIRECTOR | {Role.SECRETARY},
        PAPER
        | {
            "sort": "Кому",
            "person_id": "Какому оператору",
            "title": "О чём",
            "text": "Что просят",
            "due_on": "Ответить до",
        },
        frozenset(SHORT | {"sort", "text", "due_on"}),
        (
            Step(
                "answer",
                "ответить",
                "отвечено",
                on("due_on"),
                lead=7,
                note="Ответ",
                by=frozenset({Role.OPERATOR, Role.SECRETARY}),
            ),
        ),
        {
            TO_OPERATOR: "оператору",
            TO_ADMINISTRATOR: "администратору журнала",
            TO_MOVEMENT: "ответственному за движение",
        },
        own_of=frozenset({Role.OPERATOR, Role.SECRETARY}),
        answered_by={
            TO_OPERATOR: Role.OPERATOR,
            TO_ADMINISTRATOR: Role.ADMINISTRATOR,
            TO_MOVEMENT: Role.SECRETARY,
        },
    ),
    Kind(
        "proposal",
        "Предложения",
        "Реестр предложений администратора",
        "предложение",
        "5.2 вправе 2, 5.2 вправе 3, 5.2(10), 5.1(7), 8.1",
        "Что администратор предлагает директору и кого комиссии по стимулирующим выплатам.",
        ADMINISTRATOR,
        DIRECTOR,
        PAPER
        | {
            "sort": "Кому",
            "title": "О чём",
            "from_date": "За период с",
            "until": "по",
            "text": "Предложение",
            "due_on": "Нужно решение до",
        },
        frozenset(SHORT | {"sort", "text"}),
        (
            Step(
                "decision",
                "принять решение",
                "решение принято",
                on("due_on"),
                lead=5,
                note="Какое",
                by=DIRECTOR,
            ),
        ),
        {TO_DIRECTOR: "директору", TO_COMMISSION: "комиссии по стимулирующим выплатам"},
        is_signed=True,
    ),
    Kind(
        "report",
        "Отчёты",
        "Реестр отчётов в управление образования",
        "отчёт",
        "5.2(4)",
        "Отчёты и письма в управление образования об электронном журнале.",
        ADMINISTRATOR,
        INSPECTED,
        PAPER
        | {
            "title": "О чём",
            "from_date": "За период с",
            "until": "по",
            "text": "Текст",
            "due_on": "Отправить до",
        },
        frozenset(SHORT | {"text", "from_date", "until"}),
        (
            Step(
                "sent", "отправить", "отправлен", on("due_on"), lead=5, note="Как и куда отправлен"
            ),
        ),
        is_signed=True,
    ),
    Kind(
        "letter",
        "Связь с разработчиком",
        "Журнал обращений к разработчику системы",
        "обращение к разработчику",
        "5.2(3)",
        "Что спросили у тех, кто ведёт систему, и что они ответили.",
        ADMINISTRATOR,
        DIRECTOR,
        PAPER | {"party": "Кому", "title": "О чём", "text": "Вопрос", "due_on": "Ждём ответа до"},
        frozenset(SHORT | {"party"}),
        (Step("answer", "получить ответ", "ответ получен", on("due_on"), note="Ответ"),),
    ),
    Kind(
        "plan",
        "План работы",
        "План работы с электронным журналом",
        "дело плана",
        "5.2(1), 5.2(5), 5.3(1)",
        "Что нужно сделать, чтобы журнал вёлся: кто делает и до какого дня.",
        frozenset({Role.ADMINISTRATOR, Role.OPERATOR}),
        DIRECTOR,
        PAPER
        | {
            "title": "Что сделать",
            "person_id": "Кто делает",
            "due_on": "Сделать до",
            "text": "Подробнее",
        },
        frozenset(SHORT | {"due_on"}),
        (Step("done", "сделать", "сделано", on("due_on"), lead=7, by=OPERATOR),),
        own_of=OPERATOR,
    ),
)
