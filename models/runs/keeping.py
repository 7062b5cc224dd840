"""Copies on several disks: carried there whole or not at all, proved there, and thinned out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from models import clock, copy_key
from models.refusal import Refused
from models.runs import scans
from models.runs.backup import SUFFIX, Backup, backups, folder, manifest, opens
from models.runs.disk import why
from models.runs.streams import DRAFT, read_once, whole
from models.runs.targets import Target

KEPT = (  # so many of the newest copies, one of each such period
    (14, lambda made: made.date()),
    (8, lambda made: made.isocalendar()[:2]),
    (12, lambda made: (made.year, made.month)),
    (10, lambda made: made.year),
)
LEFT_ALONE = timedelta(days=1)  # a copy that takes longer is none
PROVEN_WITHIN = timedelta(hours=36)  # an older proof is told in red, unless the school says else


@contextmanager
def in_words(place: Path) -> Iterator[None]:
    """What a disk refuses, as a sentence that says that earlier copies are as they were."""
    try:
        yield
    except OSError as error:
        raise Refused(f"Копия в {place} не записана: {why(error)}. Прежние копии целы.") from None


def carry(data: Path, backup: Backup, target: Target) -> None:
    """Copy a copy with its scans to a target. The manifest comes last: without it there is no
    copy there. Raises Refused where the target is away or the disk refuses."""
    if trouble := target.trouble():
        raise Refused(trouble)
    with in_words(target.place):
        source, place = folder(data), folder(target.place)
        key = opens(data, backup)
        copy_key.share(source, place, backup.key)
        scans.carry(scans.read_list(source, backup.name, key), source, place, key)
        for file in (
            source / backup.name,
            scans.list_file(source, backup.name),
            manifest(source, backup.name),
        ):
            _carry_file(file, place)


def _carry_file(file: Path, place: Path) -> None:
    with whole(place / file.name) as target:
        for piece in read_once(file):
            target.write(piece)


def thin_out(data: Path) -> list[str]:
    """Remove the copies of a folder that no period keeps; returns their names. What always stays:
    the newest proved one, those of the last two days, and of thirty those made before a restore
    (which take nobody's place). Scans stay, they are shared."""
    there = backups(data)
    kept = kept_names(there)
    gone = [one.name for one in there if one.name not in kept]
    for name in gone:
        remove_copy(data, name)
    _sweep(folder(data), (clock.real_now() - LEFT_ALONE).timestamp())
    return gone


def remove_copy(data: Path, name: str) -> None:
    """Take one copy away: what lists it first."""
    manifest(folder(data), name).unlink(missing_ok=True)
    scans.list_file(folder(data), name).unlink(missing_ok=True)
    (folder(data) / name).unlink(missing_ok=True)


def _sweep(place: Path, before: float) -> None:
    """What a copy that was killed in the middle has left: files without a manifest, drafts."""
    unlisted = (
        file for file in place.glob(f"*{SUFFIX}") if not manifest(place, file.name).exists()
    )
    for left in (*unlisted, *place.glob(f"**/*{DRAFT}")):
        if left.stat().st_mtime < before:
            left.unlink(missing_ok=True)


def kept_names(there: list[Backup]) -> set[str]:
    """Which of the copies of one place, newest first, are kept. One that failed has a place of its
    period only where that has no better one, and never takes that of another period."""
    ordinary = [one for one in there if not one.safety]
    proved = next((one.name for one in ordinary if one.verified_at), None)
    now = clock.real_now()
    kept = {proved, *(one.name for one in there if now - one.made < _whole(one))}
    for some in ([one for one in ordinary if not one.failed], ordinary):
        for most, period in KEPT:
            kept |= _best_of_each(some, period, most)
    return kept


def _whole(one: Backup) -> timedelta:
    """How long a copy is kept whatever else there is."""
    return timedelta(days=30 if one.safety else 2)


def _best_of_each(some: list[Backup], period: Callable, most: int) -> set[str]:
    """The newest of the best proved ones of each of so many periods."""
    found: dict = {}
    for one in some:
        best = found.setdefault(period(clock.school_time(one.made)), one)
        if _worth(one) > _worth(best):
            found[period(clock.school_time(one.made))] = one
    return {one.name for one in list(found.values())[:most]}


def _worth(one: Backup) -> int:
    return 2 if one.verified_at else 0 if one.failed else 1


def newest_proved(data: Path) -> Backup | None:
    """The newest copy whose last proof went well."""
    return next((one for one in backups(data) if one.verified_at), None)


def lacking(data: Path, target: Target) -> Backup | None:
    """The newest proved copy of the data folder, where a target has neither it nor a newer one."""
    newest = next((one for one in backups(data) if one.verified_at and not one.safety), None)
    there = backups(target.place)
    if newest is None or any(one.made >= newest.made for one in there if not one.safety):
        return None
    return newest


def alarm(data: Path, now: datetime, within: timedelta = PROVEN_WITHIN) -> str | None:
    """What is wrong with the copies of the data folder, in a sentence, or None. A school that has
    no copy yet gets its first one tonight."""
    there = backups(data)
    if not there:
        return None
    if there[0].failed:
        return f"Последняя копия не прошла проверку: {there[0].failed}"
    proved = newest_proved(data)
    begun = proved.verified if proved else there[-1].made
    if now - begun > within:
        return "Давно не было проверенной копии. Создайте копию сейчас."
    return None
