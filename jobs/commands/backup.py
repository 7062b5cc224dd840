"""`flask backup`: now, list, verify, restore."""

import click
from flask import current_app

from jobs.commands import Group
from jobs.supervision import alone
from models import clock
from models.base import db
from models.refusal import Refused
from models.runs import backup as copies

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
    return f"{done.name}: {done.size} байт, записей {rows}, создана {made:%d.%m.%Y %H:%M}"


@backup.command("now")
def now() -> None:
    """Создать копию."""
    _try(lambda: copies.make_backup(_settings().database_url, _settings().data), "Готово. ")


@backup.command("list")
def listing() -> None:
    """Показать копии, новые сверху."""
    there = copies.backups(_settings().data)
    for one in there:
        click.echo(_said(one) + (", проверена" if one.verified_at else ""))
    if not there:
        click.echo("Копий ещё нет.")


@backup.command("verify")
@NAME
def verify(name: str | None) -> None:
    """Открыть копию, сверить сумму, посчитать записи (без имени: новейшую)."""
    chosen = _chosen(name)
    _try(
        lambda: copies.verify_backup(_settings().database_url, _settings().data, chosen),
        "Копия цела. ",
    )


@backup.command("restore")
@NAME
@click.option("--yes", is_flag=True, help="Не спрашивать.")
def restore(name: str | None, yes: bool) -> None:
    """Вернуть базу к копии (без имени: к новейшей). Остановите Klass перед этим."""
    chosen = _chosen(name)

    def restored() -> copies.Backup:
        with alone(_settings().data):
            if not yes:
                click.confirm(f"Заменить всё, что сейчас в базе, копией {chosen}?", abort=True)
            db.session.remove()
            db.engine.dispose()
            return copies.restore_backup(_settings().database_url, _settings().data, chosen)

    _try(restored, "Восстановлено. ")


def _try(action, said: str) -> None:
    try:
        click.echo(said + _said(action()))
    except Refused as refusal:
        raise click.ClickException(refusal.sentence) from None
