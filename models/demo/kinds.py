"""Kinds of work of the demonstration school, beside the answer and the test of its history."""

from models.base import db
from models.journal.journal import WorkKind

KINDS = (  # name, short, written by all
    ("Самостоятельная работа", "с/р", True),
    ("Словарный диктант", "дикт.", True),
    ("Проверочная", "п/р", True),
    ("Проект", "проект", False),
    ("Сочинение", "соч.", True),
)


def add_kinds() -> None:
    """Put them where they can be chosen."""
    db.session.add_all(WorkKind(name=n, short=s, is_test=t) for n, s, t in KINDS)
    db.session.flush()
