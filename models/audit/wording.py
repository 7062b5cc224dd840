"""An audit entry in words: «Отметка: 3 → 4»."""

from collections.abc import Callable

from models.audit.entry import Entry

TITLES = {
    "academic_year": "Учебный год",
    "account": "Учётная запись",
    "appointment": "Назначение",
    "appointment_class": "Класс назначения",
    "attendance": "Пропуск",
    "attendance_check": "Отсутствующие отмечены",
    "cell": "Клетка журнала",
    "class_group": "Класс",
    "classroom": "Кабинет",
    "course": "Курс",
    "employee": "Сотрудник",
    "enrolment": "Зачисление",
    "guardianship": "Родитель",
    "holiday": "Каникулы",
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
    "person": "Человек",
    "school": "Школа",
    "school_order": "Приказ",
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

SHOWN = {  # the column a change is told by, where one says it all
    "attendance": "code",
    "homework": "text",
    "mark": "shown",
    "term_mark": "value",
}

FIELDS = {
    "topic": "тема",
    "text": "текст",
    "shown": "отметка",
    "code": "код",
    "minutes": "минуты",
    "status": "состояние",
    "surname": "фамилия",
    "given": "имя",
    "patronymic": "отчество",
    "birth_date": "дата рождения",
    "phone": "телефон",
    "email": "эл. почта",
    "sex": "пол",
    "login": "логин",
    "blocked_at": "заблокирована",
    "until": "по",
    "from_date": "с",
    "valid_to": "действует по",
    "valid_from": "действует с",
    "class_group_id": "класс",
    "employee_id": "учитель",
    "name": "название",
    "value": "значение",
    "mode": "режим",
    "settings": "настройки",
    "hours": "часы",
    "short": "кратко",
    "weight": "вес",
    "is_test": "пишут все",
    "offered": "предлагается",
}
_NAMED = {"work_kind"}  # whose changes say nothing without the name
_NUMBERS = {"weight"}
_SILENT = {"entered_at", "topic_entered_at", "version", "account_id", "counted", "position"}
EMPTY = "пусто"
_LONGEST = 120
_TELLERS: dict[str, Callable[[dict, dict], str]] = {}


def tells(table: str):
    """Mark a function of (before, after) that tells the changes of a table's rows; where it
    returns nothing, they are told as any other row's."""

    def mark(tell):
        _TELLERS[table] = tell
        return tell

    return mark


def title(table: str) -> str:
    """What people call the rows of a table."""
    return TITLES.get(table, table)


def wording(entry: Entry) -> str:
    """The change in one line: from → to."""
    key = SHOWN.get(entry.table_name)
    before, after = entry.before or {}, entry.after or {}
    if key:
        return f"{title(entry.table_name)}: {_said(before.get(key))} → {_said(after.get(key))}"
    if entry.action == "update":
        tell = _TELLERS.get(entry.table_name)
        return (tell and tell(before, after)) or _changes(entry.table_name, before, after)
    verb = "создано" if entry.action == "insert" else "удалено"
    return f"{title(entry.table_name)}: {verb}{_name_of(after or before)}"


def _changes(table: str, before: dict, after: dict) -> str:
    changes = [
        f"{FIELDS.get(k, k)}: {_value(k, before.get(k))} → {_value(k, after[k])}"
        for k in after
        if before.get(k) != after[k] and k not in _SILENT
    ]
    whose = f" ({after['name']})" if table in _NAMED else ""
    return f"{title(table)}: " + "; ".join(changes) + whose


def _value(key: str, value) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    said = _said(value)
    return said.replace(".", ",") if key in _NUMBERS else said


def _said(value) -> str:
    text = EMPTY if value in (None, "") else str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _name_of(image: dict) -> str:
    if image.get("surname"):
        return f" «{image['surname']} {image.get('given') or ''}».".replace(" ».", "»")
    for key in ("name", "login", "title", "text"):
        if image.get(key):
            return f" «{_said(image[key])}»"
    return ""
