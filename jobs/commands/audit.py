"""`flask audit`: does what stands follow from what was recorded."""

import click

from jobs.commands import Group
from models.audit.verify import verify

audit = Group("audit", help="Журнал изменений.")


@audit.command("verify")
def verify_all() -> None:
    """Сверить каждую запись базы с журналом изменений."""
    checked, wrong = verify()
    if wrong:
        raise click.ClickException(f"Не сходится записей: {len(wrong)}. Первая: {wrong[0]}")
    click.echo(f"Сверено записей: {checked}. Всё сходится.")
