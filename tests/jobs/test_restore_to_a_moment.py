"""A full copy and what was carried away since bring back any second, row for row."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from jobs.seal import seal, ship
from models import clock
from models.audit.recorder import AUDITED, image_keys
from models.audit.shipped import files
from models.audit.verify import verify
from models.base import db
from models.people.account import Account
from models.people.person import Person
from models.refusal import Refused
from models.runs.backup import backups, folder, make_backup, restore_backup
from models.runs.replay import replay
from models.runs.restore_log import restores
from models.runs.targets import adopt

MATHS = ("5-А", "Математика")
MARKS = text("SELECT student_id, shown FROM mark ORDER BY id")


@pytest.fixture
def settings(app, tmp_path):
    place = tmp_path / "usb"
    place.mkdir()
    adopt(place)
    own = app.config["KLASS"]
    for file in folder(own.data).glob("*.klass.zst*"):
        file.unlink()
    app.config["KLASS"] = replace(own, copies=(place,))
    yield app.config["KLASS"]
    app.config["KLASS"] = own
    (own.data / "restores.jsonl").unlink(missing_ok=True)


def state() -> dict:
    """All that the audit holds, row for row, and the entries themselves."""
    found = {
        "entries": db.session.execute(text("SELECT id, at FROM audit_entry ORDER BY id")).all()
    }
    for name, model in AUDITED.items():
        columns = ", ".join(f'"{key}"' for key in image_keys(model))
        found[name] = db.session.execute(text(f'SELECT {columns} FROM "{name}" ORDER BY id')).all()
    return found


@pytest.fixture
def day(settings, as_, cast, in_school):
    """A copy, then things happen; (copy, [(moment, state at it)])."""
    anna = as_("anna")
    anna.type("teacher", cast, MATHS, "petya", "5")
    with in_school():
        seal()
        ship()
    copy = make_backup(settings.database_url, settings.data)
    told = []
    for version, value in enumerate(("4", "", "н", "3"), 1):
        anna.type("teacher", cast, MATHS, "petya", value, version=version)
        with in_school() as session:
            newcomer = Person(surname=f"Новый{version}")
            session.add(newcomer)
            session.flush()
            session.add(Account(person_id=newcomer.id, login=f"new{version}", password_hash="x"))
            session.commit()
            told.append((clock.real_now(), state()))
            if version % 2:  # two changes of state in one block
                seal()
    with in_school():
        seal()
        assert ship() == []
    return copy, told


def restore(settings, a_stage, copy, until):
    a_stage._close()
    restore_backup(settings.database_url, settings.data, copy.name)
    return replay(settings.database_url, settings.copies[0], copy.chain, until)


def test_every_recorded_second_comes_back_row_for_row(settings, a_stage, in_school, day):
    copy, told = day
    for moment, was in [*told[::-1], (None, told[-1][1])]:
        restore(settings, a_stage, copy, moment)
        with in_school():
            now = state()
            assert {name for name in was if now[name] != was[name]} == set()
            assert verify().faults == []


def test_what_no_audit_holds_opens_nothing_and_locks_begin_anew(settings, a_stage, in_school, day):
    copy, _told = day
    done = restore(settings, a_stage, copy, None)
    assert done.entries > 8 and done.number == 4
    with in_school() as session:
        accounts = session.query(Account).filter(Account.login.like("new%")).all()
        assert [account.password_hash for account in accounts] == [None] * 4
        assert session.scalar(text("SELECT min(version) FROM cell")) > 1_000_000
        seal()
        assert verify(carried=settings.copies).faults == []


def test_a_damaged_log_is_said_and_nothing_of_it_stays(settings, a_stage, in_school, day):
    copy, _told = day
    (log,) = files(settings.copies[0])
    lines = log.read_bytes().splitlines(keepends=True)
    lines[-1] = lines[-1][:-12] + b"AAAAAAAAAAA\n"
    log.write_bytes(b"".join(lines))
    with pytest.raises(Refused, match="Вынесенные записи повреждены: блок № 4"):
        restore(settings, a_stage, copy, None)
    with in_school() as session:
        assert session.query(Person).filter(Person.surname.like("Новый%")).count() == 0


def test_the_command_goes_to_a_second_and_keeps_what_was_in_a_safety_copy(
    settings, a_stage, app, in_school, day, tmp_path
):
    copy, told = day
    a_stage._close()
    moment, was = told[1]
    until = clock.school_time(moment).isoformat(sep=" ", timespec="microseconds")
    arguments = ["backup", "restore", copy.name, "--until", until, "--yes"]
    said = app.test_cli_runner().invoke(args=arguments)
    assert said.exit_code == 0, said.output
    assert "Прежнее состояние сохранено в копии" in said.output
    assert "Сыграно записей: " in said.output and "Всё сходится." in said.output
    with in_school():
        assert {name for name, rows in state().items() if rows != was[name]} == set()
    safety = backups(settings.data)[0]
    assert safety.counts["audit_entry"] == len(told[-1][1]["entries"])


def test_a_restore_that_does_not_prove_itself_goes_back_to_how_it_was(
    settings, a_stage, app, in_school, day
):
    copy, told = day
    (log,) = files(settings.copies[0])
    log.write_bytes(log.read_bytes()[:-40] + b"A" * 39 + b"\n")
    a_stage._close()
    said = app.test_cli_runner().invoke(args=["backup", "restore", copy.name, "--latest", "--yes"])
    assert said.exit_code == 1
    assert "Вынесенные записи повреждены" in said.output
    assert "Всё оставлено как было." in said.output
    with in_school():
        was = told[-1][1]
        assert {name for name, rows in state().items() if rows != was[name]} == set()


def by_command(a_stage, app, copy, *how: str) -> str:
    a_stage._close()
    said = app.test_cli_runner().invoke(args=["backup", "restore", copy.name, "--yes", *how])
    assert said.exit_code == 0, said.output
    return said.output


def until(moment) -> tuple[str, str]:
    return "--until", clock.school_time(moment).isoformat(sep=" ", timespec="microseconds")


def test_a_moment_that_a_restore_took_back_comes_back_all_the_same(
    settings, a_stage, app, in_school, as_, cast, day
):
    """To the first change; a day's work from there; then somebody misses what came after it."""
    copy, told = day
    by_command(a_stage, app, copy, *until(told[0][0]))
    with in_school():
        assert verify(carried=settings.copies, restores=restores(settings.data)).faults == []
    as_("anna").type("teacher", cast, MATHS, "olya", "2")
    with in_school():
        seal()
        assert ship() == []
    by_command(a_stage, app, copy, *until(told[2][0]))
    with in_school():
        was = told[2][1]
        assert {name for name, rows in state().items() if rows != was[name]} == set()
        assert verify(carried=settings.copies, restores=restores(settings.data)).faults == []
    as_("anna").type("teacher", cast, MATHS, "olya", "5")
    with in_school() as session:
        seal()
        assert ship() == []
        assert verify(carried=settings.copies).faults == []
        marks = session.execute(MARKS).all()
    by_command(a_stage, app, copy, "--latest")
    with in_school() as session:
        assert session.execute(MARKS).all() == marks


def test_a_copy_of_a_way_that_was_left_does_not_take_up_the_other(
    settings, a_stage, app, in_school, as_, cast, day
):
    copy, told = day
    left = make_backup(settings.database_url, settings.data)
    by_command(a_stage, app, copy, *until(told[0][0]))
    for version, mark in enumerate(("2", "3", "4", "5", "2")):
        as_("anna").type("teacher", cast, MATHS, "olya", mark, version=version)
        with in_school():
            seal()
            assert ship() == []
    a_stage._close()
    said = app.test_cli_runner().invoke(args=["backup", "restore", left.name, "--latest", "--yes"])
    assert said.exit_code == 1
    assert "шла другим путём" in said.output and "Всё оставлено как было." in said.output
