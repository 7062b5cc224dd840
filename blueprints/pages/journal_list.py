"""How a list of journals is laid out: one's own first, a whole school's by grade or class."""

from itertools import groupby

from models.journal.journal import Journal
from models.school.groups import AT_HOME, by_grade


def entry(journal: Journal, *, own: bool, may_write: bool, paper: bool) -> dict:
    """A journal in the list. `own`: the reader teaches or keeps it; `paper`: it is copied."""
    return {
        "id": journal.id,
        "group": journal.group.name,
        "course": journal.course.name,
        "grade": journal.group.grade,
        "classes": journal.group.class_names,
        "own": own or may_write,
        "may_write": may_write,
        "paper": paper,
    }


def listing(entries: list[dict], chosen: str) -> dict:
    """What the list's page needs; `chosen` is a class, "" means all."""
    entries = sorted(entries, key=lambda e: (e["grade"], e["group"], e["course"]))
    own = [e for e in entries if e["own"]]
    if own:
        rest = [e for e in entries if not e["own"]]
        parts = [("Мои" if rest else "", own), ("Мой класс (просмотр)", rest)]
        classes = []
    else:
        classes = sorted({name for e in entries for name in e["classes"]}, key=by_grade)
        parts = _by_grade([e for e in entries if not chosen or chosen in e["classes"]])
    return {
        "parts": [{"title": title, "journals": journals} for title, journals in parts if journals],
        "classes": classes,
        "chosen": chosen,
        "all_paper": bool(entries) and all(e["paper"] for e in entries),
    }


def _by_grade(entries: list[dict]) -> list[tuple[str, list[dict]]]:
    at_home = [e for e in entries if AT_HOME in e["classes"]]
    others = groupby((e for e in entries if AT_HOME not in e["classes"]), lambda e: e["grade"])
    parts = [(f"{grade} классы", list(rows)) for grade, rows in others]
    return [*parts, ("Обучение на дому", at_home)]
