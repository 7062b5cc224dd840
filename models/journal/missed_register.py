"""«Журнал пропущенных и замещённых уроков»: each changed lesson of a period as one row."""

from dataclasses import astuple, dataclass
from datetime import date

from sqlalchemy import select

from models.base import db
from models.journal.day_plan import staff_names
from models.school.groups import StudyGroup
from models.school.subject import Course
from models.school.timetable import (
    ADDED,
    CHANGE_WORD,
    SWAPPED,
    LessonSlot,
    Substitution,
    TeacherAbsence,
    standing,
)

HEADS = ("Дата", "Урок", "Класс", "Предмет", "Кто отсутствовал", "Причина, документ")
HEADS += ("Как заменён", "Кто провёл", "Часов", "Подпись")


@dataclass(frozen=True)
class Missed:
    """A row of the register; its values in the order of `HEADS`."""

    on_date: date
    number: int
    group: str
    subject: str
    absent: str
    reason: str
    how: str
    by: str
    hours: int
    signature: str = ""

    @property
    def cells(self) -> list:
        """The row's values, plain, for a print or a spreadsheet."""
        return [f"{self.on_date:%d.%m.%Y}", *astuple(self)[1:]]


def register_rows(first: date, last: date) -> list[Missed]:
    """The rows from `first` to `last` by date and lesson. A lesson that changed its hour is in it
    with where it went; nobody stood in, so it counts no hours. Five selects."""
    groups = dict(db.session.execute(select(StudyGroup.id, StudyGroup.name)).all())
    courses = dict(db.session.execute(select(Course.id, Course.name)).all())
    names = staff_names()
    rows = db.session.execute(
        select(Substitution, LessonSlot, TeacherAbsence.document)
        .outerjoin(LessonSlot, LessonSlot.id == Substitution.slot_id)
        .outerjoin(TeacherAbsence, TeacherAbsence.id == Substitution.absence_id)
        .where(Substitution.on_date.between(first, last), standing())
    )
    found = [_row(*row, groups, courses, names) for row in rows]
    return sorted(found, key=lambda row: (row.on_date, row.number, row.group))


def _row(change: Substitution, slot, document, groups, courses, names) -> Missed:
    added = change.kind == ADDED
    how = CHANGE_WORD[change.kind]
    if change.has_own_lesson and not added:
        how = f"{how}: {courses[change.course_id]}"
    if change.kind == SWAPPED:
        how = f"{how}: был {slot.number} уроком, стал {change.number}"
    return Missed(
        change.on_date,
        change.number if added else slot.number,
        groups[change.study_group_id if added else slot.study_group_id],
        courses[change.course_id if added else slot.course_id],
        "" if change.kind in (ADDED, SWAPPED) else names.get(slot.employee_id, ""),
        ", ".join(part for part in (change.reason, document) if part),
        how,
        names.get(slot.employee_id if change.kind == SWAPPED else change.employee_id, ""),
        1 if change.employee_id else 0,
    )
