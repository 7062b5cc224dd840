"""A certificate of study elsewhere (5.4): the class teacher records it, the subject teachers are
told, the pupil's days open for a while and close again."""

from datetime import date, timedelta

import pytest

from models.control.duties import duties
from models.control.rules import BACKFILLED
from models.school.leave import SANATORIUM, Leave
from models.school.studied import StudiedElsewhere
from tests.cast import MONDAY, START

MATHS = ("5-А", "Математика")
HTMX = {"HX-Request": "true"}
PAPER = {
    "first": "2026-11-09",
    "until": "2026-11-20",
    "open_until": "2026-11-30",
    "document": "справка № 14 от 20.11, санаторий «Океан»",
}
BACK = date(2026, 11, 25)


@pytest.fixture
def away(in_school, cast):
    """petya of 5-А is in a sanatorium for two weeks, by order."""
    with in_school() as session:
        days = {"from_date": date(2026, 11, 9), "until": date(2026, 11, 20)}
        session.add(Leave(student_id=cast.students["petya"], kind=SANATORIUM, **days))
        session.commit()


def path(cast, pupil: str = "petya") -> str:
    return f"/teacher/school/pupils/{cast.students[pupil]}/studies/"


def late_marks(today: date) -> list:
    return [d for d in duties(START, today, today=today) if d.rule_name == BACKFILLED]


def test_the_days_open_the_teachers_are_told_and_the_days_close_again(
    as_, cast, in_school, away, on_day
):
    on_day(BACK)
    anna, boris = as_("anna"), as_("boris")
    refused = anna.type("teacher", cast, MATHS, "petya", "5")
    assert refused.status_code == 422 and "отметки приносит справка" in refused.text
    assert boris.post(path(cast), PAPER).status_code == 302  # the class teacher
    told = anna.get("/teacher/duties/next/", headers=HTMX).text
    assert "Справки об обучении" in told and "Петров П.: 09.11–20.11, до 30.11" in told
    assert "Справки об обучении" not in as_("vera").get("/teacher/duties/next/", headers=HTMX).text
    assert anna.type("teacher", cast, MATHS, "petya", "5").status_code == 200
    with in_school():
        assert not late_marks(BACK)  # more than a week after the lesson, and no «доставление»
    on_day(date(2026, 12, 1))
    closed = anna.type("teacher", cast, MATHS, "petya", "4", version="1")
    assert closed.status_code == 422
    assert "Справки об обучении" not in anna.get("/teacher/duties/next/", headers=HTMX).text
    with in_school():
        assert not late_marks(date(2026, 12, 1))


def test_a_mark_that_came_after_the_days_had_closed_is_a_finding(as_, cast, in_school, on_day):
    on_day(BACK)
    as_("boris").post(path(cast), PAPER | {"open_until": "2026-11-26"})
    on_day(date(2026, 11, 28))
    assert as_("anna").type("teacher", cast, MATHS, "petya", "5").status_code == 200
    with in_school():
        (late,) = late_marks(date(2026, 11, 28))
        assert late.number == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"first": ""},
        {"until": "2026-11-01"},
        {"open_until": "2026-11-01"},
        {"open_until": "2027-03-01"},
        {"document": " "},
        {"first": "2026-12-10", "until": "2026-12-20"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(as_, cast, on_day, wrong):
    on_day(BACK)
    answer = as_("boris").post(path(cast), PAPER | wrong)
    assert answer.status_code == 422
    if "document" not in wrong:
        assert "санаторий «Океан»" in answer.text


def test_it_is_the_class_teachers_and_is_taken_back_with_a_reason(
    as_, cast, in_school, away, on_day
):
    on_day(BACK)
    boris = as_("boris")
    assert as_("anna").post(path(cast), PAPER).status_code in (403, 404)
    assert as_("vera").post(path(cast), PAPER).status_code == 404
    assert as_("olga").post(path(cast).replace("teacher", "operator"), PAPER).status_code == 404
    assert boris.post(path(cast), PAPER).status_code == 302
    assert boris.post(path(cast), PAPER).status_code == 422  # entered already
    with in_school() as session:
        number = session.query(StudiedElsewhere).one().id
    undo = f"{path(cast)}{number}/annulment"
    assert boris.post(f"{path(cast, 'olya')}{number}/annulment").status_code == 404
    assert boris.post(undo, {"why": "не та справка"}).status_code == 302
    assert as_("anna").type("teacher", cast, MATHS, "petya", "5").status_code == 422
    assert MONDAY + timedelta(days=9) == BACK
