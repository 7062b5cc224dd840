"""A school of 900 pupils with a whole year behind it, made by the demonstration's own hands."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from unittest.mock import patch

NOW = "2027-05-27T16:00"  # the fourth quarter has ended
START = date(2026, 9, 1)
PUPILS = 900
KEPT = "YEAR_SCHOOL"  # a folder to keep the school in between two measurements


@contextmanager
def year_school() -> Iterator[dict]:
    """The environment of that school; made anew, unless it is kept."""
    kept = os.environ.get(KEPT)
    with tempfile.TemporaryDirectory(prefix="kl-") as folder:
        data = Path(kept or folder)
        environment = os.environ | {"KLASS_DATA": str(data), "KLASS_DEMO": "1", "KLASS_NOW": NOW}
        if not (data / "klass.sqlite").exists():
            for command in (("flask", "db", "upgrade"), ("tests.bench.year_school",)):
                subprocess.run([sys.executable, "-m", *command], env=environment, check=True)
        yield environment


def seed() -> None:
    """Seed the demonstration as on that day, with as many pupils."""
    from app import create_app
    from models import engine
    from models.audit.author import system
    from models.base import db
    from models.demo import seed as school

    read = school.read_pupils

    def more_pupils(*args):
        rows, faults = read(*args)
        others = [replace(r, surname=f"{r.surname}-Новый") for r in rows[: PUPILS - len(rows)]]
        return rows + others, faults

    app = create_app()
    with (
        app.app_context(),
        engine.writing(),
        patch.object(school, "first_day", lambda _today: START),
        patch.object(school, "read_pupils", more_pupils),
    ):
        db.session.info["author"] = system("a benchmark")
        school.seed_school(app.config["KLASS"].data)
        db.session.commit()


if __name__ == "__main__":
    seed()
