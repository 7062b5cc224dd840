"""What Klass has answered is on the disk, not only in the memory of the machine (SQLite)."""

import os
from threading import Barrier, Thread

from jobs.web import one_by_one
from models.forced_log import ForcedLog

MATHS = ("5-А", "Математика")
MANY = 12


def _forced_files(monkeypatch) -> list[str]:
    forced, force = [], os.fdatasync

    def noted(file):
        forced.append(os.readlink(f"/proc/self/fd/{file}"))
        force(file)

    monkeypatch.setattr(os, "fdatasync", noted)
    return forced


def test_a_saved_mark_is_forced_to_the_disk_before_it_is_answered(as_, cast, app, monkeypatch):
    anna = as_("anna")
    anna.get("/teacher/")  # the first of the day opens it, which is a write, too
    forced = _forced_files(monkeypatch)
    assert anna.type("teacher", cast, MATHS, "petya", "4").status_code == 200
    by_us = [name for name in forced if name.endswith("-wal")]
    on_sqlite = app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
    assert len(by_us) == (1 if on_sqlite else 0), "PostgreSQL forces its own log"


def test_a_server_forces_all_that_a_request_committed_once_after_its_turn_and_before_its_answer(
    app, as_, cast, monkeypatch
):
    anna = as_("anna")
    anna.get("/teacher/")
    forced, order = _forced_files(monkeypatch), []

    def two_saves(_environ, _start_response):
        anna.type("teacher", cast, MATHS, "petya", "4")
        anna.type("teacher", cast, MATHS, "olya", "5")
        order.append(len(forced))
        return []

    one_by_one(two_saves)({}, None)
    on_sqlite = app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
    assert order == [0] if on_sqlite else order
    assert len([name for name in forced if name.endswith("-wal")]) == (1 if on_sqlite else 0)


def test_whoever_commits_while_the_log_is_forced_waits_for_the_next_force(tmp_path, monkeypatch):
    (tmp_path / "db-wal").write_bytes(b"log")
    log, appended, at_disk = ForcedLog(tmp_path / "db"), [], []
    force = os.fdatasync

    def seen(file):
        at_disk.append(set(appended))
        force(file)

    monkeypatch.setattr(os, "fdatasync", seen)
    together, answered = Barrier(MANY), []

    def commit(number):
        together.wait()
        appended.append(number)
        log.commits()
        log.force()
        answered.append(number in set().union(*at_disk))

    threads = [Thread(target=commit, args=(number,)) for number in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert answered == [True] * MANY


def test_a_log_that_was_copied_into_the_database_and_removed_needs_no_force(tmp_path):
    log = ForcedLog(tmp_path / "db")
    log.commits()
    log.force()
