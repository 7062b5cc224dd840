"""Backups: a consistent copy of the database in one compressed file, with a manifest beside it,
and the scans of papers it names (models/runs/scans.py).

The list is the folder itself, never a table: a copy must be found when the database is gone.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import URL, NullPool, create_engine, make_url, update

from models import clock, copy_key
from models.audit.leaf import BEGINNING
from models.copy_key import CopyKey
from models.ground import Ground, new_token
from models.refusal import Refused
from models.runs import manifests, postgres_copy, proof, scans, sqlite_copy
from models.runs.disk import why
from models.runs.packing import pack, unpack
from models.runs.restore_log import note_restore
from models.runs.scans import Scan, digest
from models.runs.scratch import scratch
from models.runs.streams import whole

SUFFIX = ".klass.zst"
SQLITE = "sqlite"
VERSION = "alembic_version"  # the table without which nothing was migrated


@dataclass
class Backup:
    """One copy: its file, how big, what it holds, and when it was last proved good.

    `scans`: how many its database names (None: made without them), `lacking`: how many of them lay
    nowhere. `chain`: the audit's last block; `sample`: some cells and a hash of what stands there
    (models/runs/proof.py). `seconds` the last proof took, `failed`: what it found wrong.
    """

    name: str
    database: str
    made_at: str  # ISO, UTC
    size: int
    sha256: str
    counts: dict[str, int]
    verified_at: str | None = None
    scans: int | None = None
    lacking: int = 0
    chain: dict | None = None
    sample: dict | None = None
    seconds: int | None = None
    failed: str | None = None
    safety: bool = False  # made before a restore
    version: str | None = None  # of the database: its last migration
    key: str | None = None  # for which key it is closed (models/copy_key.py)
    last: dict | None = None  # the newest entry of the audit: its number and moment

    @property
    def made(self) -> datetime:
        return datetime.fromisoformat(self.made_at)

    @property
    def last_at(self) -> datetime | None:
        """When the newest change it holds was made."""
        return datetime.fromisoformat(self.last["at"]) if self.last else None

    @property
    def verified(self) -> datetime | None:
        return datetime.fromisoformat(self.verified_at) if self.verified_at else None


def folder(data: Path) -> Path:
    """Where copies lie; made where it lacks."""
    place = data / "backups"
    place.mkdir(parents=True, exist_ok=True)
    return place


def backups(data: Path) -> list[Backup]:
    """All copies of the folder, newest first."""
    found = []
    for file in folder(data).glob(f"*{SUFFIX}.json"):
        if file.with_suffix("").exists():
            found.append(_read(file))
    return sorted(found, key=lambda backup: backup.name, reverse=True)


def _read(file: Path) -> Backup:
    """What a manifest tells, and what a later version of Klass says in it besides is passed by;
    where it is damaged, a copy that says so and proves nothing."""
    try:
        return described(file.read_bytes(), file.with_suffix("").name)
    except (OSError, ValueError, TypeError):
        copy = file.with_suffix("").stat()
        made = datetime.fromtimestamp(copy.st_mtime, UTC)
        return Backup(**manifests.untold(file.with_suffix("").name, copy.st_size, made))


def described(manifest: bytes, name: str) -> Backup:
    """The copy of that name by its manifest. Raises ValueError or TypeError where it is damaged."""
    known = {one.name for one in fields(Backup)}
    told = manifests.told(manifest) | {"name": name}
    return Backup(**{key: value for key, value in told.items() if key in known})


def backup_named(data: Path, name: str) -> Backup | None:
    """The copy of that name, and no path that somebody made up."""
    return next((backup for backup in backups(data) if backup.name == name), None)


def manifest(place: Path, name: str) -> Path:
    """Where the manifest of a copy lies."""
    return place / f"{name}.json"


def _keep_manifest(place: Path, backup: Backup) -> None:
    file = manifest(place, backup.name)
    with whole(file) as target:
        target.write(manifests.sealed(asdict(backup)))


def make_backup(url: str, data: Path, progress=lambda *_: None, *, safety: bool = False) -> Backup:
    """Copy the database at `url` while it is in use. Raises Refused where that fails."""
    place = folder(data)
    address = make_url(url)
    name = f"{clock.real_now():%Y%m%d-%H%M%S-%f}{SUFFIX}"
    with scratch(place) as beside:
        raw = beside / "copy"
        progress(1, 4, "Снимаю копию")
        counts, told = _raw_copy(address, raw, hurry=safety)
        named = told.pop("scans")
        key = copy_key.own_key(place)
        doubted = any(one.failed for one in backups(data))
        lacking = scans.keep(named, data, place, key, careful=doubted)
        progress(2, 4, "Сжимаю")
        packed = beside / name
        pack(raw, packed, key)
        progress(3, 4, "Считаю контрольную сумму")
        backup = Backup(
            name=name,
            database=address.get_backend_name(),
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            size=packed.stat().st_size,
            sha256=digest(packed),
            counts=counts,
            scans=len(named),
            lacking=len(lacking),
            safety=safety,
            key=key.recipient if key else None,
            **told,
        )
        packed.replace(place / name)
    scans.write_list(place, name, [scan for scan in named if scan not in lacking], key)
    _keep_manifest(place, backup)
    return backup


def _raw_copy(address: URL, raw: Path, *, hurry: bool) -> tuple[dict[str, int], dict]:
    """Copy the database to a file; its rows per table, and what the manifest takes from it."""
    if address.get_backend_name() == SQLITE:
        sqlite_copy.copy(Path(address.database), raw, hurry=hurry)
        return sqlite_copy.contents(raw, _told)
    return postgres_copy.dump(address, raw, _told)


def _told(tables, ask) -> dict:
    """What the manifest takes from the database that was copied, besides its counts."""
    return {
        "scans": scans.rows_of(tables, ask),
        "chain": proof.chain_head(tables, ask),
        "sample": proof.sample(tables, ask),
        "version": proof.version(tables, ask),
        "last": proof.last_entry(tables, ask),
    }


def verify_backup(url: str, data: Path, name: str, progress=lambda *_: None) -> Backup:
    """Prove a copy: restore it into a scratch database, bring that to this version, find again
    what the manifest promises, check each of its scans. The manifest keeps how it ended; raises
    Refused where it failed."""
    begun = time.monotonic()
    try:
        backup = _proved_database(url, data, name, progress, whole=True)
        progress(3, 4, "Сверяю сканы")
        _prove_scans(data, backup)
    except OSError as error:  # the disk of the proof refuses: the copy may well be good
        raise Refused(f"Копию не удалось проверить: {why(error)}. Сама она не тронута.") from None
    except Refused as refusal:
        if (backup := backup_named(data, name)) is not None and backup.database:
            backup.failed, backup.verified_at = refusal.sentence, None
            _keep_manifest(folder(data), backup)
        raise
    backup.verified_at = datetime.now(UTC).isoformat(timespec="seconds")
    backup.seconds, backup.failed = round(time.monotonic() - begun), None
    _keep_manifest(folder(data), backup)
    return backup


def _proved_database(
    url: str, data: Path, name: str, progress=lambda *_: None, *, whole: bool = False
) -> Backup:
    """The copy whose database opens and holds what the manifest says; `whole` also brings the
    scratch to this version."""
    backup = backup_named(data, name)
    if backup is None:
        raise Refused("Такой копии нет.")
    if not backup.database:
        raise Refused(manifests.DAMAGED)
    progress(1, 4, "Сверяю контрольную сумму")
    with opened(data, backup) as raw:
        progress(2, 4, "Восстанавливаю в пробную базу и сверяю")
        hold = partial(proof.must_hold, backup)
        if backup.database == SQLITE:
            counts, _held = sqlite_copy.contents(raw, hold)
            if whole and VERSION in counts:
                proof.must_migrate(f"sqlite:///{raw}")
        else:
            old = whole and backup.version != proof.newest_version()
            counts = postgres_copy.counts_of(
                make_url(url), raw, hold, proof.must_migrate if whole else None, logged=old
            )
    if counts != backup.counts:
        raise Refused("Копия открылась, но число записей в ней не то, что было при создании.")
    return backup


def _prove_scans(data: Path, backup: Backup) -> None:
    key = opens(data, backup)
    kept = scans.read_list(folder(data), backup.name, key)
    if len(kept) != (backup.scans or 0) - backup.lacking:
        raise Refused("База в копии цела, но списка её сканов нет или он неполон.")
    if bad := len(scans.unsound(kept, folder(data), key)):
        raise Refused(
            f"База в копии цела, но сканов бумаг нет или они повреждены: {bad} из {len(kept)}. "
            "Создайте новую копию, пока сканы целы в папке данных."
        )


def restore_backup(
    url: str, data: Path, name: str, source: Path | None = None
) -> tuple[Backup, list[Scan]]:
    """Bring the database to what the copy holds, and its scans back; returns the copy and the
    scans that are lost. A lost scan does not keep the database from coming back. `source` is
    another disk on which the copy lies."""
    source = source or data
    backup = _proved_database(url, source, name)
    address = make_url(url)
    if backup.database != address.get_backend_name():
        raise Refused(
            f"Копия снята с базы {backup.database}, а сейчас настроена "
            f"{address.get_backend_name()}. Восстановите её в базу того же вида."
        )
    lost = bring_scans_back(source, backup, data)
    with opened(source, backup) as raw:
        if backup.database == SQLITE:
            sqlite_copy.copy(raw, Path(address.database))
        else:
            postgres_copy.restore(address, raw)
    _shift_ground(url)
    end = backup.chain or {"number": 0, "head": BEGINNING}
    note_restore(data, name, end["number"], end["head"])
    return backup, lost


def opens(data: Path, backup: Backup) -> CopyKey | None:
    """The key that opens a copy; None where it is open. Raises Refused where there is none."""
    return copy_key.key_of(folder(data), backup.key) if backup.key else None


def bring_scans_back(source: Path, backup: Backup, data: Path) -> list[Scan]:
    """Bring a copy's scans into the data folder; returns those that are lost."""
    key = opens(source, backup)
    listed = scans.read_list(folder(source), backup.name, key)
    return scans.bring_back(listed, folder(source), data, key)


def _shift_ground(url: str) -> None:
    """What running processes remember of the database as it was holds no longer."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as base:
        base.execute(update(Ground.__table__).values(token=new_token()))
    engine.dispose()


@contextmanager
def opened(data: Path, backup: Backup, beside: Path | None = None) -> Iterator[Path]:
    """The copy's database, unpacked into a folder of its own (within `beside`, else where it
    lies). Raises Refused where the file is not what it was."""
    packed = folder(data) / backup.name
    if digest(packed) != backup.sha256:
        raise Refused("Файл копии повреждён: контрольная сумма не сходится.")
    with scratch(beside or folder(data)) as inside:
        raw = inside / "copy"
        unpack(packed, raw, opens(data, backup))
        yield raw
