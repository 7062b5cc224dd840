"""A table or the whole school as a file: args what, form, order. The result names the file.

It only reads; what lasts is done before the transaction that ends the run.
"""

import secrets
from pathlib import Path

from flask import current_app

from models import clock
from models.exchange.leaving.everything import write_everything
from models.exchange.tables.catalogue import EVERYTHING, TABLES
from models.exchange.tables.journals import Pages
from models.exchange.tables.made_file import folder, sweep


def prepare(run, progress) -> dict:
    """Make the file, while everybody goes on writing."""
    place = folder(current_app.config["KLASS"].data)
    sweep(place)
    what, form, day = run.args["what"], run.args["form"], clock.today()
    target = place / secrets.token_hex(16)
    if what == EVERYTHING:
        data, order = current_app.config["KLASS"].data, run.args.get("order") or ""
        made = write_everything(target, data, day, order, progress)
        name = f"Все данные школы на {day:%d.%m.%Y}.zip"
    else:
        progress(0, 1, TABLES[what].title)
        pages = Pages(day, paper_too=bool(run.args.get("order")))
        made = {"rows": {TABLES[what].title: TABLES[what].write(target, form, pages)}}
        made["note"] = pages.note()
        name = f"{TABLES[what].title} на {day:%d.%m.%Y}.{form}"
    return made | {"file": target.name, "name": name, "size": Path(target).stat().st_size}


def run(_run, _progress, made: dict) -> dict:
    """The file is made; the run says where it lies."""
    return made
