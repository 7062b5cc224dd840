"""An audit entry in words: «Отметка: 3 → 4»."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal

from models import clock
from models.audit.entry import Entry
from models.audit.recorder import AUDITED
from models.audit.undo import revived
from models.audit.words import (
    CHANGED,
    EMPTIES,
    EMPTY,
    ONLY_SILENT,
    SHOWN,
    UNITS,
    field,
    is_silent,
    title,
    words_of,
)

_NAMED = {"work_kind"}  # whose changes say nothing without the name
_LONGEST = 120
_TELLERS: dict[str, Callable[[dict, dict], str]] = {}
_NAMES: dict[str, Callable[[], Mapping[int, str]]] = {}


def tells(table: str):
    """Mark a function of (before, after) that tells the changes of a table's rows; where it
    returns nothing, they are told as any other row's."""

    def mark(tell):
        _TELLERS[table] = tell
        return tell

    return mark


def names(*keys: str):
    """Mark a function that knows, by number, the names of what these columns refer to."""

    def mark(known):
        _NAMES.update(dict.fromkeys(keys, known))
        return known

    return mark


def wording(entry: Entry) -> str:
    """The change in one line: from → to."""
    table, before, after = entry.table_name, entry.before or {}, entry.after or {}
    if entry.action == "update":
        tell = _TELLERS.get(table)
        return (tell and tell(before, after)) or _changes(table, before, after)
    if table in SHOWN:
        return f"{title(table)}: {_shown(table, before)} → {_shown(table, after)}"
    verb = "создано" if entry.action == "insert" else "удалено"
    return f"{title(table)}: {verb}{_name_of(after or before)}"


def _shown(table: str, image: dict) -> str:
    text = _said(image.get(SHOWN[table]))
    return f"{text}{image.get('minutes') or ''}" if table == "attendance" else text


def _changes(table: str, before: dict, after: dict) -> str:
    changed = [k for k in after if before.get(k) != after[k] and not is_silent(table, k)]
    head, told = title(table), []
    if SHOWN.get(table) in changed:
        told = [f"{_shown(table, before)} → {_shown(table, after)}"]
        changed = [key for key in changed if key not in (SHOWN[table], "minutes")]
    elif table in SHOWN:
        head = f"{head} {_said(after.get(SHOWN[table]))}"
    told += [_change(table, key, before.get(key), after[key]) for key in changed]
    whose = f" ({after['name']})" if table in _NAMED else ""
    return f"{head}: " + ("; ".join(told) or ONLY_SILENT.get(table, CHANGED)) + whose


def _change(table: str, key: str, was, now) -> str:
    unit = UNITS.get(key, "") if now is not None else ""
    return f"{field(table, key)}: {_value(table, key, was)} → {_value(table, key, now)}{unit}"


def said_value(table: str, key: str, value) -> str:
    """What stands in a column, as people read it; the name of what it refers to."""
    return _value(table, key, value)


def _value(table: str, key: str, value) -> str:
    if value in (None, ""):
        return EMPTIES.get(key, EMPTY)
    words = words_of(table, key)
    if words:
        return words.get(value, str(value))
    if key in _NAMES or key.endswith("_id"):
        known = _NAMES[key]() if key in _NAMES else {}
        return known.get(value, f"№ {value}")
    return _said(in_words(_revived(table, key, value)))


def _revived(table: str, key: str, value):
    """The value as its column has it; an entry may be older than its column's type."""
    attributes = AUDITED[table].__mapper__.column_attrs if table in AUDITED else {}
    if key not in attributes:
        return value
    try:
        return revived(attributes[key].columns[0].type.python_type, value)
    except (ValueError, TypeError, ArithmeticError):
        return value


def in_words(value) -> str:
    """A column's value as people read it: moments on the school's clock, yes and no, a comma."""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, datetime):
        return f"{clock.school_time(value):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value).replace(".", ",") if isinstance(value, Decimal) else str(value)


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
