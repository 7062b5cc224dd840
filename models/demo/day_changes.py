"""Changes of the timetable of each kind in the demonstration's present week."""

from datetime import date, timedelta

from sqlalchemy import select

from models.base import db
from models.journal.day_plan import DayLesson, DayPlan, absent_on
from models.journal.lesson import Lesson
from models.journal.resettling import held_among
from models.journal.stand_ins import do, lessons_of, note_absence
from models.journal.substituting import add_lesson, swap_lessons
from models.refusal import Refused
from models.school.calendar import YearFacts, monday

KINDS = ("replaced", "joined", "subject", "cancelled")


def add_day_changes(year: YearFacts, today: date) -> int:
    """One change of each kind, on the days of this week from today on, then on those before;
    returns how many there are."""
    first = monday(today)
    week = [first + timedelta(days=n) for n in range(5)]
    days = [day for day in week if day >= today] + [day for day in week if day < today]
    done = sum(any(_absence(year, day, kind) for day in days) for kind in KINDS)
    done += any(_swap(year, day) for day in days)
    return done + any(_added(year, day) for day in days)


def _open(plan: DayPlan) -> list[DayLesson]:
    """The lessons of the timetable that are neither changed nor held yet."""
    rows = db.session.execute(select(Lesson.id, Lesson.slot_id).filter_by(on_date=plan.day))
    made = dict(rows.all())
    held = {made[lesson] for lesson in held_among(list(made))}
    return [x for x in plan.lessons if x.slot_id and x.change is None and x.slot_id not in held]


def _absence(year: YearFacts, day: date, kind: str) -> bool:
    away = absent_on(day)
    for lesson in _open(DayPlan(year, day)):
        if lesson.owner_id in away or lesson.number < 2:
            continue
        for found in lessons_of(year, lesson.owner_id, day, day):
            values = [choice.value for choices in found.choices.values() for choice in choices]
            value = next((one for one in values if one.startswith(kind)), None)
            if value and found.lesson.change is None and _do(year, day, found, value):
                return True
    return False


def _do(year: YearFacts, day: date, found, value: str) -> bool:
    try:
        with db.session.begin_nested():
            why = note_absence(found.lesson.owner_id, day, day, "болезнь", "больничный лист")
            do(DayPlan(year, day), found.lesson, value, why)
    except Refused:
        return False
    return True


def _swap(year: YearFacts, day: date) -> bool:
    plan = DayPlan(year, day)
    lessons = _open(plan)
    for one in lessons:
        for other in lessons:
            if one.group_id != other.group_id or one.number >= other.number:
                continue
            try:
                with db.session.begin_nested():
                    swap_lessons(plan, one, other, "совещание учителя")
            except Refused:
                continue
            return True
    return False


def _added(year: YearFacts, day: date) -> bool:
    for lesson in _open(DayPlan(year, day)):
        pair = (lesson.group_id, lesson.course_id)
        try:
            with db.session.begin_nested():
                add_lesson(year, day, pair, lesson.owner_id, 7, "подготовка к олимпиаде")
        except Refused:
            continue
        return True
    return False
