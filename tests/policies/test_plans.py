"""Whose plan of topics is whose: one's own, a colleague's, a stranger's, and the wrong room."""

import pytest

from tests.plans import MATHS, follow, make_cast_plan


@pytest.fixture
def plan(cast, in_school) -> int:
    """anna's plan for 5-А's mathematics: boris leads the class, vera has nothing to do with it."""
    with in_school() as session:
        made = make_cast_plan(cast)
        follow(cast, made)
        session.commit()
        return made.id


def test_who_made_a_plan_changes_it_a_colleague_reads_it_a_stranger_knows_of_none(as_, plan):
    for name, reads, writes in (("anna", 200, 200), ("boris", 200, 403), ("vera", 404, 404)):
        visitor = as_(name)
        assert visitor.get(f"/teacher/plans/{plan}/").status_code == reads, name
        assert visitor.get(f"/teacher/plans/{plan}/topics").status_code == writes, name
        answer = visitor.post(f"/teacher/plans/{plan}/topics", {"seen": "1"})
        assert (answer.status_code == 302) == (writes == 200), name


def test_a_colleague_makes_an_own_plan_after_it(as_, plan):
    assert as_("boris").post(f"/teacher/plans/{plan}/copies").status_code == 302
    assert as_("vera").post(f"/teacher/plans/{plan}/copies").status_code == 404


def test_only_who_teaches_the_journal_says_which_plan_it_follows(as_, plan, cast):
    data = {"journal": cast.journals[MATHS], "from_date": "2026-11-16"}
    for name, status in (("anna", 302), ("boris", 403), ("vera", 404)):
        path = f"/teacher/plans/{plan}/bindings"
        assert as_(name).post(path, data).status_code == status, name


def test_the_report_is_for_those_who_control(as_, plan, officials):
    assert as_("director").get("/director/school/plans/").status_code == 200
    assert as_("admin").get("/administrator/school/plans/").status_code == 200
    assert as_("anna").get("/director/school/plans/").status_code == 403
    assert as_("anna").get("/teacher/school/plans/").status_code == 404


def test_a_deputy_head_reads_plans_of_the_own_grades_and_keeps_none(as_, plan, officials):
    dora = as_("dora")
    assert dora.get(f"/deputy_head/school/plans/{plan}/").status_code == 200
    assert dora.get(f"/deputy_head/school/plans/{plan}/topics").status_code == 404


def test_the_operator_types_the_proposed_topic_of_a_class_in_transition(as_, cast, in_school):
    place = ("5-Б", "Математика")
    with in_school() as session:
        follow(cast, make_cast_plan(cast, "olga"), (place,))
        session.commit()
    path = f"lessons/{cast.lessons[place]}/plan-topic"
    assert as_("anna").post(f"/teacher/{path}").status_code == 403  # paper leads
    assert as_("olga").post(f"/operator/{path}").status_code == 302
