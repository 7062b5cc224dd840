"""A copy brought to life beside the journal: in a database of its own, which nobody uses yet.

All that may fail or take long happens there: unpacking, migrating, playing back, proving. Only what
is whole and proved then takes the place of the journal's database, in one transaction.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import NullPool, create_engine, insert, inspect, make_url, select, text, update

from models import clock
from models.audit.entry import Entry
from models.ground import Ground, new_token
from models.refusal import Refused
from models.runs import manifests, postgres_copy, proof, scans, sqlite_copy
from models.runs.backup import SQLITE, Backup, backup_named, folder, opened
from models.runs.counting_on import count_on
from models.runs.replay import leap
from models.runs.run import DONE, FAILED, OVERTAKEN, QUEUED, RUNNING, Run
from models.runs.scans import Scan

SCRATCH = "klass_restore"
RESTORE = "restore"  # the kind of run that a restore leaves in the database it brought back


@dataclass(frozen=True)
class Trial:
    """A copy that lives in a database of its own."""

    url: str
    copy: Backup

    @property
    def is_klass(self) -> bool:
        """Whether it holds a school at all (an empty database can be copied, too)."""
        return Entry.__tablename__ in self.copy.counts


@contextmanager
def trial(url: str, place: Path, name: str, data: Path) -> Iterator[Trial]:
    """The copy of that name as a database beside the one at `url`. Raises Refused where it is
    damaged, of another kind of database, or there is no room for it."""
    copy = backup_named(place, name)
    if copy is None:
        raise Refused("Такой копии нет.")
    if not copy.database:
        raise Refused(manifests.DAMAGED)
    address = make_url(url)
    if copy.database != address.get_backend_name():
        raise Refused(
            f"Копия снята с базы {copy.database}, а сейчас настроена {address.get_backend_name()}. "
            "Восстановите её в базу того же вида."
        )
    hold = partial(proof.must_hold, copy)
    with opened(place, copy, folder(data)) as raw:
        if copy.database == SQLITE:
            _must_fit(raw, data)
            counts, _held = sqlite_copy.contents(raw, hold)
            _must_count(copy, counts)
            yield Trial(f"sqlite:///{raw}", copy)
            return
        with postgres_copy.scratch(address, raw, SCRATCH) as beside:
            counts, _held = postgres_copy.contents(beside, hold)
            _must_count(copy, counts)
            yield Trial(beside.replace("postgresql://", "postgresql+psycopg://", 1), copy)


def _must_count(copy: Backup, counts: dict[str, int]) -> None:
    if counts != copy.counts:
        raise Refused("Копия открылась, но число записей в ней не то, что было при создании.")


def _must_fit(raw: Path, data: Path) -> None:
    """The safety copy, and the journal of the swap, need as much again each."""
    needed = 2 * raw.stat().st_size
    if shutil.disk_usage(data).free < needed:
        raise Refused(
            f"На диске папки данных нет места для восстановления: нужно {needed >> 20} МБ."
        )


def named_scans(one: Trial) -> list[Scan]:
    """The scans that the database names as it is now."""
    engine = create_engine(one.url, poolclass=NullPool)
    try:
        with engine.connect() as base:
            tables = inspect(base).get_table_names()
            return scans.rows_of(tables, lambda asked: base.execute(text(asked)))
    finally:
        engine.dispose()


def settle(one: Trial, past: int, told: dict) -> None:
    """Make the trial ready to be the journal: locks begin above all that open pages have seen
    (`past`: how many restores there were), nothing remembered holds, jobs of then are over, and a
    run tells of the restore."""
    engine = create_engine(one.url, poolclass=NullPool)
    try:
        with engine.begin() as base:
            leap(base, past + 1)
            base.execute(update(Ground.__table__).values(token=new_token()))
            runs = Run.__table__
            over = runs.c.state.in_((QUEUED, RUNNING))
            now = clock.real_now()
            base.execute(
                update(runs).where(over).values(state=FAILED, error=OVERTAKEN, finished_at=now)
            )
            count_on(base)
            there = base.scalar(
                select(text("id")).select_from(text("account")).where(text("id = :id")),
                {"id": told.get("account_id")},
            )
            base.execute(
                insert(runs).values(
                    kind=RESTORE,
                    state=DONE,
                    args={"id": told["id"]},
                    result={"copy": one.copy.name, "until": told.get("until")},
                    account_id=there,
                    hat=told.get("hat", "system"),
                    queued_at=now,
                    started_at=now,
                    finished_at=now,
                )
            )
    finally:
        engine.dispose()
