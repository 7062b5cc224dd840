"""`flask backup`: copies made, listed, proved, carried to disks and brought back; the key."""

import os
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from sqlalchemy import inspect

from jobs.backup import carried
from jobs.commands.group import Group
from jobs.supervision import alone
from models import clock, copy_key
from models.base import db
from models.refusal import Refused
from models.runs import backup as copies
from models.runs import keeping, restoring, targets
from models.runs.bucket import Bucket
from models.runs.giving_way import give_way
from models.runs.scans import Scan
from models.school.school import School, the_school

backup = Group("backup", help="Резервные копии.")
NAME = click.argument("name", required=False)


def _settings():
    return current_app.config["KLASS"]


def _chosen(name: str | None) -> str:
    there = copies.backups(_settings().data)
    if not there:
        raise click.ClickException("Копий ещё нет. Создайте первую: flask backup now")
    return name or there[0].name


def _said(done: copies.Backup) -> str:
    rows = sum(done.counts.values())
    made = clock.school_time(done.made)
    megabytes = f"{done.size / 2**20:.1f}".replace(".", ",")
    size = f"{megabytes} МБ, записей {rows}, {_scans(done)}"
    return f"{done.name}: {size}, создана {made:%d.%m.%Y %H:%M}"


def _scans(done: copies.Backup) -> str:
    if done.scans is None:
        return "без сканов бумаг"
    lacking = f" (не было на диске: {done.lacking})" if done.lacking else ""
    return f"сканов {done.scans}{lacking}"


@backup.command("now")
def now() -> None:
    """Создать копию, проверить её и унести на другие диски."""

    def made() -> copies.Backup:
        settings = _settings()
        give_way()
        with keeping.in_words(settings.data / "backups"):
            one = copies.make_backup(settings.database_url, settings.data)
        proved = copies.verify_backup(settings.database_url, settings.data, one.name)
        for trouble in carried(settings, proved):
            click.echo(trouble, err=True)
        return proved

    _try(made, "Готово, проверена. ")


@backup.command("list")
def listing() -> None:
    """Показать копии, новые сверху."""
    there = copies.backups(_settings().data)
    if there:
        click.echo("Время в имени копии всемирное (UTC), в слове «создана» школьное. Новые сверху.")
    for one in there:
        safety = ", прежнее состояние перед восстановлением" if one.safety else ""
        click.echo(_said(one) + (", проверена" if one.verified_at else "") + safety)
    if not there:
        click.echo("Копий ещё нет.")


@backup.command("adopt")
@click.argument("folder", type=click.Path(path_type=Path))
def adopt(folder: Path) -> None:
    """Принять папку другого диска: в неё пойдут копии и записи журнала изменений."""
    try:
        targets.adopt(folder.resolve(), _settings().data)
    except Refused as refusal:
        raise click.ClickException(refusal.sentence) from None
    click.echo(f"Папка {folder} принята.")
    if targets.Target(folder.resolve()).is_beside(_settings().data):
        click.echo(
            "Внимание: она на том же диске, что и журнал: от его поломки она не спасёт.", err=True
        )
    if folder.resolve() not in _settings().copies:
        click.echo("Назовите её в настройке KLASS_COPIES и запустите Klass заново.")


@backup.command("fetch")
@NAME
def fetch(name: str | None) -> None:
    """Взять копию из хранилища KLASS_S3 на этот компьютер (без имени: новейшую из целых)."""
    settings = _settings()
    if settings.bucket is None:
        raise click.ClickException("Хранилище не названо в настройке KLASS_S3.")

    def fetched() -> copies.Backup:
        there = Bucket(settings.bucket)
        wanted = name or _newest_good(there.copies())
        with keeping.in_words(settings.data / "backups"):
            return there.fetch(wanted, settings.data)

    _try(fetched, "Взята. ")


def _newest_good(there: list[copies.Backup]) -> str:
    if not there:
        raise Refused("В хранилище копий нет.")
    good = next((one.name for one in there if not one.failed), None)
    if good is None:
        raise Refused("Ни одна копия в хранилище не прошла проверку. Назовите копию сами.")
    return good


@backup.command("make-key")
@click.argument("file", type=click.Path(path_type=Path))
def make_key(file: Path) -> None:
    """Создать файл с ключом, которым шифруются копии."""
    try:
        with open(file, "x", opener=lambda path, flags: os.open(path, flags, 0o600)) as kept:
            key = copy_key.new_key()
            kept.write(f"# public key: {key.recipient}\n{key.identity}\n")
    except OSError as error:
        raise click.ClickException(f"Файл {file} не создан ({error.strerror}).") from None
    click.echo(
        f"Ключ записан в {file}. Назовите его в настройке KLASS_COPIES_KEY и сохраните ещё в двух "
        "местах вне этого компьютера: без ключа копии не откроет никто."
    )


@backup.command("verify")
@NAME
def verify(name: str | None) -> None:
    """Открыть копию, сверить суммы, посчитать записи и сканы (без имени: новейшую)."""
    chosen = _chosen(name)
    _try(
        lambda: copies.verify_backup(_settings().database_url, _settings().data, chosen),
        "Копия цела. ",
    )


@backup.command("restore")
@NAME
@click.option("--yes", is_flag=True, help="Не спрашивать.")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f%z"]),
    help="До какого момента вернуть (по часам школы): копия и вынесенные после неё записи.",
)
@click.option("--latest", is_flag=True, help="До последней вынесенной записи.")
def restore(name: str | None, yes: bool, until: datetime | None, latest: bool) -> None:
    """Вернуть базу и сканы к копии (без имени: к новейшей). Остановите Klass перед этим."""
    settings = _settings()
    try:
        place, chosen = restoring.chosen_copy(_places(), name)
    except Refused as refusal:
        raise click.ClickException(refusal.sentence) from None
    if copies.backup_named(place, chosen) is None:
        raise click.ClickException(
            f"Такой копии нет: {chosen}. Имена показывает flask backup list."
        )
    moment = until and restoring.real_moment(until)

    def restored() -> copies.Backup:
        with alone(settings.data):
            if not yes:
                click.confirm(_question(chosen, until, latest), abort=True)
            db.session.remove()
            db.engine.dispose()
            wish = restoring.Wish(place, chosen, {"id": "command"}, moment, latest)
            done = restoring.bring_back(settings, wish, lambda _step, words: click.echo(words))
        _say_lost(done.lost)
        return done.copy

    _try(restored, "Восстановлено. ")


def _question(name: str, moment: datetime | None, latest: bool) -> str:
    """What is agreed to: whether a school is replaced, by which copy, up to when."""
    until = " и вынесенными после неё записями" if latest else ""
    if moment:
        local = moment.astimezone(clock.zone()) if moment.tzinfo else moment
        until = f" и записями после неё до {local:%d.%m.%Y %H:%M:%S}"
    if not inspect(db.engine).has_table(School.__tablename__) or the_school() is None:
        return f"Школы в базе ещё нет. Наполнить базу копией {name}{until}?"
    return f"Заменить всё, что сейчас в базе, копией {name}{until}?"


def _places() -> list[Path]:
    return [_settings().data, *targets.present(_settings().copies)]


def _say_lost(lost: list[Scan]) -> None:
    """Which scans are in no place: the database came back without them."""
    if lost:
        click.echo(f"Сканы потеряны: {len(lost)}. Возьмите эти бумаги у семей ещё раз:", err=True)
    for scan in lost:
        click.echo(f"  {scan.name}", err=True)


def _try(action, said: str) -> None:
    try:
        click.echo(said + _said(action()))
    except Refused as refusal:
        raise click.ClickException(refusal.sentence) from None
