"""`flask demo`: the demonstration school."""

import time

from flask.cli import AppGroup

from jobs.commands import writes

demo = AppGroup("demo", help="Показательная школа.")


@demo.command("seed")
@writes("flask demo seed")
def seed() -> str:
    """Создать показательную школу в пустой базе."""
    from models.demo.seed import seed_school

    begun = time.monotonic()
    made = seed_school()
    return f"{made} Заняло {time.monotonic() - begun:.1f} с."
