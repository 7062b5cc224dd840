"""`kill -9` of the web server in the middle of writing: what was answered is in the database."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from itertools import count

from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select

from models import engine
from models.access.session import start_session
from models.base import db
from models.journal.cell import Cell, Mark
from models.people.account import Account

MATHS = ("5-А", "Математика")
ANSWERS = 12  # answered writes of each pupil before the kill
PUPILS = ("petya", "olya")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Served:
    """The app under its web server, as `make run` starts it."""

    def __init__(self, stage):
        self.port = free_port()
        environment = os.environ | {
            "KLASS_DATA": str(stage.settings.data),
            "DATABASE_URL": stage.settings.database_url,
            "SECRET_KEY": stage.settings.secret_key,
            "KLASS_DEMO": "1",
            "KLASS_NOW": stage.settings.now.isoformat(),
            "PORT": str(self.port),
            "WEB_WORKERS": "1",
        }
        command = [sys.executable, "-m", "jobs.web"]
        self.process = subprocess.Popen(command, env=environment, start_new_session=True)
        self._wait()

    def _wait(self) -> None:
        for _ in range(200):
            try:
                urllib.request.urlopen(self.address + "/healthz", timeout=1)
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not answer")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def cookie_of(app, login: str) -> str:
    with app.app_context(), engine.writing():
        account = db.session.scalar(select(Account).where(Account.login == login))
        token = start_session(account, "127.0.0.1", "тест")
        db.session.commit()
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    return "klass=" + signer.dumps({"_user_id": token, "_fresh": True})


class Teacher(threading.Thread):
    """One teacher's screen, writing mark after mark into one pupil's cell until the server dies."""

    numbers = count()
    first = 0  # the version the cell has at first

    def __init__(self, served: Served, cast, pupil: str, cookie: str):
        super().__init__(daemon=True)
        self.served, self.cast, self.pupil, self.cookie = served, cast, pupil, cookie
        self.answered: dict[int, str] = {}  # version → value as answered
        self.killing = threading.Event()
        self.fault: BaseException | None = None

    def run(self) -> None:
        try:
            self._write_on_and_on()
        except (OSError, http.client.HTTPException) as fault:
            # the server is gone: what was not answered is not promised; but an answer
            # with an error, or silence while the server lives, is a fault of the server
            if isinstance(fault, urllib.error.HTTPError) or not self.killing.is_set():
                self.fault = fault

    def _write_on_and_on(self) -> None:
        headers = {"Cookie": self.cookie}
        request = urllib.request.Request(self.served.address + "/csrf", headers=headers)
        with urllib.request.urlopen(request, timeout=20) as response:
            fresh = response.headers["Set-Cookie"].split(";")[0]
            headers = {"Cookie": fresh, "X-CSRFToken": response.read().decode()}
        journal, column = self.cast.journals[MATHS], self.cast.columns[MATHS]
        path = f"{self.served.address}/teacher/journals/{journal}/cells"
        for version in count(self.first):
            value = str(2 + next(self.numbers) % 4)
            data = {
                "student": self.cast.students[self.pupil],
                "column": column,
                "value": value,
                "version": version,
                "key": f"{self.pupil}-{version}",
            }
            body = urllib.parse.urlencode(data).encode()
            request = urllib.request.Request(path, body, headers)
            with urllib.request.urlopen(request, timeout=20):
                self.answered[version + 1] = value


def test_every_answered_write_survives_kill_9(app, a_stage, cast):
    served = Served(a_stage)
    cookie = cookie_of(app, "anna")
    teachers = [Teacher(served, cast, pupil, cookie) for pupil in PUPILS]
    for teacher in teachers:
        teacher.start()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not any(t.fault for t in teachers):
        if all(len(t.answered) >= ANSWERS for t in teachers):
            break
        time.sleep(0.01)
    for teacher in teachers:
        teacher.killing.set()
    served.kill()
    for teacher in teachers:
        teacher.join()
    assert [t.fault for t in teachers] == [None, None]
    assert all(len(t.answered) >= ANSWERS for t in teachers)
    with app.app_context():
        for teacher in teachers:
            last = max(teacher.answered)
            of_pupil = Cell.student_id == cast.students[teacher.pupil]
            cell = db.session.scalar(select(Cell).where(of_pupil))
            shown = db.session.scalar(select(Mark.shown).where(Mark.cell_id == cell.id))
            assert cell.version in (last, last + 1)  # one more may be written, unanswered
            if cell.version == last:
                assert shown == teacher.answered[last]
