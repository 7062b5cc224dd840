"""Looks at personal data leave a trace: who, in which role, when, about whom, what, from where."""

from collections.abc import Callable, Iterable
from functools import wraps

from flask import make_response, request
from sqlalchemy import select

from blueprints.aside import aside
from blueprints.asked import day as asked_day
from blueprints.guard import actor
from models.access.viewing import LONGEST_DETAIL, About, looked_lately, note
from models.base import db
from models.people.student import Student


def traced(what: str, *, about: Callable | None = None, detail: Iterable[str] = ()):
    """Mark a view whose answer is written down as a look of this kind, once it is ready.

    About whom follows from the numbers in its address (a person, a pupil, a class; without any,
    the whole school), or from `about(**numbers)`. `detail` names words of the address or the
    query that tell the look apart. What was not shown (403, 404, a redirect) is no look. An
    answer whose trace cannot be written is not given.
    """

    def mark(view):
        @wraps(view)
        def shown(**numbers):
            answer = make_response(view(**numbers))
            if not 300 <= answer.status_code < 400:
                _write(what, (about or _whose)(**numbers), _said(detail))
            return answer

        shown.traced = what
        return shown

    return mark


def _whose(**numbers: int) -> list[About]:
    found = []
    if "student_id" in numbers:
        found.append(About(person_of(numbers["student_id"])))
    if "person_id" in numbers:
        found.append(About(numbers["person_id"]))
    if "class_group_id" in numbers:
        found.append(About(class_group_id=numbers["class_group_id"]))
    return list(dict.fromkeys(found)) or [About()]


def person_of(student_id: int) -> int | None:
    """Whose number as a pupil this is."""
    return db.session.scalar(select(Student.person_id).where(Student.id == student_id))


def _said(names: Iterable[str]) -> str:
    asked = (str(request.view_args.get(name) or request.args.get(name, "")) for name in names)
    return ", ".join(_told(text.strip()) for text in asked if text.strip())[:LONGEST_DETAIL]


def _told(text: str) -> str:
    """A day as the school writes it; anything else as it was asked."""
    day = asked_day(text)
    return f"{day:%d.%m.%Y}" if day else text


def _write(what: str, whose: list[About], detail: str) -> None:
    fresh = [about for about in whose if not looked_lately(actor(), what, about, detail)]
    if fresh:
        with aside():
            note(actor(), what, fresh, detail, request.remote_addr or "")
