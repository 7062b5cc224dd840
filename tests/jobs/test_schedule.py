"""Periodic jobs: each asks whether it has been due since its last run."""

from datetime import UTC, date, datetime, timedelta

import pytest

from jobs.schedule import begin_if_due, last_due
from models import clock
from models.base import db
from models.control.deadlines import controls_of, is_control, lessons_judged_by, next_control
from models.control.snapshot import rows_of, take_snapshot
from models.runs.run import Run, last_run


def test_the_nightly_copy_is_due_at_three_on_the_schools_clock(app):
    moment = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)  # 16:00 in Vladivostok
    assert clock.school_time(last_due("backup", moment)).strftime("%d %H:%M") == "16 03:00"
    before = datetime(2026, 11, 15, 16, 59, tzinfo=UTC)  # 02:59
    assert clock.school_time(last_due("backup", before)).strftime("%d %H:%M") == "15 03:00"


def test_a_machine_that_was_off_at_night_makes_the_copy_when_it_comes_back(app, queue):
    with app.app_context():
        assert begin_if_due("backup") is True
        assert begin_if_due("backup") is False
        run = last_run("backup")
        run.queued_at -= timedelta(days=1)
        db.session.commit()
        assert begin_if_due("backup") is True
        assert db.session.query(Run).filter_by(kind="backup").count() == 2


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 11, 1), date(2026, 11, 15)),
        (date(2026, 11, 15), date(2026, 11, 15)),
        (date(2026, 11, 16), date(2026, 11, 30)),
        (date(2027, 2, 16), date(2027, 2, 28)),
        (date(2028, 2, 16), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 1, 15)),
    ],
)
def test_control_is_on_the_15th_and_30th_and_on_februarys_last_day(day, following):
    assert next_control(day) == following
    assert is_control(following)


def test_a_control_judges_works_up_to_a_week_before_it_and_none_twice():
    first = lessons_judged_by(date(2026, 11, 15))
    second = lessons_judged_by(date(2026, 11, 30))
    assert first == (date(2026, 10, 24), date(2026, 11, 8))
    assert second[0] == first[1] + timedelta(days=1)
    assert controls_of(2026, 1) == (date(2026, 1, 15), date(2026, 1, 30))


def test_a_snapshot_counts_each_journal_and_stays_as_it_was(in_school, as_, cast):
    key = ("5-А", "Математика")
    as_("anna").type("teacher", cast, key, "petya", "5")
    with in_school() as session:
        snapshot = take_snapshot(date(2026, 11, 30))
        session.commit()
        rows = {row.journal_id: row for row in rows_of(snapshot)}
        marked = rows[cast.journals[key]]
        assert (marked.due, marked.filled, marked.missing) == (1, 1, 0)
        paper = rows[cast.journals["5-Б", "Математика"]]
        assert (paper.due, paper.filled, paper.missing) == (1, 0, 1)
        assert paper.transition
        assert paper.keeper == "Служебная О."
        number = snapshot.id
    page = as_("director").get(f"/director/control/{number}").text
    assert "Служебная О." in page  # what lacks records stands first, the rest behind a link
    assert f"/director/journals/{cast.journals['5-Б', 'Математика']}/" in page
    whole = as_("director").get(f"/director/control/{number}?all=1").text
    assert f"/director/journals/{cast.journals[key]}/" in whole
