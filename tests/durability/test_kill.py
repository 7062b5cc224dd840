"""`kill -9` of the web server in the middle of writing: what was answered is in the database."""

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
ANSWERS = 25  # answered writes before the kill


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Served:
    """The app under gunicorn, as `make run` starts it."""

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
        command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
        self.process = subprocess.Popen(
            [*command, "app:create_app()"], env=environment, start_new_session=True
        )
        self._wait()

    def _wait(self) -> None:
        for _ in range(200):
            try:
                urllib.request.urlopen(self.address + "/healthz", timeout=1)
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("gunicorn did not answer")

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


def test_every_answered_write_survives_kill_9(app, a_stage, cast):
    served = Served(a_stage)
    cookie = cookie_of(app, "anna")
    answered: dict[tuple, str] = {}  # (pupil, version) → value as answered
    numbers = count()

    def write_on_and_on(pupil: str) -> None:
        headers = {"Cookie": cookie}
        try:
            request = urllib.request.Request(served.address + "/csrf", headers=headers)
            with urllib.request.urlopen(request, timeout=5) as response:
                fresh = response.headers["Set-Cookie"].split(";")[0]
                headers = {"Cookie": fresh, "X-CSRFToken": response.read().decode()}
            for version in range(10_000):
                value = str(2 + next(numbers) % 4)
                data = {
                    "student": cast.students[pupil],
                    "column": cast.columns[MATHS],
                    "value": value,
                    "version": version,
                    "key": f"{pupil}-{version}",
                }
                path = f"{served.address}/teacher/journals/{cast.journals[MATHS]}/cells"
                body = urllib.parse.urlencode(data).encode()
                with urllib.request.urlopen(
                    urllib.request.Request(path, body, headers), timeout=5
                ) as response:
                    assert response.status == 200
                answered[pupil, version + 1] = value
        except (urllib.error.URLError, OSError, ConnectionError):
            return  # the server is gone: what was not answered is not promised

    threads = [threading.Thread(target=write_on_and_on, args=(p,)) for p in ("petya", "olya")]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 30
    while len(answered) < ANSWERS and time.monotonic() < deadline:
        time.sleep(0.01)
    served.kill()
    for thread in threads:
        thread.join()
    assert len(answered) >= ANSWERS
    with app.app_context():
        for pupil in ("petya", "olya"):
            last = max(version for who, version in answered if who == pupil)
            cell = db.session.scalar(select(Cell).where(Cell.student_id == cast.students[pupil]))
            shown = db.session.scalar(select(Mark.shown).where(Mark.cell_id == cell.id))
            assert cell.version in (last, last + 1)  # one more may be written, unanswered
            if cell.version == last:
                assert shown == answered[pupil, last]
