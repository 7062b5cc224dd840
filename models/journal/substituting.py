"""Changes of one day: another teacher, groups together, another subject, a swap, cancelled, added.

Each verb refuses in Russian words what cannot be, and brings the lesson at once where it exists
already. A change that is made again for the same lesson takes the place of the one before.
"""

from datetime import date

from sqlalchemy import select

from models import clock
from models.base import db
from models.journal.day_plan import DayLesson, DayPlan, staff_names
from models.journal.days import make_extra
from models.journal.journal import Journal
from models.journal.lesson import Lesson
from models.journal.resettling import drop_lesson, fit_lesson, held_among
from models.refusal import Refused
from models.school.calendar import YearFacts
from models.school.days import year_days
from models.school.groups import StudyGroup
from models.school.terms_closed import refuse_closed_days
from models.school.timetable import (
    ADDED,
    CANCELLED,
    JOINED,
    REPLACED,
    SUBJECT,
    SWAPPED,
    LessonSlot,
    Substitution,
)

HELD_ALREADY = "В уроке уже есть записи ({}, {} урок): его нельзя отменить или перенести."

SUNDAY = 6


def replace_teacher(plan: DayPlan, lesson: DayLesson, employee_id: int, reason: str, absence=None):
    """Another teacher, who is free in that hour, holds the lesson."""
    if employee_id == lesson.owner_id:
        raise Refused("Это учитель самого урока: выберите другого.")
    _refuse_busy(plan, lesson, employee_id, lesson.number)
    return _change(plan, lesson, REPLACED, reason, absence, employee_id=employee_id)


def join_groups(plan: DayPlan, lesson: DayLesson, other: DayLesson, reason: str, absence=None):
    """The group sits in another group's lesson of the same hour, with its teacher, who writes in
    both journals."""
    if other.number != lesson.number or other.employee_id is None or other is lesson:
        raise Refused("Объединить можно с уроком, который идёт в то же время.")
    values = {"employee_id": other.employee_id, "joined_slot_id": other.slot_id}
    room = other.room_id
    return _change(plan, lesson, JOINED, reason, absence, classroom_id=room, **values)


def other_subject(
    plan: DayPlan, lesson: DayLesson, course_id: int, employee_id: int, reason: str, absence=None
):
    """Instead of the lesson its group has another course, in the course's own journal."""
    if course_id == lesson.course_id:
        raise Refused("Это тот же предмет. Выберите замену учителя.")
    _refuse_busy(plan, lesson, employee_id, lesson.number)
    _refuse_held(plan, lesson)
    values = {"employee_id": employee_id, "course_id": course_id, "number": lesson.number}
    values |= {"study_group_id": lesson.group_id, "classroom_id": lesson.room_id}
    return _change(plan, lesson, SUBJECT, reason, absence, **values)


def cancel_lesson(plan: DayPlan, lesson: DayLesson, reason: str, absence=None):
    """The lesson is not held."""
    _refuse_held(plan, lesson)
    return _change(plan, lesson, CANCELLED, reason, absence)


def swap_lessons(plan: DayPlan, one: DayLesson, other: DayLesson, reason: str) -> list:
    """Two lessons of a day change their hours; everybody keeps the own lesson."""
    if one.number == other.number or one.key == other.key:
        raise Refused("Выберите два урока в разное время.")
    if not one.slot_id or not other.slot_id:
        raise Refused("Добавленный урок не меняют местами: снимите его и добавьте в другое время.")
    for mine, theirs in ((one, other), (other, one)):
        _refuse_held(plan, mine)
        for person in mine.people:
            there = plan.busy(theirs.number, theirs).get(person)
            if there is not None and there.key not in (one.key, other.key):
                raise Refused(_busy_words(person, theirs.number, there))
        _refuse_sitting(plan, mine, theirs)
    return [
        _change(plan, mine, SWAPPED, reason, number=theirs.number)
        for mine, theirs in ((one, other), (other, one))
    ]


def add_lesson(
    year: YearFacts,
    day: date,
    journal: tuple[int, int],
    employee_id: int,
    number: int,
    reason: str,
    room_id: int | None = None,
) -> Substitution:
    """One more lesson of a group (group, course) on a day."""
    plan = DayPlan(year, day)
    if not year.starts_on <= day <= year.ends_on:
        raise Refused("Этот день не входит в учебный год.")
    learnt = year_days(year).of_group(day, journal[0])
    if learnt.is_free or day.weekday() == SUNDAY:
        raise Refused(f"В этот день уроков нет: {learnt.why or 'воскресенье'}.")
    _refuse_closed(year, journal[0], day)
    there = plan.busy(number).get(employee_id)
    if there is not None:
        raise Refused(_busy_words(employee_id, number, there))
    same = [x for x in plan.lessons if x.number == number and x.group_id == journal[0]]
    if any(lesson.employee_id for lesson in same):
        raise Refused(f"У группы {same[0].group} на {number} уроке уже «{same[0].subject}».")
    row = Substitution(kind=ADDED, on_date=day, employee_id=employee_id, number=number)
    row.study_group_id, row.course_id = journal
    row.reason, row.classroom_id = _reason(reason), room_id
    db.session.add(row)
    db.session.flush()
    _open_extra(year, day)
    return row


def withdraw(year: YearFacts, change: Substitution) -> None:
    """Take a change back: the lesson is again what the timetable says. Twice is once."""
    if change.withdrawn_at is not None:
        return
    pair = [change]
    if change.kind == SWAPPED:
        pair = _swapped_with(change)
    for one in pair:
        slot = db.session.get(LessonSlot, one.slot_id) if one.slot_id else one
        _refuse_closed(year, slot.study_group_id, one.on_date)
        _drop_extra(one)
        one.withdrawn_at = clock.now()
        db.session.flush()
        if one.slot_id is not None:
            _bring(year, one, None)


def _swapped_with(change: Substitution) -> list[Substitution]:
    """Both halves of a swap."""
    slot = db.session.get(LessonSlot, change.slot_id)
    others = db.session.scalars(
        select(Substitution)
        .join(LessonSlot, LessonSlot.id == Substitution.slot_id)
        .where(
            Substitution.on_date == change.on_date,
            Substitution.kind == SWAPPED,
            Substitution.withdrawn_at.is_(None),
            Substitution.number == slot.number,
            LessonSlot.number == change.number,
            Substitution.reason == change.reason,
        )
    ).all()
    return [change, *[other for other in others if other is not change][:1]]


def _change(plan: DayPlan, lesson: DayLesson, kind: str, reason: str, absence=None, **values):
    if lesson.slot_id is None:
        raise Refused("Этот урок добавлен к расписанию: его можно только снять.")
    _refuse_closed(plan.year, lesson.group_id, plan.day)
    slot_id = lesson.slot_id
    query = select(Substitution).where(
        Substitution.slot_id == slot_id, Substitution.on_date == plan.day
    )
    row = db.session.scalar(query)
    if row is None:
        row = Substitution(slot_id=slot_id, on_date=plan.day)
        db.session.add(row)
    elif row.kind == SWAPPED and row.withdrawn_at is None:
        raise Refused("Этот урок уже перенесён. Сначала снимите перенос.")
    else:
        _drop_extra(row)
    empty = dict.fromkeys(
        ("employee_id", "study_group_id", "course_id", "joined_slot_id", "number", "classroom_id")
    )
    for name, value in (empty | values).items():
        setattr(row, name, value)
    row.kind, row.reason, row.withdrawn_at = kind, _reason(reason), None
    row.absence_id = absence.id if absence is not None else None
    db.session.flush()
    _bring(plan.year, row, row)
    if row.has_own_lesson:
        _open_extra(plan.year, plan.day)
    return row


def _refuse_closed(year: YearFacts, group_id: int, day: date) -> None:
    grade = db.session.scalar(select(StudyGroup.grade).where(StudyGroup.id == group_id))
    refuse_closed_days(year, [grade], day)


def _bring(year: YearFacts, change: Substitution, effect: Substitution | None) -> None:
    """Bring the lesson that exists already to the change (or back, where there is none)."""
    own = (Lesson.slot_id == change.slot_id) & (Lesson.on_date == change.on_date)
    lesson = db.session.scalars(select(Lesson).where(own)).unique().first()
    if lesson is not None:
        fit_lesson(year, lesson, db.session.get(LessonSlot, change.slot_id), effect)
        db.session.flush()


def _open_extra(year: YearFacts, day: date) -> None:
    """Make the added lesson where the day has its lessons already."""
    newest = db.session.scalar(select(Lesson.on_date).order_by(Lesson.on_date.desc()).limit(1))
    if newest is not None and day <= newest:
        make_extra(year, day)


def _drop_extra(change: Substitution) -> None:
    """The lesson a change brought goes with it, unless it was held."""
    query = select(Lesson).where(Lesson.substitution_id == change.id)
    lesson = db.session.scalars(query).unique().first()
    if lesson is None:
        return
    if held_among([lesson.id]):
        raise Refused("Урок уже проведён, в нём есть записи: изменение не снять.")
    drop_lesson(lesson)
    db.session.flush()


def _reason(text: str) -> str:
    text = text.strip()
    if not text:
        raise Refused("Напишите причину: она стоит в журнале замещённых уроков.")
    if len(text) > 200:
        raise Refused("Причина не длиннее 200 знаков.")
    return text


def _busy_words(person: int, number: int, there: DayLesson) -> str:
    name = staff_names().get(person, "Учитель")
    return f"{name} на {number} уроке ведёт «{there.subject}» в {there.group}."


def _refuse_busy(plan: DayPlan, lesson: DayLesson, person: int, number: int) -> None:
    there = plan.busy(number, lesson).get(person)
    if there is not None:
        raise Refused(_busy_words(person, number, there))


def _refuse_sitting(plan: DayPlan, mine: DayLesson, theirs: DayLesson) -> None:
    """The group has nothing else in the hour it moves to."""
    for there in plan.lessons:
        away = there.key in (mine.key, theirs.key) or there.employee_id is None
        if not away and there.number == theirs.number and there.group_id == mine.group_id:
            raise Refused(f"У {mine.group} на {theirs.number} уроке «{there.subject}».")


def _refuse_held(plan: DayPlan, lesson: DayLesson) -> None:
    own = (Lesson.slot_id == lesson.slot_id) & (Lesson.on_date == plan.day)
    found = db.session.scalar(select(Lesson.id).join(Journal).where(own))
    if found is not None and held_among([found]):
        raise Refused(HELD_ALREADY.format(lesson.group, lesson.number))
