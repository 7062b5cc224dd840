"""Costly pages have a pace per account; who is too fast is told when to try again."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from models import clock, engine
from models.access.pace import LIMITS, PRINT, SEARCH, Limit, Pace, step
from models.access.viewing import Viewing
from models.audit.author import system
from models.base import db
from tests.cast import MONDAY
from tests.marks_grid import MATHS, Hand

PEOPLE = "/administrator/accounts/"
SECOND = timedelta(seconds=1)


@pytest.fixture
def hurry(monkeypatch):
    """Two at once, then one every ten seconds; the clock goes on by `hurry(seconds)`."""
    for kind in LIMITS:
        monkeypatch.setitem(LIMITS, kind, Limit(2, 10 * SECOND))
    now = [clock.real_now()]
    monkeypatch.setattr("models.clock.real_now", lambda: now[0])

    def wait(seconds: float) -> None:
        now[0] += seconds * SECOND

    return wait


def codes_of(visitor, path: str, times: int) -> list[int]:
    return [visitor.get(path).status_code for _ in range(times)]


def test_after_a_burst_one_waits_and_is_told_how_long(as_, hurry):
    admin = as_("admin")
    assert codes_of(admin, PEOPLE, 3) == [200, 200, 429]
    answer = admin.get(PEOPLE)
    assert "Повторите через 10 с" in answer.text and answer.headers["Retry-After"] == "10"
    assert admin.get("/administrator/").status_code == 200, "other pages go on"
    hurry(4)
    assert "через 6 с" in admin.get(PEOPLE).text
    hurry(6)
    assert codes_of(admin, PEOPLE, 2) == [200, 429]
    hurry(60)
    assert codes_of(admin, PEOPLE, 3) == [200, 200, 429]


def test_asking_while_one_has_to_wait_makes_it_no_longer(as_, hurry):
    admin = as_("admin")
    codes_of(admin, PEOPLE, 20)
    hurry(10)
    assert admin.get(PEOPLE).status_code == 200


def test_a_clock_put_back_locks_nobody_out(as_, hurry):
    admin = as_("admin")
    assert codes_of(admin, PEOPLE, 3)[-1] == 429
    hurry(-3600)
    assert codes_of(admin, PEOPLE, 3) == [200, 200, 429]


def test_each_account_and_each_kind_has_its_own_pace(as_, hurry):
    admin = as_("admin")
    assert codes_of(admin, PEOPLE, 3)[-1] == 429
    assert admin.get("/administrator/papers/forms/consent").status_code == 200
    for name, room in (("anna", "teacher"), ("maria", "parent")):
        assert codes_of(as_(name), f"/{room}/own/data/file", 3) == [200, 200, 429]


def test_a_refused_print_counts_too(as_, cast, hurry):
    path = f"/administrator/papers/classes/{cast.classes['5-А']}/forms"
    assert codes_of(as_("admin"), path, 3) == [422, 422, 429]


def test_who_has_to_wait_has_changed_and_seen_nothing(as_, cast, in_school, hurry):
    admin = as_("admin")
    path = f"/administrator/access/classes/{cast.classes['5-А']}/"
    codes = [admin.post(path, {"again": "parent"}).status_code for _ in range(3)]
    assert codes[-1] == 429
    whose = f"students/{cast.students['petya']}/people/{cast.people['maria']}"
    papers = f"/administrator/papers/{whose}/"
    for _ in range(2):
        assert admin.post(papers, {"kind": "нет"}).status_code == 422
    with in_school() as session:
        before = session.query(Viewing).count(), session.query(Pace).count()
    typed = {"kind": "stop", "form": "paper", "day": MONDAY.isoformat()}
    assert admin.post(papers, typed).status_code == 429
    diary = f"/parent/children/{cast.students['petya']}/diary/"
    assert as_("maria").get(diary).status_code == 200, "the service goes on"
    with in_school() as session:
        assert (session.query(Viewing).count(), session.query(Pace).count()) == before


def test_marks_never_wait(as_, cast, hurry):
    hand = Hand(as_("anna"), cast, MATHS)
    for mark in "5432" * 5:
        assert hand.write(mark, "petya").status_code == 200


def test_a_person_at_work_meets_no_limit(in_school, cast, monkeypatch):
    """A page every four seconds for an hour, and prints of all 24 classes in a row."""
    now = [clock.real_now()]
    monkeypatch.setattr("models.clock.real_now", lambda: now[0])
    with in_school():
        for kind in (SEARCH, PRINT):
            for _ in range(24):
                assert not step(cast.accounts["admin"], kind)
            for _ in range(900):
                now[0] += 4 * SECOND
                assert not step(cast.accounts["admin"], kind)


def test_a_long_write_of_somebody_else_holds_no_costly_page_up(app, as_, cast, monkeypatch):
    """An import writes for seconds; the picture of control is read meanwhile."""
    monkeypatch.setattr(engine, "A_MOMENT", 0.05)
    admin = as_("admin")
    assert admin.get("/administrator/control/now").status_code == 200
    with app.app_context(), engine.writing():
        db.session.info["author"] = system("a test")
        held = db.session.query(Pace).with_for_update().all()
        assert [pace.kind for pace in held] == [SEARCH]
        begun = time.monotonic()
        code = in_a_thread(lambda: admin.get("/administrator/control/now").status_code)
        took = time.monotonic() - begun
        db.session.rollback()
    assert code == 200 and took < 5


def in_a_thread(act):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(act).result()


def test_the_log_names_who_was_too_fast(as_, cast, hurry, caplog):
    codes_of(as_("admin"), PEOPLE, 3)
    assert f"too fast: GET {PEOPLE}, account {cast.accounts['admin']}" in caplog.text
