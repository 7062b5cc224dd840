"""A restore from its beginning to its end: a safety copy, the copy, what was carried away since,
a proof; and back to how it was where anything fails."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from models import clock
from models.refusal import Refused
from models.runs.backup import (
    VERSION,
    Backup,
    backup_named,
    backups,
    make_backup,
    restore_backup,
)
from models.runs.proof import must_migrate
from models.runs.replay import Replay, replay
from models.runs.restores import note_restore
from models.runs.scans import Scan
from models.runs.targets import present


def chosen_copy(places: list[Path], name: str | None) -> tuple[Path, str]:
    """Where the copy of that name lies, or the newest of all that were not
    made before a restore. Raises Refused where none does."""
    if name is not None:
        place = next((place for place in places if backup_named(place, name)), places[0])
        return place, name
    newest = [(c.name, place) for place in places for c in backups(place) if not c.safety]
    if not newest:
        raise Refused("Копий ещё нет. Создайте первую: flask backup now")
    last = max(found for found, _place in newest)
    return next((place, found) for found, place in newest if found == last)


def real_moment(until: datetime) -> datetime:
    """A moment on the school's wall as the machine's."""
    return until if until.tzinfo else until.replace(tzinfo=clock.zone())


def bring_back(
    settings,
    place: Path,
    name: str,
    until: datetime | None,
    latest: bool,
    prove: Callable[[], str | None],
    say: Callable[[str], None],
) -> tuple[Backup, list[Scan]]:
    """Restore a copy, and what was carried away since it up to a moment or (`latest`) its end.
    Nobody else may use the database meanwhile. Raises Refused; then all is as it was."""
    safety = _safety(settings, say)
    try:
        done = restore_backup(settings.database_url, settings.data, name, place)
        if VERSION in done[0].counts:
            must_migrate(settings.database_url)
        if until or latest:
            say(_played_words(_play(settings, done[0], until)))
        if fault := prove():
            raise Refused(f"После восстановления не сходится: {fault}.")
        say("Всё сходится.")
        return done
    except Refused as refusal:
        if safety is None:
            raise
        restore_backup(settings.database_url, settings.data, safety.name)
        raise Refused(f"{refusal.sentence} Всё оставлено как было.") from None


def _safety(settings, say: Callable[[str], None]) -> Backup | None:
    """A copy of what is there; None where there is nothing that could be copied."""
    try:
        safety = make_backup(settings.database_url, settings.data, safety=True)
    except Refused as refusal:
        say(f"Нынешнее состояние не сохранено: {refusal.sentence}")
        return None
    say(f"Прежнее состояние сохранено в копии {safety.name}.")
    return safety


def _play(settings, copy: Backup, until: datetime | None) -> Replay:
    disks = present(settings.copies)
    if not disks:
        raise Refused("Вынесенных записей нет: ни один диск из KLASS_COPIES не подключён.")
    if until and until < copy.made:
        raise Refused("Этот момент раньше копии. Выберите копию, сделанную до него.")
    played = replay(settings.database_url, disks[0], copy.chain, until)
    note_restore(settings.data, copy.name, played.number, played.head)
    return played


def _played_words(played: Replay) -> str:
    if played.last_at is None:
        return "Сыграно записей: 0."
    last = clock.school_time(played.last_at)
    return f"Сыграно записей: {played.entries}, последняя {last:%d.%m.%Y %H:%M:%S}."
