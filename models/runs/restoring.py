"""A restore from its beginning to its end: the copy and what was carried away since, whole and
proved beside the journal (models/runs/trial.py), and the scans it names brought back; then the
journal closed for a moment, a safety copy, the swap; and back to how it was where anything fails.
"""

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import make_url

from models import clock
from models.audit.shipped import holds, last_head
from models.refusal import Refused
from models.runs import postgres_copy, proof, scans, sqlite_copy
from models.runs.backup import (
    SQLITE,
    VERSION,
    Backup,
    backup_named,
    backups,
    folder,
    make_backup,
    opens,
    restore_backup,
)
from models.runs.carry_over import carry_over
from models.runs.disk import why
from models.runs.keeping import remove_copy
from models.runs.replay import Replay, replay
from models.runs.restore_log import noted_restore, restores
from models.runs.scans import Scan
from models.runs.targets import present
from models.runs.trial import Trial, named_scans, settle, trial

STEPS = 7
AS_IT_WAS = "Всё оставлено как было."
_UNLIKE = "После замены в базе не то, что было подготовлено."
_log = logging.getLogger("klass.backups")


class Swapped(Refused):
    """What went wrong after the swap and could not be put right: nothing is as it was."""


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
    """Where the copy of that name lies, or the newest of all that were not made before a restore
    and did not fail. Raises Refused where none does."""
    if name is not None:
        place = next((place for place in places if backup_named(place, name)), places[0])
        return place, name
    there = [(one, place) for place in places for one in backups(place) if not one.safety]
    if not there:
        raise Refused("Копий ещё нет. Создайте первую: flask backup now")
    good = [(one.name, place) for one, place in there if not one.failed]
    if not good:
        raise Refused(
            "Ни одна копия не прошла последнюю проверку. Назовите копию сами: flask backup list "
            "показывает их имена."
        )
    last = max(found for found, _place in good)
    return next((place, found) for found, place in good if found == last)


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
    nobody writes. Raises Refused; then all is as it was, or Swapped."""
    done = None
    try:
        say(1, f"Проверяю и распаковываю копию {wish.name}.")
        with trial(settings.database_url, wish.place, wish.name, settings.data) as ready:
            end = _prepare(settings, ready, wish, say)
            lost = _bring_scans_back(settings, ready, wish)
            say(5, "Журнал закрыт для записи. Сохраняю, что есть сейчас.")
            with closing():
                safety = _safety(settings, say)
                carry_over(settings.database_url, ready.url)
                say(6, "Заменяю базу.")
                _swap(settings, ready, safety, end)
                done = Restored(ready.copy, lost, safety)
    except Swapped:
        raise
    except (OSError, Refused) as error:
        if done is None:
            raise Refused(f"{_sentence(error)} {AS_IT_WAS}") from None
        _log.exception("what the restore needed is not tidied up")  # the next one does it
    say(7, "Всё сходится.")
    return done


def _sentence(error: OSError | Refused) -> str:
    return error.sentence if isinstance(error, Refused) else f"Ошибка диска: {why(error)}."


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


def _bring_scans_back(settings, ready: Trial, wish: Wish) -> list[Scan]:
    """Bring back the scans that the trial names, those of what was played back, too; returns
    those that lie nowhere. Before the swap, for it only adds files."""
    place = folder(wish.place)
    key = opens(wish.place, ready.copy)
    return scans.bring_back(named_scans(ready), place, settings.data, key)


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


def _swap(settings, ready: Trial, safety: Backup | None, end: dict) -> None:
    """Let the trial take the journal's place, in one transaction of the database, and see what is
    there then; `end`: the last block of its chain."""
    live, beside = make_url(settings.database_url), make_url(ready.url)
    noted = noted_restore(settings.data, ready.copy.name, **end)
    if ready.copy.database == SQLITE:
        wanted, _none = sqlite_copy.contents(Path(beside.database), _nothing)
        with noted:
            sqlite_copy.copy(Path(beside.database), Path(live.database))
    else:
        with TemporaryDirectory(dir=folder(settings.data), ignore_cleanup_errors=True) as scratch:
            dumped = Path(scratch) / "copy"
            wanted, _none = postgres_copy.dump(beside, dumped, _nothing)
            with noted:
                postgres_copy.restore(live, dumped)
    if _there(settings) != wanted:
        _put_back(settings, safety)


def _there(settings) -> dict[str, int] | None:
    """Rows per table of the journal's database; None where it does not tell."""
    try:
        if settings.database_url.startswith(SQLITE):
            file = Path(make_url(settings.database_url).database)
            return sqlite_copy.contents(file, _nothing)[0]
        return postgres_copy.contents(settings.database_url, _nothing)[0]
    except Exception:  # whatever it is: the swap is done, and nobody must read that it is not
        _log.exception("what came back cannot be counted")
        return None


def _put_back(settings, safety: Backup | None) -> None:
    """Bring back what was there before the swap. Raises Refused, Swapped where that fails."""
    if safety is None:
        raise Swapped(f"{_UNLIKE} Вернуть прежнее не из чего. Восстановите другую копию.")
    try:
        restore_backup(settings.database_url, settings.data, safety.name)
    except Exception:
        _log.exception("what was there before does not come back")
        raise Swapped(
            f"{_UNLIKE} Вернуть прежнее не удалось. Оно лежит в копии {safety.name}: "
            "восстановите её."
        ) from None
    raise Refused(_UNLIKE)


def _nothing(*_asked) -> None:
    """Only the counts are wanted."""


def _play(settings, ready: Trial, until: datetime | None) -> Replay:
    disks = present(settings.copies)
    if not disks:
        raise Refused("Вынесенных записей нет: ни один диск из KLASS_COPIES не подключён.")
    if until and until < ready.copy.made:
        raise Refused("Этот момент раньше копии. Выберите копию, сделанную до него.")
    return replay(ready.url, _longest_log(disks, ready.copy.chain), ready.copy.chain, until)


def _longest_log(disks: list[Path], chain: dict | None) -> Path:
    """Of the disks that have the block that ends the copy's chain, the one whose log was written
    last: another may have been away meanwhile. By the moment, as a restore lets numbers begin
    anew."""
    having = [place for place in disks if holds(place, chain)] if chain else disks
    return max(having or disks, key=lambda place: (last_head(place) or {"at": ""})["at"])


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
