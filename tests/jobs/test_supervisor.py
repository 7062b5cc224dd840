"""`make run`: everything comes up, Ctrl-C ends it cleanly, and nothing outlives it."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from jobs.connection import socket_path
from tests.durability.test_kill import free_port

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def empty_school(tmp_path_factory) -> Path:
    """A data folder with an empty school: nothing is seeded."""
    folder = tmp_path_factory.mktemp("empty")
    for command in (["db", "upgrade"], ["school", "create", "Школа"]):
        subprocess.run(
            [sys.executable, "-m", "flask", *command],
            env=_environment(folder),
            check=True,
            cwd=ROOT,
            capture_output=True,
        )
    return folder


def _environment(folder: Path) -> dict:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("KLASS_")}
    return clean | {"KLASS_DATA": str(folder), "PORT": str(free_port())}


@pytest.fixture
def own_school(empty_school):
    """A copy of it for oneself."""
    with tempfile.TemporaryDirectory(prefix="kl-") as folder:
        shutil.copytree(empty_school, folder, dirs_exist_ok=True)
        yield _environment(Path(folder))


def commands() -> list[tuple[int, str]]:
    """(process, its command) of everything that runs."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                command = (entry / "cmdline").read_bytes()
                found.append((int(entry.name), command.decode(errors="replace")))
    return found


class Running:
    """Klass as `make run` starts it."""

    def __init__(self, environment: dict):
        self.environment = environment
        self.address = f"http://127.0.0.1:{environment['PORT']}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jobs.serve"],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def ready(self) -> dict:
        for _ in range(240):
            try:
                with urllib.request.urlopen(self.address + "/readyz", timeout=2) as answer:
                    return json.load(answer)
            except (urllib.error.URLError, OSError):
                time.sleep(0.25)
        self.process.kill()
        raise AssertionError(self.process.communicate()[0])

    def family(self) -> list[int]:
        """Processes that belong to this data folder."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    environ = (entry / "environ").read_bytes()
                    state = (entry / "stat").read_text().rsplit(")", 1)[1].split()[0]
                except OSError:
                    continue
                if self.environment["KLASS_DATA"].encode() in environ and state != "Z":
                    found.append(int(entry.name))
        return found

    def pid_of(self, words: str) -> int:
        """The process of this school whose command has these words (the parent of its forks).
        Redis writes its title over its environment, so the socket in it tells whose it is."""
        socket = str(socket_path(Path(self.environment["KLASS_DATA"])))
        ours = set(self.family())
        return min(
            pid
            for pid, command in commands()
            if words in command and (pid in ours or socket in command)
        )

    def well_again(self, within: float) -> bool:
        """Whether /readyz says that all is well, and a new worker is there."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            time.sleep(1)
            try:
                with urllib.request.urlopen(self.address + "/readyz", timeout=3) as answer:
                    return json.load(answer)["status"] == "ok"
            except OSError:
                continue
        return False

    def gone(self, within: float) -> bool:
        deadline = time.monotonic() + within
        while self.family() and time.monotonic() < deadline:
            time.sleep(0.2)
        return not self.family()


def test_ctrl_c_ends_everything_cleanly_and_leaves_nothing(own_school):
    running = Running(own_school)
    assert running.ready() == {
        "status": "ok",
        "copies": "ok",
        "database": "ok",
        "redis": "ok",
        "worker": "ok",
    }
    socket = socket_path(Path(own_school["KLASS_DATA"]))
    assert socket.exists()
    time.sleep(2)  # its own look, after which it tells the address, may come a moment later
    running.process.send_signal(signal.SIGINT)
    said, _ = running.process.communicate(timeout=30)
    assert running.process.returncode == 0, said
    assert "Traceback" not in said
    assert f"Klass работает: {running.address}/" in said
    assert running.gone(within=5)
    assert not socket.exists()


def test_a_second_start_on_the_same_data_is_refused_in_words(own_school):
    running = Running(own_school)
    running.ready()
    other = own_school | {"PORT": str(free_port())}
    second = subprocess.run(
        [sys.executable, "-m", "jobs.serve"],
        env=other,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert second.returncode == 1
    assert "уже запущен" in second.stderr
    taken = subprocess.run(
        [sys.executable, "-m", "jobs.serve"],
        env=own_school,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "занят" in taken.stderr
    running.process.send_signal(signal.SIGINT)
    running.process.communicate(timeout=30)
    assert running.gone(within=5)


def test_nothing_outlives_a_killed_supervisor(own_school):
    running = Running(own_school)
    running.ready()
    running.process.kill()
    running.process.communicate(timeout=10)
    left = running.gone(within=20)
    for pid in running.family():
        os.kill(pid, signal.SIGKILL)
    assert left


def test_a_killed_worker_or_redis_comes_back_and_the_journal_goes_on_meanwhile(own_school):
    running = Running(own_school)
    running.ready()
    for words in ("jobs.worker", "redis-server"):
        os.kill(running.pid_of(words), signal.SIGKILL)
        with urllib.request.urlopen(running.address + "/login", timeout=5) as answer:
            assert answer.status == 200
    assert running.well_again(within=60)
    running.process.send_signal(signal.SIGINT)
    said, _ = running.process.communicate(timeout=30)
    assert running.process.returncode == 0, said
    assert running.gone(within=5)
