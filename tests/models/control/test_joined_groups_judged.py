"""A group of two classes that is still on paper: the operators of both answer for it."""

from datetime import date, timedelta

import pytest

from models.control.accuracy import AccuracyCheck, AccuracyItem, compared_records
from models.control.drawing import draw
from models.control.operators_work import operators_work
from models.control.snapshot import rows_of, take_snapshot
from models.journal.days import ensure_journals
from models.journal.journal import Journal
from models.journal.lesson import Lesson
from models.office.order import TRANSITION, Appointment, AppointmentClass, ModeDecision
from models.school.calendar import the_year
from models.school.groups import JOINED, StudyGroup, StudyGroupPart
from tests.cast import MONDAY, START

LAST = date(2026, 11, 30)


@pytest.fixture
def joined(cast, in_school) -> int:
    """The journal of 5-Б (olga's) and 6-А (vera's) together, by decision on paper, with Monday's
    lesson."""
    with in_school() as session:
        year, course = the_year(MONDAY), session.query(Journal).first().course_id
        group = StudyGroup(year_id=year.id, name="5-Б + 6-А", kind=JOINED, grade=5)
        session.add(group)
        session.flush()
        for part in session.query(StudyGroup).filter(StudyGroup.name.in_(("5-Б", "6-А"))):
            session.add(StudyGroupPart(joined_id=group.id, part_id=part.id))
        session.add(ModeDecision(study_group_id=group.id, mode=TRANSITION, from_date=START))
        row = Appointment(person_id=cast.people["vera"], duty="operator", from_date=START)
        session.add(row)
        session.flush()
        own = {"appointment_id": row.id, "class_group_id": cast.classes["6-А"]}
        session.add(AppointmentClass(**own))
        place = (group.id, course)
        journal = ensure_journals(year, {place})[place]
        there = session.get(Lesson, cast.lessons["5-Б", "Математика"])
        same = {"on_date": MONDAY, "number": 6, "employee_id": there.employee_id}
        session.add(Lesson(journal_id=journal, starts=there.starts, ends=there.ends, **same))
        session.commit()
    return journal


def test_a_snapshot_names_the_operators_of_both_classes(in_school, joined, at):
    at(LAST, 19)
    with in_school():
        rows = {row.journal_id: row for row in rows_of(take_snapshot(LAST))}
        assert rows[joined].keeper == "Служебная О., Учитель В."


def test_records_drawn_from_it_are_theirs(in_school, joined, at):
    at(LAST, 19)
    with in_school() as session:
        draw(MONDAY, MONDAY + timedelta(days=5), 80, None)
        whose = {row.operator for row in session.query(AccuracyItem).filter_by(journal_id=joined)}
        assert whose == {"Служебная О., Учитель В."}


def test_its_accuracy_counts_for_the_operators_of_both(in_school, cast, joined):
    with in_school() as session:
        session.add(check := AccuracyCheck(first=MONDAY, last=MONDAY))
        session.flush()
        lesson = session.query(Lesson).filter_by(journal_id=joined).one()
        own = {"check_id": check.id, "journal_id": joined, "lesson_id": lesson.id}
        said = {"kind": "lesson", "place": "5-Б + 6-А", "stands": "урок был", "matches": False}
        session.add(AccuracyItem(**own, **said, deviation="урока нет"))
        session.flush()
        both = frozenset({cast.classes["5-Б"], cast.classes["6-А"]})
        assert compared_records(MONDAY, MONDAY) == [(both, MONDAY, False)]
        found = {row.person_id: row for row in operators_work(MONDAY, MONDAY)}
        for name in ("olga", "vera"):
            own = found[cast.people[name]]
            assert (own.compared, own.deviating) == (1, 1)
