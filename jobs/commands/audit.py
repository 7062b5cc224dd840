"""`flask audit`: seal what is new; does everything follow from what was recorded."""

import click
from flask import current_app

from jobs.commands.group import Group
from jobs.seal import seal
from models import engine
from models.audit.verify import verify
from models.runs.restore_log import restores
from models.runs.targets import present

audit = Group("audit", help="Журнал изменений.")


@audit.command("seal")
def seal_new() -> None:
    """Запечатать новые записи (обычно это делается само, каждые несколько секунд)."""
    blocks = seal()
    click.echo(f"Запечатано записей: {sum(block.entries for block in blocks)}.")


@audit.command("verify")
def verify_all() -> None:
    """Доказать журнал изменений: цепочку, каждую запись и каждую строку базы."""
    settings = current_app.config["KLASS"]
    with engine.reading():
        proof = verify(carried=present(settings.copies), restores=restores(settings.data))
    for fault in proof.faults:
        click.echo(fault.sentence, err=True)
    if proof.faults:
        raise click.ClickException(
            f"Не сходится: {len(proof.faults)}. Первое: {proof.faults[0].sentence}"
        )
    click.echo(
        f"Сверено строк: {proof.rows}, записей: {proof.entries}, из них в блоках: {proof.sealed}. "
        "Всё сходится."
    )
    if proof.head:
        click.echo(f"Блоков: {proof.blocks}. Корень: {proof.head}")
