"""`flask school`: create it, bring its timetable and pupils."""

from datetime import date
from pathlib import Path

import click

from jobs.commands.group import Group, writes
from models import clock
from models.exchange.importing import import_file
from models.exchange.report import Report
from models.exchange.upload import PUPILS, TIMETABLE
from models.office.founding import found_school

school = Group("school", help="Школа: создать, загрузить расписание и учеников.")
FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
DRY = click.option("--dry-run", is_flag=True, help="Только показать, что изменилось бы.")
FROM = click.option(
    "--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="С какого дня действует."
)


@school.command("create")
@click.argument("name")
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), help="Первый день учебного года.")
@click.option("--mode", type=click.Choice(["transition", "electronic"]), default="electronic")
@writes("flask school create")
def create(name: str, start, mode: str) -> str:
    """Создать школу с учебным годом, четвертями и каникулами."""
    first = start.date() if start else _first_of_september()
    found_school(name, first, mode)
    return f"Школа «{name}» создана, учебный год начинается {first:%d.%m.%Y}."


def _first_of_september() -> date:
    today = clock.today()
    return date(today.year if today.month >= 7 else today.year - 1, 9, 1)


@school.command("import-timetable")
@FILE
@FROM
@DRY
@click.option("--accept-proposals", is_flag=True, help="Принять предложения по всем вопросам.")
@writes("flask school import-timetable")
def import_timetable(file: Path, first, dry_run: bool, accept_proposals: bool) -> str:
    """Загрузить расписание aSc (.xml)."""
    report = import_file(
        TIMETABLE, file, first.date() if first else None, dry=dry_run, accept=accept_proposals
    )
    return _said(report)


@school.command("import-pupils")
@FILE
@FROM
@DRY
@writes("flask school import-pupils")
def import_pupils(file: Path, first, dry_run: bool) -> str:
    """Загрузить список учеников (.xlsx)."""
    return _said(import_file(PUPILS, file, first.date() if first else None, dry=dry_run))


def _said(report: Report) -> str:
    read = ", ".join(f"{what} {number}" for what, number in report.read.items())
    lines = [f"Прочитано: {read}.", report.line() + "."]
    lines += [
        f"Строка {f['row']}, «{f['column']}»: {f['value'] or 'пусто'}. {f['reason']}"
        for f in report.refused
    ]
    if report.waiting_lessons:
        lines.append(
            f"Уроков без решения: {report.waiting_lessons}. Откройте «Загрузки» у "
            "администратора или повторите с --accept-proposals."
        )
    return "\n".join(lines)
