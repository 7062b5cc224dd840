"""The restore that was asked for on a page: what is wished and how far it is, in a file beside the
database, which the restore replaces. Whoever does it holds a lock; a lock that nobody holds tells
that it died.
"""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from models import clock
from models.base import db
from models.refusal import Refused
from models.runs.run import Run
from models.runs.trial import RESTORE

WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
STARTS_WITHIN = timedelta(seconds=20)
ALREADY = "Восстановление уже идёт. Дождитесь его конца."
_DIED_BEFORE = (
    "Восстановление остановилось на полпути (компьютер или программа перезапускались). "
    "База осталась, какой была: начните ещё раз."
)
_DIED_AFTER = "База восстановлена; закончить остальное помешал перезапуск."
_FILE, _LOCK = "restoration.json", "restoration.lock"


@dataclass
class Restoration:
    """One restore as a page tells of it. Moments are ISO, UTC."""

    id: str
    name: str
    place: str
    until: str | None
    latest: bool
    account_id: int | None
    hat: str
    asked_at: str
    state: str = WAITING
    step: int = 0
    words: str = "Начинаю."
    sentence: str = ""  # how it ended
    safety: str | None = None  # the copy of what was there before
    finished_at: str | None = None

    @property
    def is_active(self) -> bool:
        return self.state in (WAITING, RUNNING)

    @property
    def asked(self) -> datetime:
        return datetime.fromisoformat(self.asked_at)

    @property
    def moment(self) -> datetime | None:
        return datetime.fromisoformat(self.until) if self.until else None


def ask(data: Path, name: str, place: Path, until: datetime | None, latest: bool, by) -> str:
    """Write down what is wished; its id. Raises Refused while another restore is under way."""
    with _lock(data):
        last = kept(data)
        if last and last.is_active and _is_young(last):
            raise Refused(ALREADY)
        one = Restoration(
            secrets.token_hex(8),
            name,
            str(place),
            until.isoformat() if until else None,
            latest,
            by.account_id,
            str(by.role),
            clock.real_now().isoformat(),
        )
        keep(data, one)
    return one.id


def _is_young(one: Restoration) -> bool:
    return one.state == WAITING and clock.real_now() - one.asked < STARTS_WITHIN


@contextmanager
def doing(data: Path, number: str) -> Iterator[Restoration]:
    """The restore of that id, which this process does and nobody else. Raises Refused where
    another is done, or another was asked for meanwhile."""
    with _lock(data):
        one = kept(data)
        if one is None or one.id != number or one.state != WAITING:
            raise Refused(ALREADY)
        one.state = RUNNING
        keep(data, one)
        yield one


@contextmanager
def _lock(data: Path) -> Iterator[None]:
    file = os.open(data / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(ALREADY) from None
        yield
    finally:
        os.close(file)


def kept(data: Path) -> Restoration | None:
    """The last restore as its file tells it."""
    try:
        return Restoration(**json.loads((data / _FILE).read_text()))
    except (OSError, ValueError, TypeError):  # there is none, or a broken disk left half of one
        return None


def keep(data: Path, one: Restoration) -> None:
    draft = data / f"{_FILE}.draft"
    draft.write_text(json.dumps(asdict(one), ensure_ascii=False))
    draft.replace(data / _FILE)


def last_restoration(data: Path) -> Restoration | None:
    """The last restore as it really stands: one that nobody does any more has ended, and the
    database itself tells how."""
    one = kept(data)
    if one is None or not one.is_active or _is_young(one):
        return one
    try:
        with _lock(data):
            one = kept(data)
    except Refused:
        return one
    if one.is_active:
        told = select(Run.id).where(Run.kind == RESTORE, Run.args["id"].as_string() == one.id)
        came = db.session.scalar(told) is not None
        one.state, one.sentence = (DONE, _DIED_AFTER) if came else (FAILED, _DIED_BEFORE)
    return one
