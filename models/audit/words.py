"""What people call tables, columns and values of the audit journal."""

from models.audit import calendar_words, movement_words, plan_words, rollover_words

TITLES = {
    "academic_year": "Учебный год",
    "account": "Учётная запись",
    "acknowledgement": "Прекращение принято к сведению",
    "appointment": "Назначение",
    "appointment_class": "Класс назначения",
    "appointment_ending": "Прекращение полномочий",
    "appointment_grade": "Параллель назначения",
    "attendance": "Пропуск",
    "attendance_check": "Отсутствующие отмечены",
    "blocking": "Блокировка учётной записи",
    "cell": "Клетка журнала",
    "class_group": "Класс",
    "classroom": "Кабинет",
    "code_issuer": "Кто выдаёт коды",
    "course": "Курс",
    "door_release": "Вход открыт раньше срока",
    "employee": "Сотрудник",
    "enrolment": "Зачисление",
    "family_paper": "Заявление или согласие семьи",
    "guardianship": "Родитель",
    "holiday": "День без уроков",
    "homework": "Домашнее задание",
    "invitation": "Пригласительный код",
    "journal": "Журнал",
    "lesson": "Урок",
    "lesson_column": "Столбец урока",
    "lesson_slot": "Место в расписании",
    "lesson_time": "Звонки",
    "mark": "Отметка",
    "membership": "Состав группы",
    "mode_decision": "Режим журнала",
    "paper_file": "Файл заявления или согласия",
    "person": "Человек",
    "recovery_code": "Запасной код второго фактора",
    "remark": "Замечание",
    "right_request": "Заявление о правах",
    "school": "Школа",
    "school_order": "Приказ",
    "second_factor": "Второй фактор",
    "student": "Ученик",
    "study_group": "Учебная группа",
    "study_group_part": "Часть группы",
    "subject": "Предмет",
    "substitution": "Замена",
    "teaching_assignment": "Нагрузка",
    "term": "Учебный период",
    "term_closing": "Закрытие периода",
    "term_mark": "Отметка за период",
    "timetable_decision": "Решение по расписанию",
    "work_kind": "Вид работы",
}

SHOWN = {  # the column a row is told by, where one says it all
    "attendance": "code",
    "homework": "text",
    "mark": "shown",
    "remark": "text",
    "term_mark": "value",
}

FIELDS = {
    "seen_at": "последнее действие",
    "locked_at": "экран закрыт",
    "address": "адрес",
    "annulled_at": "запись отменена",
    "annulled_by": "кто отменил",
    "annulled_why": "почему отменена",
    "appointment_id": "назначение",
    "asked_at": "подано",
    "assistant_id": "помощник",
    "audience": "кому",
    "basis": "основание",
    "birth_date": "дата рождения",
    "blocked_at": "заблокирована",
    "blocked_by": "кто заблокировал",
    "cell_id": "клетка",
    "checked_at": "отмечено",
    "class_group_id": "класс",
    "classroom_id": "кабинет",
    "closed_at": "закрыт",
    "begun_at": "начат",
    "code": "код",
    "column_id": "столбец",
    "comment": "пояснение",
    "confirmed_at": "включён",
    "counts": "входит в средний балл",
    "course_id": "курс",
    "decided_at": "решено",
    "decided_by": "кто решил",
    "delivery": "как вручён",
    "device": "устройство",
    "due_on": "сдать до",
    "duty": "обязанность",
    "email": "эл. почта",
    "employee_id": "учитель",
    "ended_at": "вход закончен",
    "ends": "конец",
    "ends_on": "последний день",
    "entered_at": "внесено",
    "expires_at": "действует до",
    "form": "вид бумаги",
    "from_date": "с",
    "given": "имя",
    "grade": "параллель",
    "handed_in_on": "сдано",
    "granted_at": "поручено",
    "granted_by": "кто поручил",
    "handed_by": "кто отметил вручение",
    "handed_on": "вручён",
    "hours": "часы",
    "is_test": "пишут все",
    "issued_at": "выдан",
    "issued_by": "кто выдал",
    "joined_id": "общая группа",
    "journal_id": "журнал",
    "key": "вопрос",
    "kind": "вид",
    "kind_id": "вид работы",
    "last_seen_at": "были здесь",
    "lesson_id": "урок",
    "letter": "буква",
    "lifted_at": "снята",
    "lifted_by": "кто снял",
    "lifted_why": "почему снята",
    "login": "логин",
    "made_at": "создано",
    "marked": "с отметками",
    "minutes": "опоздал",
    "mode": "режим",
    "name": "название",
    "note": "примечание",
    "number": "номер",
    "offered": "предлагается",
    "on_date": "дата",
    "order_date": "дата приказа",
    "order_id": "приказ",
    "order_number": "номер приказа",
    "other_classroom_id": "второй кабинет",
    "paper_id": "бумага",
    "paper_on": "дата в бумажном журнале",
    "parity": "недели",
    "part_id": "часть",
    "password_changed_at": "пароль сменён",
    "patronymic": "отчество",
    "period": "период",
    "person_id": "человек",
    "phone": "телефон",
    "position": "место",
    "reason": "причина",
    "released_at": "открыт",
    "released_by": "кто открыл",
    "register_number": "номер по журналу",
    "rules_accepted_at": "правила приняты",
    "sex": "пол",
    "short": "кратко",
    "shown": "отметка",
    "size": "размер",
    "since": "полномочий нет с",
    "slot_id": "место в расписании",
    "stands_in_for": "вместо кого",
    "started_at": "вход",
    "starts": "начало",
    "starts_on": "первый день",
    "status": "состояние",
    "student_id": "ученик",
    "study_group_id": "группа",
    "subject_id": "предмет",
    "substituted": "замена",
    "surname": "фамилия",
    "term_id": "учебный период",
    "text": "текст",
    "title": "заголовок",
    "topic": "тема",
    "until": "по",
    "at": "когда",
    "uploaded_at": "загружен",
    "used_at": "использован",
    "valid_from": "действует с",
    "valid_to": "действует по",
    "value": "значение",
    "was_until": "было по",
    "weekday": "день недели",
    "weight": "вес",
    "what": "что нужно",
    "why": "зачем",
    "work_kind_id": "вид работы",
    "wrong": "неверных попыток",
    "year_id": "учебный год",
}
OWN_FIELDS = {("employee", "position"): "должность"}
SILENT = {
    "id",
    "entered_at",
    "entered_by",
    "topic_entered_at",
    "version",
    "account_id",
    "counted",
    "answer",
}
OWN_SILENT = {
    ("paper_file", "stored"),
    ("paper_file", "sha256"),
    ("lesson_column", "position"),
    ("mark", "position"),
    ("school", "settings"),
}
ONLY_SILENT = {"mark": "переставлена в клетке"}  # what to say where nothing else changed
CHANGED = "изменено"
UNITS = {"minutes": " мин"}
EMPTY = "пусто"
EMPTIES = {"work_kind_id": "как у столбца", "handed_in_on": "в день урока"}

VALUES = {
    "audience": {"parent": "родитель", "student": "ученик", "staff": "сотрудник"},
    "delivery": {
        "hand": "лично",
        "teacher": "через классного руководителя",
        "pupil": "через ученика",
        "post": "почтой",
    },
    "duty": {
        "director": "директор",
        "administrator": "администратор",
        "deputy_head": "завуч",
        "operator": "оператор",
        "teacher": "учитель",
        "secretary": "секретарь",
        "dispatcher": "диспетчер замен",
        "inspector": "проверяющий",
        "class_teacher": "классный руководитель",
        "main": "ведёт",
        "assistant": "помогает",
    },
    "form": {"paper": "на бумаге", "electronic": "в электронном виде"},
    "mode": {"transition": "переходный период", "electronic": "электронный журнал"},
    "parity": {0: "все", 1: "нечётные", 2: "чётные"},
    "period": {"year": "год", "exam": "экзамен", "final": "итоговая"},
    "sex": {"m": "мужской", "f": "женский"},
    "status": {"held": "проведён", "cancelled": "отменён"},
    "weekday": dict(enumerate(("пн", "вт", "ср", "чт", "пт", "сб", "вс"))),
}
OWN_VALUES = {
    ("family_paper", "kind"): {
        "application": "заявление",
        "consent": "согласие",
        "stop": "прекращение услуги",
        "withdrawal": "отзыв согласия",
        "refusal": "отказ от электронной формы",
    },
    ("guardianship", "kind"): {"mother": "мать", "father": "отец", "other": "представитель"},
    ("mark", "kind"): {"answer": "ответ", "retake": "исправление", "made_up": "отработка"},
    ("study_group", "kind"): {
        "whole": "весь класс",
        "half": "подгруппа",
        "boys": "мальчики",
        "girls": "девочки",
        "joined": "общая группа",
        "home": "на дому",
    },
    ("term", "kind"): {"quarter": "четверть", "half": "полугодие", "trimester": "триместр"},
}

_TOLD = {"TITLES": TITLES, "SHOWN": SHOWN, "FIELDS": FIELDS, "VALUES": VALUES}
_TOLD |= {"OWN_FIELDS": OWN_FIELDS, "OWN_VALUES": OWN_VALUES, "OWN_SILENT": OWN_SILENT}
_PARTS = (calendar_words, movement_words, plan_words, rollover_words)
for _part in _PARTS:  # each part of the school's year has its own words
    for _name, _words in _TOLD.items():
        _words.update(getattr(_part, _name, ()))


def title(table: str) -> str:
    """What people call the rows of a table."""
    return TITLES.get(table, table)


def field(table: str, key: str) -> str:
    """What people call a column."""
    return OWN_FIELDS.get((table, key)) or FIELDS.get(key, key)


def is_silent(table: str, key: str) -> bool:
    """Whether changes of a column are not worth telling."""
    return key in SILENT or (table, key) in OWN_SILENT


def words_of(table: str, key: str) -> dict:
    """Value → word, for columns that hold one of a few."""
    return OWN_VALUES.get((table, key)) or VALUES.get(key, {})
