"""After a change of the timetable: each lesson and each change of a day finds its slot again.

A lesson that holds anything (a mark, an absence, topic, homework, a check) is never touched but
for the slot it answers to. Bare lessons move, go or come.
"""

from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import exists, or_, select

from models import clock
from models.base import db
from models.journal.days import changes_of, hour_of, lesson_row, make_lessons, slots_of
from models.journal.journal import Journal, columns_changed, raise_version
from models.journal.lesson import Lesson, LessonColumn
from models.school.bells import year_bells
from models.school.calendar import YearFacts
from models.school.groups import StudyGroup
from models.school.terms_closed import refuse_closed_days
from models.school.timetable import LessonSlot, Substitution, standing

MOVES = ("slot_id", "number", "starts", "ends", "employee_id", "assistant_id", "classroom_id")
MOVES += ("substituted", "status")
AT_ONCE = 5000  # numbers in one question


def resettle(year: YearFacts, groups: frozenset[int] | None, first: date) -> None:
    """Bring lessons and changes from `first` on to the timetable as it now is. What stands and
    what is held is asked once for all days; each day asks only what it promises and what it
    writes."""
    refuse_closed_days(year, _grades(groups), first)
    _bring_changes(year, groups, first)
    lessons = _lessons(year, groups, first)
    newest = db.session.scalar(select(Lesson.on_date).order_by(Lesson.on_date.desc()).limit(1))
    if newest is None:
        return  # no day was opened yet
    loose = _loose(lessons)
    held = held_among([lesson.id for found in loose.values() for lesson in found])
    day = first
    while day <= min(max(newest, clock.today()), year.ends_on):
        _bring_day(year, groups, day, lessons.get(day, []), loose.get(day, []), held)
        day += timedelta(days=1)
    db.session.flush()


def _grades(groups: frozenset[int] | None) -> list[int]:
    query = select(StudyGroup.grade).distinct()
    if groups is not None:
        query = query.where(StudyGroup.id.in_(sorted(groups)))
    return list(db.session.scalars(query))


def _lessons(year, groups, first: date) -> dict[date, list[Lesson]]:
    query = (
        select(Lesson)
        .join(Journal, Journal.id == Lesson.journal_id)
        .where(Journal.year_id == year.id, Lesson.on_date >= first, Lesson.slot_id.is_not(None))
        .order_by(Lesson.on_date, Lesson.number, Lesson.id)
    )
    if groups is not None:
        query = query.where(Journal.study_group_id.in_(sorted(groups)))
    found = defaultdict(list)
    for lesson in db.session.scalars(query).unique():
        found[lesson.on_date].append(lesson)
    return found


def _promised(year, groups, day: date) -> list[LessonSlot]:
    found = slots_of(year, day)
    return [s for s in found if groups is None or s.study_group_id in groups]


def _bring_day(
    year: YearFacts,
    groups,
    day: date,
    lessons: list[Lesson],
    loose: list[Lesson],
    held: set[int],
) -> None:
    there = {lesson.slot_id for lesson in lessons}
    free = defaultdict(list)  # (group, course) → slots without a lesson
    for slot in _promised(year, groups, day):
        if slot.id not in there:
            free[slot.study_group_id, slot.course_id].append(slot)
    for lesson in sorted(loose, key=lambda lesson: lesson.id not in held):
        slot = _nearest(free, lesson)
        if slot is not None and lesson.id in held:
            lesson.slot_id = slot.id
        elif slot is not None:
            _move(year, lesson, slot)
        elif lesson.id not in held:
            drop_lesson(lesson)
    db.session.flush()
    make_lessons(year, day, [slot for slots in free.values() for slot in slots])


def _loose(lessons: dict[date, list[Lesson]]) -> dict[date, list[Lesson]]:
    """The lessons of each day whose slot is no longer in force on it; one select."""
    query = select(LessonSlot.id, LessonSlot.valid_from, LessonSlot.valid_to)
    spans = {
        row.id: (row.valid_from, row.valid_to or date.max) for row in db.session.execute(query)
    }
    found = {}
    for day, there in lessons.items():
        gone = [x for x in there if not spans[x.slot_id][0] <= day <= spans[x.slot_id][1]]
        if gone:
            found[day] = gone
    return found


def _nearest(free: dict, lesson: Lesson) -> LessonSlot | None:
    """Take the free slot of the lesson's journal that is nearest to its hour."""
    slots = free[lesson.journal.study_group_id, lesson.journal.course_id]
    if not slots:
        return None
    slot = min(slots, key=lambda slot: (abs(slot.number - lesson.number), slot.id))
    slots.remove(slot)
    return slot


def _move(year: YearFacts, lesson: Lesson, slot: LessonSlot) -> None:
    fit_lesson(year, lesson, slot, changes_of(lesson.on_date).get(slot.id))


def fit_lesson(year: YearFacts, lesson: Lesson, slot: LessonSlot, change) -> None:
    """Make a lesson what its slot and the change of its day say."""
    bells = year_bells(year).of_group(lesson.on_date, slot.study_group_id)
    times = bells.get(hour_of(slot, change))
    row = lesson_row(slot, lesson.on_date, lesson.journal_id, times, change)
    lesson.stamp = raise_version(lesson.journal_id)
    for name in MOVES:
        setattr(lesson, name, row[name])
    columns_changed(lesson.journal_id, lesson.stamp)


def drop_lesson(lesson: Lesson) -> None:
    """Take away a bare lesson that was made ahead; the audit keeps it."""
    columns = select(LessonColumn).where(LessonColumn.lesson_id == lesson.id)
    for column in db.session.scalars(columns):
        db.session.delete(column)
    db.session.flush()
    db.session.delete(lesson)
    columns_changed(lesson.journal_id, raise_version(lesson.journal_id))


def held_among(lesson_ids: list[int]) -> set[int]:
    """Those of the lessons that hold anything: whatever refers to a lesson or its columns, a
    topic, a second column, a date on paper."""
    if not lesson_ids:
        return set()
    said = or_(Lesson.topic != "", Lesson.paper_on.is_not(None), *_references())
    found: set[int] = set()
    for start in range(0, len(lesson_ids), AT_ONCE):
        some = lesson_ids[start : start + AT_ONCE]
        found.update(db.session.scalars(select(Lesson.id).where(Lesson.id.in_(some), said)))
    return found


def _references():
    lessons, columns = Lesson.__table__, LessonColumn.__table__
    for table in db.metadata.tables.values():
        for key in table.foreign_keys:
            if key.column is lessons.c.id and table is not columns:
                yield exists().where(key.parent == lessons.c.id).correlate(lessons)
            elif key.column is columns.c.id:
                of_lesson = (key.parent == columns.c.id) & (columns.c.lesson_id == lessons.c.id)
                yield exists().where(of_lesson).correlate(lessons)
    more = (columns.c.lesson_id == lessons.c.id) & (columns.c.position > 1)
    yield exists().where(more).correlate(lessons)


def _bring_changes(year: YearFacts, groups, first: date) -> None:
    """Changes of coming days go with their lesson to its new slot, or are taken back where the
    day no longer has the lesson."""
    changes = db.session.execute(
        select(Substitution, LessonSlot)
        .join(LessonSlot, LessonSlot.id == Substitution.slot_id)
        .where(LessonSlot.year_id == year.id, Substitution.on_date >= first, standing())
        .order_by(Substitution.on_date, Substitution.id)
    ).all()
    for change, slot in changes:
        in_force = slot.valid_from <= change.on_date <= (slot.valid_to or change.on_date)
        if in_force or (groups is not None and slot.study_group_id not in groups):
            continue
        target = _same_lesson(year, slot, change.on_date)
        if target is None:
            change.withdrawn_at = clock.now()
        else:
            change.slot_id = target.id
        db.session.flush()


def _same_lesson(year: YearFacts, slot: LessonSlot, day: date) -> LessonSlot | None:
    """The slot of the same group and course on that day without a change of its own."""
    taken = select(Substitution.slot_id).where(
        Substitution.on_date == day, Substitution.slot_id.is_not(None)
    )
    taken_ids = set(db.session.scalars(taken))
    same = [
        other
        for other in slots_of(year, day)
        if (other.study_group_id, other.course_id) == (slot.study_group_id, slot.course_id)
        and other.id not in taken_ids
    ]
    nearest = sorted(same, key=lambda other: (abs(other.number - slot.number), other.id))
    return nearest[0] if nearest else None
