"""Who teaches what, kept by hand: a teacher is assigned, changed from a date, or ends."""

import re
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select

from models.base import db
from models.journal.class_week import refuse_clashes
from models.journal.days import ensure_journals
from models.journal.timetabling import Wanted, lay_timetable, slots_between, wanted_of
from models.people.employee import Employee
from models.refusal import Refused
from models.school.calendar import YearFacts
from models.school.groups import StudyGroup
from models.school.subject import Course
from models.school.teaching import MAIN, TeachingAssignment

DAY = timedelta(days=1)
LEAST, MOST = Decimal("0.5"), Decimal(40)
_HOURS = re.compile(r"\d{1,2}(?:[.,][05])?", re.ASCII)


def assign_teacher(
    year: YearFacts, employee_id: int, group_id: int, course_id: int, hours: Decimal, first: date
) -> TeachingAssignment:
    """A teacher teaches a course to a group from a day on. Twice is refused."""
    for model, number in ((Employee, employee_id), (StudyGroup, group_id), (Course, course_id)):
        if number is None or db.session.get(model, number) is None:
            raise Refused("Выберите учителя, группу и предмет из списков.")
    if not year.starts_on <= first <= year.ends_on:
        raise Refused("Этот день не входит в учебный год. Выберите другой.")
    closed = db.session.get(StudyGroup, group_id).closed_from
    if closed and first >= closed:
        raise Refused(f"Эта подгруппа закрыта с {closed:%d.%m.%Y}. Выберите другую.")
    same = (
        (TeachingAssignment.employee_id == employee_id)
        & (TeachingAssignment.study_group_id == group_id)
        & (TeachingAssignment.course_id == course_id)
    )
    rows = db.session.scalars(select(TeachingAssignment).where(same)).all()
    if any(row.until is None or row.until >= first for row in rows):
        raise Refused("Этот учитель уже ведёт этот предмет в этой группе.")
    row = TeachingAssignment(employee_id=employee_id, study_group_id=group_id, course_id=course_id)
    row.hours, row.from_date, row.duty = hours, first, MAIN
    row.until = closed and closed - DAY
    db.session.add(row)
    db.session.flush()
    ensure_journals(year, {(group_id, course_id)})
    return row


def read_hours(text: str) -> Decimal:
    """Hours a week as typed, in halves: «2», «1,5»."""
    text = (text or "").strip()
    if not _HOURS.fullmatch(text):
        raise Refused("Часы в неделю пишут целым числом или с половиной: 2 или 1,5.")
    hours = Decimal(text.replace(",", "."))
    if not LEAST <= hours <= MOST:
        raise Refused("Часов в неделю бывает от 0,5 до 40.")
    return hours.quantize(Decimal("0.1"))


def change_teacher(
    year: YearFacts, row: TeachingAssignment, employee_id: int, first: date
) -> TeachingAssignment:
    """From a day on another teacher has the course with its places in the timetable; raises
    Clash where the new one is busy then. Held lessons stay the old one's."""
    if employee_id == row.employee_id:
        raise Refused("Этот учитель и так ведёт этот предмет. Выберите другого.")
    end_assignment(row, first)
    fresh = assign_teacher(year, employee_id, row.study_group_id, row.course_id, row.hours, first)
    groups = frozenset({row.study_group_id})
    for slot_first, last in _spans(year, groups, first):
        stands = [wanted_of(s) for s in slots_between(year, groups, slot_first, slot_first)]
        wanted = [_handed_over(one, row, employee_id) for one in stands]
        refuse_clashes(year, groups, slot_first, last, wanted)
        lay_timetable(year, groups, slot_first, last, wanted)
    return fresh


def _spans(year: YearFacts, groups: frozenset[int], first: date) -> list[tuple]:
    """The spans from a day on in which the groups' timetable stays the same."""
    begun = {first}
    for slot in slots_between(year, groups, first, None):
        begun |= {slot.valid_from} if slot.valid_from > first else set()
        begun |= {slot.valid_to + DAY} if slot.valid_to and slot.valid_to < year.ends_on else set()
    days = sorted(begun)
    return [(day, days[n + 1] - DAY if n + 1 < len(days) else None) for n, day in enumerate(days)]


def _handed_over(one: Wanted, row: TeachingAssignment, employee_id: int) -> Wanted:
    mine = one.course_id == row.course_id and one.employee_id == row.employee_id
    if not mine:
        return one
    values = {name: getattr(one, name) for name in one.__dataclass_fields__}
    return Wanted(**values | {"employee_id": employee_id})


def end_assignment(row: TeachingAssignment, first: date) -> None:
    """The assignment's last day is the one before `first`."""
    if first <= row.from_date:
        raise Refused(f"Нагрузка начинается {row.from_date:%d.%m.%Y}: выберите более поздний день.")
    if row.until is not None and row.until < first:
        raise Refused("Эта нагрузка уже закончена.")
    row.until = first - DAY
