"""A restore from its beginning to its end: the copy and what was carried away since, whole and
proved beside the journal (models/runs/trial.py); then the journal closed for a moment, a safety
copy, the swap; and back to how it was where anything fails."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import make_url

from models import clock
from models.refusal import Refused
from models.runs import postgres_copy, proof, sqlite_copy
from models.runs.backup import (
    SQLITE,
    VERSION,
    Backup,
    backup_named,
    backups,
    bring_scans_back,
    folder,
    make_backup,
    restore_backup,
)
from models.runs.carry_over import carry_over
from models.runs.keeping import remove_copy
from models.runs.replay import Replay, replay
from models.runs.restores import note_restore, restores
from models.runs.scans import Scan
from models.runs.targets import present
from models.runs.trial import Trial, settle, trial

STEPS = 7
AS_IT_WAS = "Всё оставлено как было."


@dataclass(frozen=True)
class Wish:
    """What is to be brought back: a copy, and what was carried away since it up to a moment or
    (`latest`) its end. `told`: id of the restore, and the account and role that asked."""

    place: Path
    name: str
    told: dict
    until: datetime | None = None
    latest: bool = False


@dataclass(frozen=True)
class Restored:
    """What came back: the copy, lost scans, and the safety copy of what was there before."""

    copy: Backup
    lost: list[Scan]
    safety: Backup | None


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
    if until.tzinfo:
        return until
    return until.replace(tzinfo=clock.zone()) - (clock.now() - clock.real_now())


def bring_back(
    settings,
    wish: Wish,
    say: Callable[[int, str], None],
    closing: Callable[[], AbstractContextManager] = nullcontext,
) -> Restored:
    """Restore. `say` is told how many of STEPS are done and what is done now; within `closing`
    nobody writes. Raises Refused; then all is as it was."""
    try:
        say(1, f"Проверяю и распаковываю копию {wish.name}.")
        with trial(settings.database_url, wish.place, wish.name, settings.data) as ready:
            end = _prepare(settings, ready, wish, say)
            say(5, "Журнал закрыт для записи. Сохраняю, что есть сейчас.")
            with closing():
                safety = _safety(settings, say)
                carry_over(settings.database_url, ready.url)
                say(6, "Заменяю базу.")
                note_restore(settings.data, wish.name, **end)
                _swap(settings, ready, safety)
            lost = bring_scans_back(wish.place, ready.copy, settings.data)
            say(7, "Всё сходится.")
            return Restored(ready.copy, lost, safety)
    except Refused as refusal:
        raise Refused(f"{refusal.sentence} {AS_IT_WAS}") from None


def _prepare(settings, ready: Trial, wish: Wish, say: Callable) -> dict:
    """Bring the trial to what is wished and prove it; the last block of its chain."""
    end = ready.copy.chain or {"number": 0, "head": proof.BEGINNING}
    if not ready.is_klass:
        return end
    if VERSION in ready.copy.counts:
        say(2, "Привожу к нынешней версии программы.")
        proof.must_migrate(ready.url)
    if wish.until or wish.latest:
        say(3, "Возвращаю записи, вынесенные после копии.")
        played = _play(settings, ready, wish.until)
        say(3, _played_words(played))
        end = {"number": played.number, "head": played.head or proof.BEGINNING}
    told = wish.told | {"until": wish.until.isoformat() if wish.until else None}
    settle(ready, len(restores(settings.data)), told)
    say(4, "Проверяю журнал изменений целиком.")
    proof.must_prove(ready.url)
    return end


def _safety(settings, say: Callable) -> Backup | None:
    """A copy of what is there; None where there is nothing that could be copied."""
    try:
        safety = make_backup(settings.database_url, settings.data, safety=True)
    except Refused as refusal:
        say(5, f"Нынешнее состояние не сохранено: {refusal.sentence}")
        return None
    if not safety.counts.get("school"):  # nobody may ever take it for the newest copy
        remove_copy(settings.data, safety.name)
        say(5, "В нынешней базе школы ещё нет: сохранять нечего.")
        return None
    say(5, f"Прежнее состояние сохранено в копии {safety.name}.")
    return safety


def _swap(settings, ready: Trial, safety: Backup | None) -> None:
    """Let the trial take the journal's place, in one transaction of the database."""
    live, beside = make_url(settings.database_url), make_url(ready.url)
    if ready.copy.database == SQLITE:
        wanted, _none = sqlite_copy.contents(Path(beside.database), _nothing)
        sqlite_copy.copy(Path(beside.database), Path(live.database))
        there, _none = sqlite_copy.contents(Path(live.database), _nothing)
    else:
        with TemporaryDirectory(dir=folder(settings.data)) as scratch:
            dumped = Path(scratch) / "copy"
            wanted, _none = postgres_copy.dump(beside, dumped, _nothing)
            postgres_copy.restore(live, dumped)
        there, _none = postgres_copy.contents(settings.database_url, _nothing)
    if there == wanted:
        return
    if safety is not None:
        restore_backup(settings.database_url, settings.data, safety.name)
    raise Refused("После замены в базе не то, что было подготовлено.")


def _nothing(*_asked) -> None:
    """Only the counts are wanted."""


def _play(settings, ready: Trial, until: datetime | None) -> Replay:
    disks = present(settings.copies)
    if not disks:
        raise Refused("Вынесенных записей нет: ни один диск из KLASS_COPIES не подключён.")
    if until and until < ready.copy.made:
        raise Refused("Этот момент раньше копии. Выберите копию, сделанную до него.")
    return replay(ready.url, disks[0], ready.copy.chain, until)


def _played_words(played: Replay) -> str:
    if played.last_at is None:
        return "Сыграно записей: 0."
    last = clock.school_time(played.last_at)
    return f"Сыграно записей: {played.entries}, последняя {last:%d.%m.%Y %H:%M:%S}."


def wait_for_writers(settings) -> None:
    """Wait until those who began to write before the journal was closed have ended: who gets the
    lock of SQLite's file later sees that it is closed; PostgreSQL tells who is still there."""
    time.sleep(1)
    if settings.database_url.startswith("postgresql"):
        postgres_copy.wait_for_others(make_url(settings.database_url), 30)
    else:
        sqlite_copy.wait_for_writers(Path(make_url(settings.database_url).database), 30)
