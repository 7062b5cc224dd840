"""Fixtures: the app on each database with the cast in it, and visitors signed in as somebody.

No application context is held open around the visitors: Flask-Login keeps the user in `g`,
and a second request would run as the first user.
"""

from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest

from app import Settings, create_app
from blueprints import kept_part
from blueprints import slips as printing
from models import clock, engine, ground
from models.audit.author import system
from models.base import db
from tests import cast as stage
from tests import officials as office
from tests.databases import KINDS, Database
from tests.in_memory import settle
from tests.inside import InSchool, let_in

settle()


# what a test tells the data folder, and the next one must not find
LEFT = ("clock.json", "restores.jsonl", "restoration.json", "alarms.json")


class Stage:
    """An app with the cast on one database."""

    def __init__(self, kind: str, folder: Path):
        self.database = Database(kind, folder)
        self.database.create()
        self.settings = Settings(
            data=folder,
            database_url=self.database.url,
            secret_key="for tests only",
            demo=True,
            now=datetime.fromisoformat(stage.NOW),
        )
        self.app = create_app(self.settings)
        with self.app.app_context(), engine.writing():
            db.create_all()
            db.session.info["author"] = system("the cast")
            self.cast = stage.build()
            db.session.commit()
        self._close()
        self.database.keep_as_template()

    def _close(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def raise_curtain(self) -> None:
        """Everything as it was before the first test."""
        self._close()
        self.database.reset()
        ground.forget()
        kept_part.forget()
        for told in LEFT:
            (self.settings.data / told).unlink(missing_ok=True)
        clock.configure(self.settings.zone, self.settings.data, self.settings.now)


@pytest.fixture(scope="session", params=KINDS)
def a_stage(request, tmp_path_factory) -> Stage:
    return Stage(request.param, tmp_path_factory.mktemp(request.param))


@pytest.fixture
def app(a_stage):
    a_stage.raise_curtain()
    yield a_stage.app
    a_stage._close()


@pytest.fixture
def cast(a_stage) -> stage.Cast:
    """The cast of this test: who is seated in it is not there in the next."""
    return replace(a_stage.cast, students=dict(a_stage.cast.students))


@pytest.fixture
def as_(app):
    """Sign somebody of the cast in: `as_("anna").get("/teacher/")`."""

    return lambda name: let_in(app, name)


@pytest.fixture
def officials(in_school) -> dict[str, int]:
    """Deputy head, secretary, dispatcher and inspector: person ids by name."""
    with in_school() as session:
        people = office.appoint_officials()
        session.commit()
    return people


@pytest.fixture
def in_school(app):
    """A context in which the domain is used directly, as the program itself."""

    return lambda: InSchool(app)


@pytest.fixture
def on_day(monkeypatch):
    """From here on it is ten o'clock of a day in school."""

    def set_clock(day: date) -> None:
        monkeypatch.setattr("models.clock.now", lambda: clock.at(day, time(10)))

    return set_clock


@pytest.fixture
def paper(monkeypatch) -> list[dict]:
    """What is printed on slips, as the printer gets it."""
    printed: list[dict] = []
    draw = printing.pdf

    def watch(template, data, *args, **kwargs):
        printed.extend(data["slips"])
        return draw(template, data, *args, **kwargs)

    monkeypatch.setattr(printing, "pdf", watch)
    return printed
