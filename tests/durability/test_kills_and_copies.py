"""`kill -9` of web server, sealer or a copy under way, again and again: nothing answered is lost,
no half-made copy is listed, and the chain proves. `KILLS=50` does as many rounds."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from jobs.seal import seal
from models.audit.verify import verify
from models.base import db
from models.journal.cell import Cell, Mark
from models.runs.backup import backups, folder, verify_backup
from tests.durability.test_kill import PUPILS, Served, Teacher, cookie_of

KILLS = int(os.environ.get("KILLS", "3"))
MOST = 20  # seconds of one round


@pytest.fixture
def helpers(a_stage):
    """Start a program of Klass beside the app; all that still run end with the test."""
    started = []
    environment = os.environ | {
        "KLASS_DATA": str(a_stage.settings.data),
        "DATABASE_URL": a_stage.settings.database_url,
        "SECRET_KEY": a_stage.settings.secret_key,
        "KLASS_COPIES": "",
    }

    def start(*arguments: str) -> subprocess.Popen:
        command = [sys.executable, "-m", *arguments]
        process = subprocess.Popen(
            command,
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        kill(process)


def kill(process: subprocess.Popen) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_after_any_kill_what_was_answered_stands_and_the_chain_proves(app, a_stage, cast, helpers):
    cookie = cookie_of(app, "anna")
    settings = a_stage.settings
    for file in folder(settings.data).glob("*.klass.zst*"):
        file.unlink()
    last: dict[str, tuple[int, str]] = {}
    for _round in range(KILLS):
        a_stage._close()
        served = Served(a_stage)
        sealer, copying = helpers("jobs.seal"), helpers("flask", "backup", "now")
        pupil = PUPILS[_round % len(PUPILS)]
        teacher = Teacher(served, cast, pupil, cookie)
        teacher.first = last.get(pupil, (0, ""))[0]
        teacher.start()
        _until_some_are_answered(teacher)
        teacher.killing.set()
        for process in random.sample([sealer, copying, served.process], 3):
            kill(process)
        teacher.join()
        assert teacher.fault is None
        last[pupil] = _stands(app, cast, teacher)
        _all_proves(app, settings)


def _until_some_are_answered(teacher: Teacher) -> None:
    deadline, wanted = time.monotonic() + MOST, random.randint(2, 20)
    while time.monotonic() < deadline and len(teacher.answered) < wanted:
        assert teacher.fault is None
        time.sleep(0.01)
    assert teacher.answered
    time.sleep(random.random())


def _stands(app, cast, teacher: Teacher) -> tuple[int, str]:
    """The pupil's version and mark; no answered one is missing."""
    with app.app_context():
        of_pupil = Cell.student_id == cast.students[teacher.pupil]
        cell = db.session.query(Cell).filter(of_pupil).one()
        shown = db.session.query(Mark.shown).filter_by(cell_id=cell.id).scalar()
        newest = max(teacher.answered)
        assert cell.version in (newest, newest + 1)  # one more may be written, unanswered
        assert shown == teacher.answered[newest] or cell.version == newest + 1
        return cell.version, shown


def _all_proves(app, settings) -> None:
    with app.app_context():
        seal()
        proof = verify()
        db.session.rollback()
    assert proof.faults == []
    assert proof.sealed == proof.entries
    for copy in backups(settings.data)[:1]:
        verify_backup(settings.database_url, settings.data, copy.name)
