"""Cycles of writing, copying and `kill -9`: after each, nothing answered is missing, no half-made
copy is listed, the chain proves, and so does what was carried away."""

import random
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

from sqlalchemy import text

from jobs.seal import seal, ship
from models.audit.block import last_block
from models.audit.shipped import last_head
from models.audit.verify import verify
from models.base import db
from models.runs import backup as copies
from models.runs.targets import adopt
from tests.durability.house import House
from tests.durability.test_kill import cookie_of
from tests.durability.test_restarts import SHARED, Client, told_and_kept, unlike_any_other
from tests.inside import InSchool
from tests.marks_grid import seat_more_pupils

WRITERS = 4
BALLAST = 24  # MB that do not compress: copying and carrying take a while
RECOVERED = 90  # seconds within which everybody's writes are answered again
LONGEST = 7  # seconds from the beginning of a copy to the kill


class Writer(Client):
    """One screen that writes until the end; whoever holds `pause` stops it between two writes."""

    def run(self) -> None:
        self.pause, self.over = threading.Lock(), threading.Event()
        try:
            self._sign()
            for number in count():
                with self.pause:
                    if self.over.is_set():
                        return
                    pupil = SHARED[number % 2] if number % 5 == 4 else f"u{self.number + 1}"
                    self._write(pupil, unlike_any_other(number * WRITERS + self.number))
                time.sleep(0.02)
        except BaseException as fault:
            self.fault = fault


class Cycles:
    """A school on a stage that is killed again and again; `figures` counts what was met."""

    def __init__(self, stage, folder: Path):
        self.stage, self.figures = stage, Counter()
        self.disk = folder / "disk"
        self.disk.mkdir()
        adopt(self.disk)
        self.house = House(stage, self.disk, folder / "house.log")
        self.cast = replace(stage.cast, students=dict(stage.cast.students))
        self.writers: list[Writer] = []
        self._proved: set[tuple[Path, str]] = set()
        self._parts: list[str] = []

    def __enter__(self) -> "Cycles":
        for file in copies.folder(self.stage.settings.data).glob("*.klass.zst*"):
            file.unlink()
        with InSchool(self.stage.app) as session:
            seat_more_pupils(self.cast, WRITERS)
            session.commit()
            self._load(session)
        self.stage._close()
        self.house.flask("db", "stamp", "head")
        cookie = cookie_of(self.stage.app, "anna")
        self.admin = cookie_of(self.stage.app, "admin")
        self.house.ensure()
        Client.deadline = float("inf")
        self.writers = [Writer(n, self.house, self.cast, cookie) for n in range(WRITERS)]
        for writer in self.writers:
            writer.start()
        return self

    def __exit__(self, *_error) -> None:
        for writer in self.writers:
            writer.over.set()
        Client.deadline = 0
        self.house.end()
        self.stage._close()

    def _load(self, session) -> None:
        kind = "bytea" if self.stage.database.kind == "postgresql" else "blob"
        session.execute(text(f"CREATE TABLE ballast (id integer, bytes {kind})"))
        for number in range(BALLAST):
            session.execute(
                text("INSERT INTO ballast VALUES (:number, :bytes)"),
                {"number": number, "bytes": random.randbytes(1 << 20)},
            )
        session.commit()

    def one(self) -> None:
        """Copy, kill something in the middle, come back, and look whether all is there."""
        self.house.ensure()
        self._begin_copy()
        time.sleep(random.uniform(0.1, LONGEST))
        part = self._next_part()
        phase = self._phase()
        if self.house.kill(part):
            self.figures[f"kill -9 of {part}"] += 1
            self.figures[f"kill {phase}"] += 1
        self.house.ensure()
        self._written_again()
        with self._all_paused():
            self._look()
        self.figures["cycles"] += 1
        self.figures["the supervisor gave up"] = self.house.gave_up

    def _next_part(self) -> str:
        self._parts = self._parts or random.sample(self.house.parts, len(self.house.parts))
        return self._parts.pop()

    def _phase(self) -> str:
        """What the copy was at, as its files tell."""
        here, there = copies.folder(self.stage.settings.data), copies.folder(self.disk)
        if list(there.glob("*.draft")):
            return "while a copy was carried to the other disk"
        if list(there.glob("scratch-*")):
            return "while a copy was proved on the other disk"
        if list(here.glob("scratch-*/*.zst")):
            return "while a copy was packed"
        at_work = list(here.glob("scratch-*"))
        return "while a copy was made or proved" if at_work else "between copies"

    def _begin_copy(self) -> None:
        """By the button, or by the command."""
        if random.random() < 0.4:
            command = [sys.executable, "-m", "flask", "backup", "now"]
            subprocess.Popen(
                command,
                env=self.house.environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            return
        with suppress(OSError):
            request = urllib.request.Request(
                self.house.address + "/csrf", headers={"Cookie": self.admin}
            )
            with urllib.request.urlopen(request, timeout=20) as response:
                cookie = response.headers["Set-Cookie"].split(";")[0]
                headers = {"Cookie": cookie, "X-CSRFToken": response.read().decode()}
            path = self.house.address + "/administrator/backups/"
            urllib.request.urlopen(urllib.request.Request(path, b"", headers), timeout=20).close()

    def _written_again(self) -> None:
        before = [len(writer.accepted) for writer in self.writers]
        deadline = time.monotonic() + RECOVERED
        while any(len(w.accepted) <= n for w, n in zip(self.writers, before, strict=True)):
            self.fine()
            assert time.monotonic() < deadline, "writes are not answered again"
            self.house.ensure()
            time.sleep(0.05)

    @contextmanager
    def _all_paused(self) -> Iterator[None]:
        """Nobody writes, and everybody's last write was answered."""
        with ExitStack() as stack:
            for writer in self.writers:
                deadline = time.monotonic() + RECOVERED
                while not writer.pause.acquire(timeout=0.5):
                    assert time.monotonic() < deadline, "a write is not answered"
                    self.house.ensure()
                stack.callback(writer.pause.release)
            yield

    def fine(self) -> None:
        """No writer met an answer it should not get."""
        assert [writer.fault for writer in self.writers] == [None] * WRITERS

    def _look(self) -> None:
        self.fine()
        accepted = [one for writer in self.writers for one in writer.accepted]
        self.figures["answered writes"] = len(accepted)
        with self.stage.app.app_context():
            for pupil in {one.pupil for one in accepted}:
                told_and_kept(self.cast, pupil, [one for one in accepted if one.pupil == pupil])
            db.session.rollback()
            seal()
            proof = verify(carried=(self.disk,))
            assert proof.faults == []
            self.figures["audit entries proved"] = proof.entries
            db.session.remove()
            db.engine.dispose()
        self._copies_are_good()

    def _copies_are_good(self) -> None:
        """Each copy that is listed opens and holds what it promises, whoever was killed."""
        settings = self.stage.settings
        for place in (settings.data, self.disk):
            for copy in copies.backups(place):
                if (place, copy.name) in self._proved:
                    continue
                copies._proved_database(settings.database_url, place, copy.name)
                copies._prove_scans(place, copy)
                self._proved.add((place, copy.name))
                self.figures["copies listed, all of them good"] += 1

    def close(self) -> None:
        """The last look, with nobody at work: what was carried away agrees to the last block."""
        for writer in self.writers:
            writer.over.set()
        for writer in self.writers:
            writer.join(RECOVERED)
        self.house.end()
        self._look()
        own = self.stage.app.config["KLASS"]
        self.stage.app.config["KLASS"] = replace(own, copies=(self.disk,))
        with self.stage.app.app_context():
            assert ship() == []
            assert verify(carried=(self.disk,)).faults == []
            newest, carried = last_block(), last_head(self.disk)
            assert (carried["number"], carried["head"]) == (newest.number, newest.head)
            db.session.remove()
        self.stage.app.config["KLASS"] = own
