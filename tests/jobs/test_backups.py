"""A copy brings everything back, and a damaged one is found out."""

import os
import subprocess
import sys
import time

import pytest
from sqlalchemy import inspect, make_url, select, text

from jobs.supervision import alone
from models import engine
from models.audit.author import system
from models.base import db
from models.ground import Ground
from models.journal.cell import Mark
from models.people.person import Person
from models.refusal import Refused
from models.runs import postgres_copy
from models.runs.backup import (
    backup_named,
    backups,
    folder,
    make_backup,
    restore_backup,
    verify_backup,
)
from tests.durability.test_kill import Served

MATHS = ("5-А", "Математика")


@pytest.fixture
def copy(app, as_, cast):
    as_("anna").type("teacher", cast, MATHS, "petya", "5")
    settings = app.config["KLASS"]
    return make_backup(settings.database_url, settings.data)


def counts(app) -> tuple[int, int]:
    with app.app_context():
        return db.session.query(Mark).count(), db.session.query(Person).count()


def test_what_was_lost_is_brought_back(app, a_stage, copy):
    settings = app.config["KLASS"]
    before = counts(app)
    a_stage._close()
    if a_stage.database.kind == "sqlite":
        a_stage.database.file.unlink()
    else:
        with app.app_context():
            db.drop_all()
        a_stage._close()
    restored, _lost = restore_backup(settings.database_url, settings.data, copy.name)
    assert restored.counts == copy.counts
    assert counts(app) == before == (1, 12)


def test_what_came_after_the_copy_is_gone_after_the_restore(app, a_stage, copy):
    settings = app.config["KLASS"]
    with app.app_context(), engine.writing():
        db.session.info["author"] = system("a test")
        db.session.add(Person(surname="Новый"))
        db.session.commit()
    a_stage._close()
    restore_backup(settings.database_url, settings.data, copy.name)
    assert counts(app)[1] == 12


def test_what_a_later_version_added_is_gone_after_the_restore(app, a_stage, copy):
    """A table of tomorrow leans on one of today: who goes back to the former version meets it."""
    settings = app.config["KLASS"]
    made = "CREATE TABLE of_tomorrow (id integer PRIMARY KEY, mark_id integer REFERENCES mark (id))"
    with app.app_context(), engine.writing():
        db.session.execute(text(made))
        db.session.commit()
    a_stage._close()
    restore_backup(settings.database_url, settings.data, copy.name)
    assert counts(app) == (1, 12)
    with app.app_context():
        assert not inspect(db.engine).has_table("of_tomorrow")


@pytest.mark.parametrize("a_stage", ["postgresql"], indirect=True)
def test_a_restore_that_breaks_off_leaves_all_as_it_was(app, a_stage, copy, tmp_path):
    """The server's own programs, on a dump that ends in the middle."""
    address, before = make_url(app.config["KLASS"].database_url), counts(app)
    a_stage._close()
    dumped = tmp_path / "dump"
    postgres_copy.dump(address, dumped, lambda *_: None)
    os.truncate(dumped, dumped.stat().st_size * 2 // 3)
    with pytest.raises(Refused, match="pg_restore закончилась ошибкой"):
        postgres_copy.restore(address, dumped)
    assert counts(app) == before


def test_a_copy_says_how_big_it_is_and_what_it_holds(app, copy):
    settings = app.config["KLASS"]
    assert backups(settings.data)[0].name == copy.name
    assert copy.counts["mark"] == 1
    assert (folder(settings.data) / copy.name).stat().st_size == copy.size
    assert copy.verified_at is None
    assert verify_backup(settings.database_url, settings.data, copy.name).verified_at


def test_a_damaged_copy_is_found_out_and_not_restored(app, copy):
    settings = app.config["KLASS"]
    file = folder(settings.data) / copy.name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(Refused, match="повреждён"):
        verify_backup(settings.database_url, settings.data, copy.name)
    before = counts(app)
    with pytest.raises(Refused):
        restore_backup(settings.database_url, settings.data, copy.name)
    assert counts(app) == before


@pytest.mark.parametrize("name", ["../klass.sqlite", "..%2fsecret_key", "", "x.klass.zst"])
def test_no_made_up_name_reaches_a_file(app, as_, copy, name):
    assert backup_named(app.config["KLASS"].data, name) is None
    assert as_("admin").get(f"/administrator/backups/{name or 'x'}").status_code == 404


def test_the_command_line_makes_lists_verifies_and_refuses(app):
    runner = app.test_cli_runner()
    assert runner.invoke(args=["backup", "now"]).exit_code == 0
    assert "klass.zst" in runner.invoke(args=["backup", "list"]).output
    assert "Копия цела" in runner.invoke(args=["backup", "verify"]).output
    refused = runner.invoke(args=["backup", "verify", "нет"])
    assert refused.exit_code == 1
    assert "Такой копии нет" in refused.output
    assert runner.invoke(args=["backup", "restore", "--wrong"]).exit_code == 2


def test_after_a_restore_nothing_remembered_of_the_old_database_holds(app, a_stage, copy):
    settings = app.config["KLASS"]
    with app.app_context():
        before = db.session.scalar(select(Ground.token))
    a_stage._close()
    restore_backup(settings.database_url, settings.data, copy.name)
    with app.app_context():
        assert db.session.scalar(select(Ground.token)) != before


def restore(app):
    return app.test_cli_runner().invoke(args=["backup", "restore", "--yes"])


def assert_soon_restored(app) -> None:
    """The system takes a moment to bury the processes of a killed server."""
    deadline = time.monotonic() + 10
    while "Восстановлено" not in (last := restore(app)).output:
        assert time.monotonic() < deadline, last.output
        time.sleep(0.2)


def test_nothing_is_restored_under_a_server_that_works(app, a_stage, copy):
    a_stage._close()
    served = Served(a_stage)
    try:
        refused = restore(app)
    finally:
        served.kill()
    assert refused.exit_code == 1
    assert "Остановите его" in refused.output
    assert_soon_restored(app)


SUPERVISES = (
    "import sys; from pathlib import Path; from jobs.supervision import hold; "
    "token = hold(Path(sys.argv[1])); print(flush=True); sys.stdin.read()"
)
SERVES = (
    "import sys; from pathlib import Path; from jobs.supervision import serve; "
    "serve(Path(sys.argv[1]))"
)


def test_nothing_is_restored_while_a_supervisor_holds_the_folder(app, a_stage, copy):
    data = str(app.config["KLASS"].data)
    command = [sys.executable, "-c", SUPERVISES, data]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        refused = restore(app)
        other.stdin.close()
    assert refused.exit_code == 1
    assert "Остановите его" in refused.output


def test_no_server_begins_while_a_copy_is_restored(tmp_path):
    command = [sys.executable, "-c", SERVES, str(tmp_path)]
    with alone(tmp_path):
        refused = subprocess.run(command, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "идёт восстановление" in refused.stderr
    assert subprocess.run(command, check=False).returncode == 0
