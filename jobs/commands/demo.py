"""`flask demo`: the demonstration school."""

import time

from flask import current_app

from jobs.commands.group import Group, writes

demo = Group("demo", help="Показательная школа.")


@demo.command("seed")
@writes("flask demo seed")
def seed() -> str:
    """Создать показательную школу в пустой базе."""
    from models.demo.seed import seed_school

    begun = time.monotonic()
    made = seed_school(current_app.config["KLASS"].data)
    return f"{made} Заняло {time.monotonic() - begun:.1f} с."


@demo.command("ensure")
@writes("flask demo seed")
def ensure() -> str:
    """Создать показательную школу, если школы ещё нет; последняя строка: demo или own."""
    from models.demo.seed import catch_up, seed_school
    from models.school.school import is_demonstration, the_school

    said = "" if the_school() else seed_school(current_app.config["KLASS"].data) + "\n"
    if not is_demonstration():
        return said + "own"
    catch_up()
    return said + "demo"
