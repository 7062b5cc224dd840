"""All duties of a span of days, judged from rows: by everybody, or in some journals only."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from models import clock
from models.control import duty_rows as rows
from models.control.class_pupils import Sitting, sittings
from models.control.day_bells import LastLessons
from models.control.deadlines import (
    control_due,
    control_for,
    homework_due,
    lesson_due,
    work_due,
)
from models.control.duty import Duty
from models.control.exemption import excused
from models.control.explanation import explained
from models.control.first_moments import first_marks, first_records
from models.control.operators import Operators
from models.control.rule_set import numbers_by_day
from models.control.rules import ABSENT, BACKFILLED, COPY, HOMEWORK, TERM, TERM_COPY, TOPIC, WORK
from models.control.term_duties import term_duties
from models.control.working_days import working_days
from models.journal.lesson import NO_HOMEWORK_IN
from models.journal.term_mark import PERIODS
from models.office.order import TRANSITION, GroupKey, the_modes
from models.school.calendar import the_year
from models.school.school import school_facts

DAY = timedelta(days=1)
BEFORE_ALL = datetime.min.replace(tzinfo=UTC)  # of a work without a mark


@dataclass
class Ground:
    """What all judgements of one counting stand on: the year is that of its last day."""

    first: date
    last: date
    today: date
    journals: frozenset[int] | None
    periods_from: date | None = None

    def __post_init__(self):
        year = the_year(self.last)
        self.year_id = year.id
        self.first = max(self.first, year.starts_on)
        self.periods_from = max(self.periods_from or self.first, year.starts_on)
        self.sitting: Sitting = sittings(year.id, min(self.today, year.ends_on))
        self.modes = the_modes()
        self.operators = Operators(self.periods_from, self.today + timedelta(days=120))
        self.numbers = cache(numbers_by_day())
        self.control_for = cache(lambda held_on: control_for(held_on, self.numbers))
        self.is_working = working_days(self.first)
        school = school_facts()
        self.unmarked = school.rule("unmarked_grades") if school else []
        self.exam_grades = school.rule("exam_grades") if school else []

    def is_paper(self, group, day: date) -> bool:
        """Whether a group (with id and class_group_id) is in transition mode on the day."""
        return self.modes.of(group, day) == TRANSITION

    def classes_of(self, group_id: int) -> frozenset[int]:
        """The classes whose pupils sit in the group."""
        seated = self.sitting.groups.get(group_id)
        return seated.class_ids if seated else frozenset()


def duties(
    first: date,
    last: date,
    journals: frozenset[int] | None = None,
    today: date | None = None,
    periods_from: date | None = None,
) -> list[Duty]:
    """Every duty about lessons from `first` to `last` and terms that end then, with its state
    ready to be asked. `journals`: only these. `periods_from`: terms that ended since, too; of their
    lessons nothing is read. Some fifteen selects, whatever the size."""
    today = today or clock.today()
    ground = Ground(first, min(last, today), today, journals, periods_from)
    lessons = rows.lesson_rows(ground.first, ground.last, journals)
    bells = LastLessons(
        {group.id: group.pupils for group in ground.sitting.groups.values()},
        rows.last_ends(ground.first, ground.last),
    )
    electronic, found = [], []
    for row in lessons.values():
        if ground.is_paper(GroupKey(row.group_id, row.class_group_id), row.on_date):
            found.append(_copy(row, ground))
        else:
            electronic.append(row)
            found += _of_lesson(row, ground, bells)
    found = _first_told(found)
    found += _works({row.id: row for row in electronic}, ground)
    found += _backfilled({row.id: row for row in electronic}, ground)
    found += term_duties(ground)
    return explained(excused(found))


def _duty(rule: str, row: rows.LessonRow, ground: Ground, due, done_at, **more) -> Duty:
    return Duty(
        rule_name=rule,
        key=more.pop("key", f"l{row.id}"),
        due=due,
        done_at=done_at,
        journal_id=row.journal_id,
        title=row.title,
        about=row.about,
        on_date=row.on_date,
        person_ids=more.pop("person_ids", frozenset({row.person_id})),
        class_ids=ground.classes_of(row.group_id),
        grade=row.grade,
        lesson_id=row.id,
        **more,
    )


def _of_lesson(row: rows.LessonRow, ground: Ground, bells: LastLessons):
    """What a teacher owes a lesson: 5.4(1) and 5.4(2)."""
    due = lesson_due(row.on_date)
    yield _duty(TOPIC, row, ground, due, row.topic_at)
    yield _duty(ABSENT, row, ground, due, row.entered_at)
    if row.grade != NO_HOMEWORK_IN:
        numbers = ground.numbers(row.on_date)
        end = bells.end(row.group_id, row.on_date) or row.ends
        yield _duty(HOMEWORK, row, ground, homework_due(row.on_date, end, numbers), row.homework_at)


def _copy(row: rows.LessonRow, ground: Ground) -> Duty:
    """What an operator owes a lesson: 5.3(9)."""
    control = ground.control_for(row.on_date)
    due = control_due(control, ground.numbers(control), ground.is_working)
    who = ground.operators.of(ground.classes_of(row.group_id), control)
    return _duty(COPY, row, ground, due, row.entered_at, person_ids=who)


def _first_told(found: list[Duty]) -> list[Duty]:
    """A record that was mended later is no late one: where the moment looks late, when it was
    first there."""
    late = {duty.lesson_id for duty in found if _looks_late(duty)}
    first = first_records(late)
    return [
        replace(duty, done_at=min(duty.done_at, first.get(duty.lesson_id, duty.done_at)))
        if _looks_late(duty)
        else duty
        for duty in found
    ]


def _looks_late(duty: Duty) -> bool:
    by_records = duty.rule_name in (ABSENT, COPY)
    return by_records and duty.done_at is not None and duty.done_at > duty.due


def _works(lessons: dict[int, rows.LessonRow], ground: Ground):
    """Works that everybody writes: a mark for each who was there, within the week (5.4(3))."""
    works = rows.work_rows(ground.first, ground.last, ground.journals)
    first = first_marks(w.column_id for w in works if _has_late(w, lessons, ground))
    for work in works:
        row = lessons.get(work.lesson_id)
        if row is None or not row.marked or row.grade in ground.unmarked:
            continue
        for one, moment in work.marked.items():
            work.marked[one] = min(moment, first.get((work.column_id, one), moment))
        wrote = _seated(row, ground) - work.away
        lack = wrote - work.marked.keys()
        moments = [work.marked[one] for one in wrote & work.marked.keys()]
        done_at = max(moments, default=row.entered_at) if not lack else None
        due = _work_due(row, ground)
        key = f"c{work.column_id}"
        yield _duty(WORK, row, ground, due, done_at, key=key, number=len(lack))


def _work_due(row: rows.LessonRow, ground: Ground) -> datetime:
    return work_due(row.on_date, ground.numbers(row.on_date), ground.is_working)


def _has_late(work: rows.WorkRow, lessons: dict[int, rows.LessonRow], ground: Ground) -> bool:
    row = lessons.get(work.lesson_id)
    return row is not None and max(work.marked.values(), default=BEFORE_ALL) > _work_due(
        row, ground
    )


def _seated(row: rows.LessonRow, ground: Ground) -> frozenset[int]:
    """Who sits in the group and was there by then; who is taught at home has another journal."""
    return ground.sitting.wrote(ground.sitting.groups[row.group_id], row.on_date)


def _backfilled(lessons: dict[int, rows.LessonRow], ground: Ground):
    """Marks entered long after their lesson without a lawful kind (5.4)."""
    days = [ground.first + n * DAY for n in range((ground.last - ground.first).days + 1)]
    late = rows.backfilled_rows(days, ground.numbers, ground.is_working, ground.journals)
    for lesson_id, (number, moment) in late.items():
        row = lessons.get(lesson_id)
        if row is not None:
            due = _work_due(row, ground)
            key = f"b{lesson_id}"
            yield _duty(BACKFILLED, row, ground, due, moment, key=key, number=number)


def is_of_term(duty) -> bool:
    """Whether it is about the marks of a term that ended on its day, not of the year."""
    return duty.rule_name in (TERM, TERM_COPY) and duty.period not in PERIODS


def marks_lacking(ended_on: date) -> dict[int, int]:
    """Grade → how many marks of the terms that ended on the day nobody has given yet."""
    found: dict[int, int] = {}
    for duty in duties(ended_on, ended_on):
        if is_of_term(duty):
            found[duty.grade] = found.get(duty.grade, 0) + duty.number
    return found
