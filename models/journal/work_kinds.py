"""Kinds of work as the school keeps them: added, changed, no longer offered, never deleted."""

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import select

from models.base import db
from models.fingerprint import fingerprint
from models.journal.facts import KindFacts
from models.journal.journal import ANSWER, WorkKind
from models.journal.rounding import plain_number, read_number
from models.naming import fault_of_name
from models.refusal import Refused, WrongFields

LONGEST_NAME, LONGEST_SHORT = 60, 12
LIGHTEST, HEAVIEST = Decimal("0.1"), Decimal("9.9")
_FIRST = f"«{ANSWER}» есть у каждого урока: "


class StaleKind(Refused):
    """The kind is another than the one the writer had read."""


def typed_kind(kind: WorkKind | KindFacts) -> dict[str, str]:
    """A kind as a form holds it."""
    return {
        "name": kind.name,
        "short": kind.short,
        "weight": plain_number(kind.weight).replace(".", ","),
        "is_test": "1" if kind.is_test else "",
        "offered": "1" if kind.offered else "",
    }


NEW_KIND = {"name": "", "short": "", "weight": "1", "is_test": "", "offered": "1"}


def kind_seen(kind: WorkKind) -> str:
    """The fingerprint of a kind as it stands: a form says which it was made from."""
    return fingerprint(typed_kind(kind))


def add_kind(typed: Mapping[str, str]) -> WorkKind:
    """A new kind of work; raises WrongFields with a sentence for each wrong field."""
    kind = WorkKind(**_read(typed, None))
    db.session.add(kind)
    return kind


def change_kind(kind: WorkKind, typed: Mapping[str, str], seen: str) -> bool:
    """Make a kind what the form says; whether anything changed. Raises WrongFields, and
    StaleKind where it is no longer the one of the fingerprint `seen`."""
    db.session.refresh(kind)
    values = _read(typed, kind)
    changed = {key: value for key, value in values.items() if getattr(kind, key) != value}
    if seen != kind_seen(kind):
        raise StaleKind(
            "Пока вы правили, вид работы изменили в другом окне. Ваше осталось в полях."
            if changed
            else "Это уже сохранено: второй раз сохранять нечего."
        )
    for key, value in changed.items():
        setattr(kind, key, value)
    return bool(changed)


def _read(typed: Mapping[str, str], kind: WorkKind | None) -> dict:
    name, short = (" ".join(typed.get(key, "").split()) for key in ("name", "short"))
    weight, offered = read_number(typed.get("weight", "")), bool(typed.get("offered"))
    problems = {
        "name": _wrong_name(name, kind),
        "short": fault_of_name(short)
        or (len(short) > LONGEST_SHORT and f"Не длиннее {LONGEST_SHORT} знаков."),
        "weight": (weight is None or not LIGHTEST <= weight <= HEAVIEST)
        and "Напишите число от 0,1 до 9,9.",
        "offered": kind and kind.name == ANSWER and not offered and f"{_FIRST}убрать его нельзя.",
    }
    problems = {field: sentence for field, sentence in problems.items() if sentence}
    if problems:
        raise WrongFields(problems)
    is_test = bool(typed.get("is_test"))
    return {"name": name, "short": short, "weight": weight, "is_test": is_test, "offered": offered}


def _wrong_name(name: str, kind: WorkKind | None) -> str | None:
    if not name:
        return "Напишите название."
    if len(name) > LONGEST_NAME:
        return f"Не длиннее {LONGEST_NAME} знаков."
    if why := fault_of_name(name):
        return why
    if kind and kind.name == ANSWER != name:
        return f"{_FIRST}переименовать его нельзя."
    others = db.session.execute(select(WorkKind.id, WorkKind.name))
    if any(n.casefold() == name.casefold() and i != (kind and kind.id) for i, n in others):
        return f"Вид работы «{name}» уже есть."
    return None
