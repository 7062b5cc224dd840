"""A machine that was off in the evening of a control: which snapshot it takes when it is back."""

from datetime import date, time, timedelta

import pytest

from jobs.schedule import begin_if_due
from jobs.work import perform
from models import clock, engine
from models.base import db
from models.control.numbers import AFTER, Numbers
from models.control.rule_set import RuleSet
from models.control.snapshot import ControlSnapshot, take_snapshot
from models.runs.run import Run, last_run
from tests.cast import MONDAY, START

CONTROL, DAY = date(2026, 11, 30), timedelta(days=1)
OFFICE_HOUR, EVENING = time(8), time(18, 30)


@pytest.fixture
def at(app, monkeypatch):
    """From here on it is this moment in school, and what ran before was so long ago."""

    def set_clock(day: date, hour: time) -> None:
        moment = clock.at(day, hour)
        with app.app_context(), engine.writing():
            for run in db.session.query(Run):  # runs know the machine's time alone
                run.queued_at -= moment - clock.now()
            db.session.commit()
        monkeypatch.setattr("models.clock._shift", moment - clock.real_now())

    return set_clock


@pytest.fixture
def evening_job(app, queue, at):
    """The machine looks at this moment whether its job is due; what the job came to, or None."""

    def look(day: date, hour: time) -> dict | None:
        at(day, hour)
        with app.app_context():
            if not begin_if_due("control"):
                return None
            run = last_run("control")
            perform(run.id, lambda *_: None)
            db.session.expire_all()
            return last_run("control").result

    return look


@pytest.fixture
def there(app):
    """The snapshots: (control day, hour on the school's clock, whether official)."""

    def read() -> list[tuple[date, str, bool]]:
        with app.app_context():
            rows = db.session.query(ControlSnapshot).order_by(ControlSnapshot.id)
            return [
                (s.control_on, f"{clock.school_time(s.taken_at):%d.%m %H:%M}", s.official)
                for s in rows
            ]

    return read


def test_the_snapshot_is_taken_in_the_evening_of_the_control(evening_job, there):
    assert evening_job(CONTROL - DAY, EVENING) is not None
    assert evening_job(CONTROL, EVENING)["journals"] == 5
    assert there()[-1] == (CONTROL, "30.11 18:30", True)


def test_back_on_the_morning_of_a_control_nothing_is_taken_before_the_operators_hour(
    evening_job, there
):
    evening_job(CONTROL - 2 * DAY, EVENING)
    before = there()
    assert evening_job(CONTROL, OFFICE_HOUR) == {"skipped": True}  # the 29th's missed run
    assert there() == before
    evening_job(CONTROL, EVENING)
    assert there()[len(before) :] == [(CONTROL, "30.11 18:30", True)]


def test_back_on_the_morning_after_a_control_its_snapshot_is_taken(evening_job, there):
    evening_job(CONTROL - DAY, EVENING)
    before = there()
    assert evening_job(CONTROL + DAY, OFFICE_HOUR)["journals"] == 5
    assert there()[len(before) :] == [(CONTROL, "01.12 08:00", True)]
    assert evening_job(CONTROL + DAY, EVENING) == {"skipped": True}


def test_back_after_two_controls_both_are_taken_the_older_one_first(evening_job, there):
    evening_job(CONTROL - DAY, EVENING)
    before = there()
    evening_job(date(2026, 12, 16), OFFICE_HOUR)
    assert [row[0] for row in there()[len(before) :]] == [CONTROL, date(2026, 12, 15)]


def test_no_control_from_before_the_school_was_in_klass_is_made_up_for(evening_job, there):
    assert evening_job(MONDAY, EVENING) == {"skipped": True}  # founded today; the 15th is past
    assert there() == []


def test_a_control_moved_off_a_free_day_is_taken_after_its_own_hour(
    app, in_school, evening_job, there
):
    with in_school() as session:
        moved = Numbers(free_control=AFTER, second_control=29)  # 29.11.2026 is a Sunday
        session.add(RuleSet(from_date=START, act="Приказ № 1", numbers=moved.as_json()))
        session.commit()
    evening_job(CONTROL - 2 * DAY, EVENING)
    assert evening_job(CONTROL - DAY, EVENING) == {"skipped": True}
    evening_job(CONTROL, EVENING)
    assert there()[-1] == (CONTROL - DAY, "30.11 18:30", True)


def test_what_the_button_took_after_the_hour_is_the_official_one(app, at, evening_job, there):
    evening_job(CONTROL - DAY, EVENING)
    at(CONTROL, time(18, 5))
    with app.app_context(), engine.writing():
        take_snapshot()
        db.session.commit()
    before = there()
    assert before[-1] == (CONTROL, "30.11 18:05", True)
    assert evening_job(CONTROL, EVENING) == {"skipped": True}
    assert there() == before


def test_who_presses_while_the_evenings_job_waits_gets_a_snapshot_all_the_same(
    app, queue, as_, at, there
):
    at(CONTROL, time(12))
    admin = as_("admin")
    with app.app_context():
        assert begin_if_due("control")
        evening = last_run("control").id
    pressed = admin.post("/administrator/control/")
    again = admin.post("/administrator/control/")
    assert pressed.headers["Location"] == again.headers["Location"]  # twice is once
    with app.app_context():
        by_hand = last_run("control").id
        for number in (evening, by_hand):
            perform(number, lambda *_: None)
    assert pressed.headers["Location"].endswith(f"/{by_hand}") and by_hand != evening
    assert there() == [(CONTROL, "30.11 12:00", False)]
