"""A timetable changed in mid-quarter: held lessons stay, others move, none doubles or is lost."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.base import db
from models.journal.days import open_day, open_until, slots_of
from models.journal.journal import Journal
from models.journal.lesson import Lesson
from models.journal.resettling import held_among
from models.journal.timetabling import Wanted, lay_timetable, slots_between, wanted_of
from models.school.calendar import the_year
from models.school.groups import StudyGroup
from models.school.teaching import TeachingAssignment
from models.school.timetable import CANCELLED, LessonSlot, Substitution
from tests.cast import MONDAY, START

DAY = timedelta(days=1)
OPENED = MONDAY + 11 * DAY  # days up to here have their lessons
FAR = MONDAY + 40 * DAY

places = st.tuples(
    st.integers(0, 4), st.integers(0, 4), st.integers(1, 6), st.sampled_from([0, 0, 1, 2])
)
change = st.tuples(
    st.integers(-4, 14),  # the first day, from Monday
    st.none() | st.integers(0, 20),  # how long it holds
    st.sets(st.sampled_from(["5-А", "5-Б", "6-А"]), min_size=1),
    st.lists(places, max_size=14),
)
several = st.lists(change, min_size=1, max_size=3)


def lessons() -> dict[int, tuple]:
    rows = db.session.scalars(select(Lesson).order_by(Lesson.id)).unique()
    return {
        row.id: (row.journal_id, row.on_date, row.number, row.employee_id, row.topic, row.starts)
        for row in rows
    }


def timetable(year, day: date) -> Counter:
    return Counter(wanted_of(slot) for slot in slots_between(year, None, day, day))


def keep_held(numbers: list[int]) -> set[int]:
    """Some lessons get what a held lesson has: a topic, a check."""
    ids = list(lessons())
    for number in numbers:
        lesson = db.session.get(Lesson, ids[number % len(ids)])
        if number % 2:
            lesson.topic = f"Тема {number}"
        else:
            lesson.check_attendance(None)
    db.session.flush()
    return held_among(ids)


def one_lesson_for_each_place(year, day: date) -> None:
    found = list(db.session.scalars(select(Lesson).where(Lesson.on_date == day)).unique())
    answered = Counter(row.slot_id for row in found)
    assert max(answered.values(), default=1) == 1
    promised = {slot.id: slot for slot in slots_of(year, day)}
    assert promised.keys() <= answered.keys()
    held = held_among([row.id for row in found])
    for row in found:
        slot = promised.get(row.slot_id)
        if slot is None:
            assert row.id in held
            continue
        own = (row.journal.study_group_id, row.journal.course_id)
        assert own == (slot.study_group_id, slot.course_id)
        if row.id not in held:
            assert (row.number, row.employee_id) == (slot.number, slot.employee_id)


@settings(
    max_examples=30,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # each case is a school: shrinking takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(changes=several, held=st.lists(st.integers(0, 200), max_size=12))
def test_no_lesson_is_doubled_or_lost_and_held_ones_stay_as_they_were(in_school, changes, held):
    with in_school() as session:
        year, groups = the_year(MONDAY), {g.name: g.id for g in session.query(StudyGroup)}
        taught = session.query(TeachingAssignment).order_by(TeachingAssignment.id).all()
        for offset in range((OPENED - MONDAY).days + 1):
            open_day(year, MONDAY + offset * DAY)
        stays = keep_held(held)
        for first, long, names, wanted in changes:
            first = MONDAY + first * DAY
            last = None if long is None else first + long * DAY
            scope = {groups[name] for name in names}
            rows = [
                Wanted(one.study_group_id, one.course_id, weekday, number, parity, one.employee_id)
                for which, weekday, number, parity in wanted
                if (one := taught[which]).study_group_id in scope
            ]
            before = lessons()
            days = [START, first - DAY, FAR] + ([last + DAY] if last else [])
            was = {day: timetable(year, day) for day in days}
            lay_timetable(year, scope, first, last, rows)
            after = lessons()
            for number, facts in before.items():
                if number in stays or facts[1] < first:
                    assert after[number] == facts
            for day in days:
                if day < first or (last is not None and day > last):
                    assert timetable(year, day) == was[day]
            now = timetable(year, first)
            assert {w for w in now if w.study_group_id in scope} == set(rows)
            newest = max(facts[1] for facts in after.values()) if after else MONDAY - DAY
            for offset in range((newest - MONDAY).days + 1):
                one_lesson_for_each_place(year, MONDAY + offset * DAY)
        open_until(year, OPENED)  # days that lost all their lessons wait for their morning
        for offset in range((OPENED - MONDAY).days + 1):
            one_lesson_for_each_place(year, MONDAY + offset * DAY)
        stood = lessons()
        assert open_until(year, OPENED) == 0 and lessons() == stood
        session.rollback()


def test_laying_the_same_timetable_again_changes_nothing(in_school):
    with in_school() as session:
        year = the_year(MONDAY)
        wanted = [wanted_of(slot) for slot in slots_between(year, None, MONDAY, MONDAY)]
        laid = lay_timetable(year, None, MONDAY, None, wanted)
        assert (laid.fresh, laid.ended) == ([], []) and len(laid.kept) == len(wanted)
        assert not session.dirty and not session.new


def test_a_change_of_a_coming_day_goes_with_its_lesson(cast, in_school):
    with in_school() as session:
        year, next_week = the_year(MONDAY), MONDAY + 7 * DAY
        journal = session.get(Journal, cast.journals["5-А", "Математика"])
        own = {"study_group_id": journal.study_group_id, "course_id": journal.course_id}
        slot = session.query(LessonSlot).filter_by(**own).one()
        row = Substitution(slot_id=slot.id, on_date=next_week, employee_id=cast.employees["vera"])
        session.add(row)
        session.flush()
        rows = slots_between(year, {journal.study_group_id}, MONDAY, None)
        moved = [wanted_of(s) for s in rows if s.id != slot.id]
        moved.append(Wanted(**own, weekday=0, number=6, parity=0, employee_id=slot.employee_id))
        lay_timetable(year, {journal.study_group_id}, MONDAY + DAY, None, moved)
        assert row.withdrawn_at is None and session.get(LessonSlot, row.slot_id).number == 6
        open_day(year, next_week)
        lesson = session.query(Lesson).filter_by(slot_id=row.slot_id, on_date=next_week).one()
        assert (lesson.number, lesson.employee_id) == (6, cast.employees["vera"])
        lay_timetable(year, {journal.study_group_id}, next_week, None, [])
        assert row.withdrawn_at is not None
        assert (
            session.query(Lesson).filter_by(journal_id=journal.id, on_date=next_week).count() == 0
        )


def test_a_cancelled_lesson_of_an_ended_place_is_no_held_one(cast, in_school):
    with in_school() as session:
        year = the_year(MONDAY)
        lesson = session.get(Lesson, cast.lessons["5-А", "Математика"])
        lesson.status = CANCELLED
        session.flush()
        group = lesson.journal.study_group_id
        lay_timetable(year, {group}, MONDAY, None, [])
        session.flush()
        assert session.query(Lesson).join(Journal).filter_by(study_group_id=group).count() == 0
