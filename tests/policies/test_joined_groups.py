"""A group of parts of several classes: whose journal it is, and who sits in it."""

import pytest

from models.journal.days import ensure_journals
from models.journal.journal import Journal
from models.office.order import TRANSITION, ModeDecision
from models.school.calendar import the_year
from models.school.groups import JOINED, StudyGroup, StudyGroupPart
from models.school.places import groups_of
from models.school.roster import roster
from tests.cast import MONDAY, START

CLASSES = ("5-Б", "6-А")


@pytest.fixture
def joined(cast, in_school) -> tuple[int, int]:
    """(group, its mathematics journal) of 5-Б and 6-А together, still on paper."""
    with in_school() as session:
        year, course = the_year(MONDAY), session.query(Journal).first().course_id
        group = StudyGroup(year_id=year.id, name="5-Б + 6-А", kind=JOINED, grade=5)
        session.add(group)
        session.flush()
        for part in session.query(StudyGroup).filter(StudyGroup.name.in_(CLASSES)):
            session.add(StudyGroupPart(joined_id=group.id, part_id=part.id))
        session.add(ModeDecision(study_group_id=group.id, mode=TRANSITION, from_date=START))
        place = (group.id, course)
        journal = ensure_journals(year, {place})[place]
        session.commit()
    return group.id, journal


def test_its_list_is_the_union_of_its_parts(cast, in_school, joined):
    with in_school():
        seats = roster(joined[0], MONDAY, MONDAY)
        assert [seat.name for seat in seats] == ["Петрова Екатерина", "Фёдоров Фёдор"]
        assert joined[0] in groups_of(cast.students["katya"], MONDAY, MONDAY)
        assert joined[0] not in groups_of(cast.students["petya"], MONDAY, MONDAY)


def test_the_operator_of_one_part_sees_its_journal_with_all_pupils(as_, joined):
    page = as_("olga").get(f"/operator/journals/{joined[1]}/")
    assert page.status_code == 200
    assert "Фёдоров" in page.text and "Петрова" in page.text


def test_for_a_teacher_without_duty_in_it_the_journal_does_not_exist(as_, joined):
    assert as_("boris").get(f"/teacher/journals/{joined[1]}/").status_code == 404


def test_once_it_left_paper_it_is_no_operators(as_, in_school, joined):
    with in_school() as session:
        session.query(ModeDecision).filter_by(study_group_id=joined[0]).one().mode = "electronic"
        session.commit()
    assert as_("olga").get(f"/operator/journals/{joined[1]}/").status_code == 404
