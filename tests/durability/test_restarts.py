"""The server dies three times while eight people write: every mark ends as its last successful
writer wanted, none twice, none lost."""

import http.client
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from itertools import count

from sqlalchemy import select

from models.audit.entry import Entry
from models.base import db
from models.journal.cell import Cell, Mark
from tests.durability.test_kill import Served, cookie_of
from tests.marks_grid import MATHS, seat_more_pupils

CLIENTS, WRITES = 8, 25  # 200 writes; every fifth goes to a cell that all share
SHARED = ("petya", "olya")
KILLS = 3
LAST = 55  # seconds until everything must be over
GONE = (OSError, http.client.HTTPException)


def unlike_any_other(number: int) -> str:
    """Four marks that no other write of this test says."""
    return " ".join(str(2 + number // 4**place % 4) for place in range(4))


def version_in(html: str) -> int:
    """The version of the cell, as an answer or a conflict tells it."""
    return int(re.search(r'data-v="(\d+)"', html).group(1))


class Place:
    """Where the server is now: it comes back behind the same door."""

    def __init__(self, stage):
        self.stage = stage
        self.served = Served(stage)
        self.address = self.served.address

    def kill_and_restart(self) -> None:
        self.served.kill()
        self.served = Served(self.stage)
        self.address = self.served.address


@dataclass
class Accepted:
    """A write the server said yes to: the value, and the version it became."""

    pupil: str
    value: str
    version: int


@dataclass
class Client(threading.Thread):
    """One screen with an outbox: the same key until it is answered, a new one after a conflict."""

    number: int
    place: Place
    cast: object
    cookie: str
    accepted: list[Accepted] = field(default_factory=list)
    fault: BaseException | None = None
    keys = count()

    def __post_init__(self):
        super().__init__(daemon=True)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        try:
            self._sign()
            for n in range(WRITES):
                pupil = SHARED[n % 2] if n % 5 == 4 else f"u{self.number + 1}"
                self._write(pupil, unlike_any_other(self.number * WRITES + n))
        except BaseException as fault:
            self.fault = fault

    def _sign(self) -> None:
        """A token for the page; it outlives the server."""
        headers = {"Cookie": self.cookie}
        status, text, response = self._send("/csrf", None, headers)
        assert status == 200
        cookie = response.headers["Set-Cookie"].split(";")[0]
        self.headers = {"Cookie": cookie, "X-CSRFToken": text, "HX-Request": "true"}
        self.seen = Counter()  # pupil → the version this screen shows

    def _write(self, pupil: str, value: str) -> None:
        journal, column = self.cast.journals[MATHS], self.cast.columns[MATHS]
        path = f"/teacher/journals/{journal}/cells"
        form = {"student": self.cast.students[pupil], "column": column, "value": value}
        while True:
            form |= {"version": self.seen[pupil], "key": f"c{self.number}-{next(self.keys)}"}
            status, text, _ = self._send(path, form, self.headers)
            became, self.seen[pupil] = self.seen[pupil] + 1, version_in(text)
            if status == 200:
                self.accepted.append(Accepted(pupil, value, became))
                return
            assert status == 409, (status, text)

    def _send(self, path: str, form: dict | None, headers: dict):
        """Send until it is answered; returns (status, text, response)."""
        body = urllib.parse.urlencode(form).encode() if form else None
        while time.monotonic() < self.deadline:
            request = urllib.request.Request(self.place.address + path, body, headers)
            try:
                with urllib.request.urlopen(request, timeout=10) as response:
                    return response.status, response.read().decode(), response
            except urllib.error.HTTPError as refused:
                if refused.code < 500:
                    return refused.code, refused.read().decode(), refused
            except GONE:
                pass
            time.sleep(0.05)
        raise AssertionError("the server did not answer in time")


def kill_while_they_write(place: Place, clients: list[Client]) -> None:
    """Three times, each when another quarter of the writes has been accepted."""
    for kill in range(1, KILLS + 1):
        asked = CLIENTS * WRITES * kill // (KILLS + 1)
        while sum(len(c.accepted) for c in clients) < asked:
            assert not any(c.fault for c in clients), [c.fault for c in clients]
            time.sleep(0.01)
        place.kill_and_restart()


def test_no_write_is_lost_or_doubled_by_three_kills(app, a_stage, cast, in_school):
    with in_school() as session:
        seat_more_pupils(cast, CLIENTS)
        session.commit()
    a_stage._close()
    cookie = cookie_of(app, "anna")
    place = Place(a_stage)
    Client.deadline = time.monotonic() + LAST
    clients = [Client(number, place, cast, cookie) for number in range(CLIENTS)]
    for client in clients:
        client.start()
    kill_while_they_write(place, clients)
    for client in clients:
        client.join()
    place.served.kill()
    assert [client.fault for client in clients] == [None] * CLIENTS
    accepted = [one for client in clients for one in client.accepted]
    assert len(accepted) == CLIENTS * WRITES
    with app.app_context():
        for pupil in {one.pupil for one in accepted}:
            told_and_kept(cast, pupil, [one for one in accepted if one.pupil == pupil])


def told_and_kept(cast, pupil: str, accepted: list[Accepted]) -> None:
    """What was answered about a pupil's cell is what the database and the audit know of it."""
    who = cast.students[pupil]
    cell = db.session.scalar(select(Cell).where(Cell.student_id == who))
    marks = select(Mark.shown).where(Mark.student_id == who).order_by(Mark.position)
    last = max(accepted, key=lambda one: one.version)
    assert " ".join(db.session.scalars(marks)) == last.value
    assert sorted(one.version for one in accepted) == list(range(1, cell.version + 1))
    entries = select(Entry.request_id).where(Entry.table_name == "mark", Entry.student_id == who)
    assert len(set(db.session.scalars(entries))) == len(accepted)
