"""Who teaches what, kept by hand: a teacher is assigned, changed from a date, or ends."""

import re
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import or_, select

from models.base import db
from models.journal.class_week import refuse_clashes
from models.journal.days import ensure_journals
from models.journal.journal import Journal
from models.journal.lesson import HELD, Lesson
from models.journal.term_mark import TermMark
from models.journal.timetabling import Wanted, lay_timetable, slots_between, wanted_of
from models.people.employee import Employee
from models.refusal import Refused
from models.school.calendar import YearFacts
from models.school.grouping import FOREVER
from models.school.groups import StudyGroup, ever_held
from models.school.subject import Course
from models.school.teaching import MAIN, TeachingAssignment
from models.school.timetable import WEEKDAYS_SHORT, LessonSlot

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
    held = [row for row in rows if row.until is None or row.until >= row.from_date]
    if any(row.until is None or row.until >= first for row in held):
        raise Refused("Этот учитель уже ведёт этот предмет в этой группе.")
    row = next((row for row in rows if row.from_date == first), None)  # one that was annulled
    if row is None:
        own = {"employee_id": employee_id, "study_group_id": group_id, "course_id": course_id}
        row = TeachingAssignment(**own)
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


def annul_assignment(row: TeachingAssignment) -> None:
    """What was entered by mistake never held: it ends the day before it begins. Raises Refused
    where lessons or marks stand on it."""
    if row.until is not None and row.until < row.from_date:
        raise Refused("Эта нагрузка уже отменена.")
    last = row.until or FOREVER
    _refuse_placed(row, last)
    _refuse_given(row, last)
    row.until = row.from_date - DAY
    db.session.flush()


def _refuse_placed(row: TeachingAssignment, last: date) -> None:
    mine = or_(
        LessonSlot.employee_id == row.employee_id, LessonSlot.assistant_id == row.employee_id
    )
    lasts = or_(LessonSlot.valid_to.is_(None), LessonSlot.valid_to >= row.from_date)
    ever = or_(LessonSlot.valid_to.is_(None), LessonSlot.valid_to >= LessonSlot.valid_from)
    place = db.session.execute(
        select(LessonSlot.weekday, LessonSlot.number)
        .where(
            LessonSlot.study_group_id == row.study_group_id,
            LessonSlot.course_id == row.course_id,
            LessonSlot.valid_from <= last,
            mine & lasts & ever,
        )
        .order_by(LessonSlot.weekday, LessonSlot.number)
        .limit(1)
    ).first()
    if place is not None:
        raise Refused(
            f"Отменить нельзя: в расписании стоит такой урок ({WEEKDAYS_SHORT[place[0]]}, "
            f"{place[1]} урок). Уберите его с того же дня или закончите нагрузку датой."
        )


def _refuse_given(row: TeachingAssignment, last: date) -> None:
    """A lesson that was held, or a period mark in a journal nobody else has taught."""
    course = (Journal.study_group_id == row.study_group_id) & (Journal.course_id == row.course_id)
    day = db.session.scalar(
        select(Lesson.on_date)
        .join(Journal, Journal.id == Lesson.journal_id)
        .where(course, Lesson.status == HELD, Lesson.on_date.between(row.from_date, last))
        .where(or_(Lesson.employee_id == row.employee_id, Lesson.assistant_id == row.employee_id))
        .order_by(Lesson.on_date)
        .limit(1)
    )
    if day is not None:
        raise Refused(
            f"Отменить нельзя: {day:%d.%m.%Y} в журнале есть урок этого учителя. "
            "Закончите нагрузку датой."
        )
    others = select(TeachingAssignment.id).where(
        TeachingAssignment.study_group_id == row.study_group_id,
        TeachingAssignment.course_id == row.course_id,
        TeachingAssignment.id != row.id,
        ever_held(TeachingAssignment),
    )
    marks = select(TermMark.id).join(Journal, Journal.id == TermMark.journal_id)
    given = db.session.scalar(marks.where(course, TermMark.value != "").limit(1)) is not None
    if given and db.session.scalar(others.limit(1)) is None:
        raise Refused(
            "Отменить нельзя: в журнале стоят отметки за период, а больше его никто не ведёт."
        )
