"""Changes of the timetable as families read them: in a few words, beside the lesson."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from models.base import db
from models.ground import remembered
from models.people.employee import Employee
from models.people.person import Person, with_initials
from models.school.subject import Course
from models.school.timetable import (
    ADDED,
    CANCELLED,
    CHANGE_WORD,
    SUBJECT,
    SWAPPED,
    Classroom,
    LessonSlot,
    Substitution,
    standing,
)


@dataclass(frozen=True)
class Told:
    """A change of one lesson; `group_id`, `subject` and `room` only where the lesson is one that
    the timetable lacks."""

    key: int  # of the slot, or minus its own number where a lesson is added
    on_date: date
    kind: str
    number: int | None
    note: str
    group_id: int | None = None
    subject: str = ""
    room: str = ""


def lesson_key(slot_id: int | None, substitution_id: int | None) -> int:
    """What a lesson and its change are found by: the slot, or the change that added it."""
    return slot_id if slot_id is not None else -(substitution_id or 0)


@remembered
def told_changes(first: date, last: date) -> tuple[Told, ...]:
    """The changes from `first` to `last` in words; one select."""
    rows = db.session.execute(
        select(
            Substitution,
            LessonSlot.number,
            Course.name,
            func.coalesce(Person.surname, ""),
            Person.given,
            Person.patronymic,
            Classroom.name,
            _changed_subject(),
        )
        .outerjoin(LessonSlot, LessonSlot.id == Substitution.slot_id)
        .outerjoin(Course, Course.id == Substitution.course_id)
        .outerjoin(Employee, Employee.id == Substitution.employee_id)
        .outerjoin(Person, Person.id == Employee.person_id)
        .outerjoin(Classroom, Classroom.id == Substitution.classroom_id)
        .where(Substitution.on_date.between(first, last), standing())
        .order_by(Substitution.id)
    )
    return tuple(told for row in rows for told in _told(row))


def _changed_subject():
    return (
        select(Course.name)
        .where(Course.id == LessonSlot.course_id)
        .correlate(LessonSlot)
        .scalar_subquery()
    )


def _told(row):
    change, number, subject, surname, given, patronymic, room, was = row
    who = with_initials(surname, given, patronymic) if surname else ""
    if change.slot_id is not None:
        yield Told(
            change.slot_id, change.on_date, change.kind, change.number, _note(change, number, who)
        )
    if change.has_own_lesson:
        note = f"вместо урока «{was}»: {who}" if change.kind == SUBJECT else f"добавлен: {who}"
        own = (change.study_group_id, subject or "", room or "")
        yield Told(-change.id, change.on_date, ADDED, change.number, note, *own)


def _note(change: Substitution, number: int, who: str) -> str:
    if change.kind == SWAPPED:
        return f"перенесён: был {number}-м уроком"
    if change.drops:
        return CHANGE_WORD[CANCELLED]
    return f"{CHANGE_WORD[change.kind]}: {who}"
