"""Copies are kind to everybody else: they hold nobody up, are not held up, and leave nothing."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from models.runs import keeping, scratch, sqlite_copy
from models.runs.backup import backups, folder, make_backup, verify_backup
from models.runs.streams import read_once, whole

PAGES = 3 * sqlite_copy._STEP


def test_a_copy_is_as_of_its_beginning_and_not_begun_anew_by_those_who_write(tmp_path, monkeypatch):
    source = tmp_path / "klass.sqlite"
    busy = sqlite3.connect(source, isolation_level=None)
    busy.execute("PRAGMA journal_mode=WAL")
    busy.execute("CREATE TABLE page (bytes)")
    busy.execute("CREATE TABLE mark (shown)")
    busy.execute("BEGIN")
    busy.executemany("INSERT INTO page VALUES (?)", [(os.urandom(4000),)] * PAGES)
    busy.execute("COMMIT")
    steps, begin = [], sqlite_copy.begin_to_settle

    def somebody_writes(descriptor):
        begin(descriptor)
        steps.append(descriptor)
        if len(steps) < 50:
            busy.execute("INSERT INTO mark VALUES ('5')")

    monkeypatch.setattr(sqlite_copy, "begin_to_settle", somebody_writes)
    target = tmp_path / sqlite_copy.SCRATCH
    sqlite_copy.copy(source, target)
    (pages,) = busy.execute("PRAGMA page_count").fetchone()
    assert 3 <= len(steps) <= pages // sqlite_copy._STEP + 1
    copied = sqlite3.connect(target)
    assert copied.execute("SELECT count(*) FROM page").fetchone() == (PAGES,)
    assert copied.execute("SELECT count(*) FROM mark").fetchone() == (0,)
    assert busy.execute("SELECT count(*) FROM mark").fetchone() == (len(steps),)


HOLDS = (
    "import sys, time; from pathlib import Path; from models.runs.scratch import scratch\n"
    "with scratch(Path(sys.argv[1])) as place:\n"
    "    (place / 'copy').write_bytes(b'half'); print(flush=True); time.sleep(60)"
)


@pytest.fixture
def holder(tmp_path):
    """Start somebody who makes a copy in the folder."""
    started = []

    def hold() -> subprocess.Popen:
        command = [sys.executable, "-c", HOLDS, str(tmp_path)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        process.stdout.readline()
        started.append(process)
        return process

    yield hold
    for process in started:
        process.kill()
        process.wait()


def test_what_a_killed_copy_left_goes_with_the_next_and_a_living_one_stays(
    tmp_path, holder, monkeypatch
):
    monkeypatch.setattr(scratch, "_YOUNG", 0)
    killed = holder()
    (dead,) = tmp_path.glob("scratch-*")
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    holder()
    (alive,) = {*tmp_path.glob("scratch-*")} - {dead}
    with scratch.scratch(tmp_path) as own:
        assert {*tmp_path.glob("scratch-*")} == {alive, own}
    assert [*tmp_path.glob("scratch-*")] == [alive]


@pytest.fixture
def data(app):
    data = app.config["KLASS"].data
    for file in folder(data).glob("*.klass.zst*"):
        file.unlink()
    return data


def test_files_of_copies_that_were_never_finished_go_after_a_day(app, data):
    copy = make_backup(app.config["KLASS"].database_url, data)
    place = folder(data)
    left = [place / "20260101-030000-000000.klass.zst", place / f"{copy.name}.0a.draft"]
    for file in left:
        file.write_bytes(b"half")
    keeping.thin_out(data)
    assert all(file.exists() for file in left), "somebody may be at work"
    for file in left:
        os.utime(file, (time.time() - 90_000,) * 2)
    keeping.thin_out(data)
    assert not any(file.exists() for file in left)
    assert [one.name for one in backups(data)] == [copy.name]


def test_a_copy_can_be_proved_twice_at_once(app, data):
    url = app.config["KLASS"].database_url
    copy = make_backup(url, data)
    with ThreadPoolExecutor(2) as both:
        proofs = [both.submit(verify_backup, url, data, copy.name) for _ in range(2)]
        assert all(proof.result().verified_at for proof in proofs)
    assert not list(folder(data).glob("*.draft"))


def test_a_file_is_written_whole_or_stays_as_it_was(tmp_path):
    file = tmp_path / "manifest"
    file.write_bytes(b"before")

    def half_written():
        with whole(file) as target:
            target.write(b"half of it")
            raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        half_written()
    assert file.read_bytes() == b"before"
    assert [*tmp_path.iterdir()] == [file]
    with whole(file) as target:
        target.write(b"after")
    assert b"".join(read_once(file)) == b"after"
    assert file.stat().st_mode & 0o777 == 0o600


QUIET = (
    "import os, psutil; from models.runs.giving_way import give_way; give_way(); "
    "print(os.getpriority(os.PRIO_PROCESS, 0), psutil.Process().ionice().ioclass.name, "
    "os.sched_getscheduler(0) == os.SCHED_IDLE)"
)


def test_heavy_work_computes_and_reads_last():
    command = [sys.executable, "-c", QUIET]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.split() == ["19", "IOPRIO_CLASS_IDLE", "True"]
