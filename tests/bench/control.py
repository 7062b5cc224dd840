"""The whole control picture of 900 pupils and a year: by a job, on pages, and at a save."""

import os
import time
from collections.abc import Iterator
from unittest.mock import patch

from sqlalchemy import event, select

from tests.bench.ground import PASSWORD, Client, own_journal, served
from tests.bench.ratios import EMPTY_CELL
from tests.bench.year_school import year_school

LIMIT = 20  # seconds for the whole picture
TIMES = 3  # a page is asked, of which the middle counts
PAGES = (
    ("director", "/director/"),
    ("director", "/director/control/findings/"),
    ("director", "/director/control/findings/?span=term&by=person"),
    ("admin", "/administrator/"),
    ("admin", "/administrator/control/"),
    ("admin", "/administrator/control/findings/?span=term"),
    ("admin", "/administrator/control/checks/?span=month"),
    ("admin", "/administrator/control/checks/?span=year"),
    ("teacher", "/teacher/duties/"),
    ("teacher", "/teacher/duties/earlier/"),
    ("operator", "/operator/duties/"),
)


def measure(_environment: dict) -> Iterator[tuple[str, str]]:
    """Yields (what, figure); on a school of its own."""
    with year_school() as environment, patch.dict(os.environ, environment):
        from app import create_app

        app = create_app()
        yield from _size(app)
        yield from _by_job(app)
        yield from _pages(app)
        yield from _save(app, environment)


def _size(app) -> Iterator[tuple[str, str]]:
    from sqlalchemy import func

    from models.base import db
    from models.journal.cell import Mark
    from models.journal.lesson import Lesson
    from models.people.student import Student

    with app.app_context():
        for word, model in (("pupils", Student), ("lessons", Lesson), ("marks", Mark)):
            number = db.session.scalar(select(func.count()).select_from(model))
            yield f"{word} of the year", f"{number:,}".replace(",", " ")


def _timed(action) -> tuple[float, object]:
    begun = time.monotonic()
    made = action()
    return time.monotonic() - begun, made


def _both(spent: float, own: float) -> str:
    """Elapsed seconds, and those of this process's own: the machine may have other work."""
    return f"{spent:.2f} s (own {own:.2f} s)"


def _said(spent: float, begun: float, asked: list[str]) -> str:
    return f"{_both(spent, time.process_time() - begun)}, {len(asked)} queries"


def _by_job(app) -> Iterator[tuple[str, str]]:
    """All duties of the year, what they come to, and the checks; then the snapshot as a run."""
    from jobs.work import perform
    from models import clock, engine
    from models.base import db
    from models.control.checks.suspects import suspects
    from models.control.duties import duties
    from models.control.duty import findings
    from models.control.snapshot_tally import counted
    from models.runs.run import DONE, Run, new_run
    from models.school.calendar import the_year

    with app.app_context():
        today, now = clock.today(), clock.now()
        first = the_year(today).starts_on
        begun = time.process_time()
        with _counted(db.engine) as asked:
            spent, found = _timed(lambda: duties(first, today))
        yield f"all {len(found)} duties of the year", _said(spent, begun, asked)
        whole, own = spent, time.process_time() - begun
        begun = time.process_time()
        with _counted(db.engine) as asked:
            spent, _ = _timed(lambda: (findings(found, now), counted(found, now)))
        yield "findings; by rule, person and class", _said(spent, begun, asked)
        whole, own = whole + spent, own + time.process_time() - begun
        begun = time.process_time()
        with _counted(db.engine) as asked:
            spent, _ = _timed(lambda: suspects(first, today, None))
        yield "the checks of the year", _said(spent, begun, asked)
        last = time.process_time() - begun
        yield f"the whole picture (at most {LIMIT} s)", _both(whole + spent, own + last)
        with engine.writing():
            run = new_run("control")
            run.account_id = _somebody()
            db.session.commit()
        begun = time.process_time()
        spent, _ = _timed(lambda: perform(run.id, lambda *_: None))
        assert db.session.get(Run, run.id, populate_existing=True).state == DONE
        yield "the snapshot, as a run", _both(spent, time.process_time() - begun)


def _somebody() -> int:
    from models.base import db
    from models.people.account import Account

    return db.session.scalar(select(Account.id).where(Account.login == "admin"))


class _counted:
    """The statements sent while it is open."""

    def __init__(self, engine):
        self.engine, self.statements = engine, []

    def _note(self, _conn, _cursor, statement, *_rest):
        self.statements.append(statement)

    def __enter__(self) -> list[str]:
        event.listen(self.engine, "before_cursor_execute", self._note)
        return self.statements

    def __exit__(self, *_):
        event.remove(self.engine, "before_cursor_execute", self._note)


CONTROL = ("snapshot", "exemption", "explanation", "analytic_note", "inquiry", "rule_set")


def _visitor(app, login: str):
    """Somebody signed in, without a server between: what a page costs is measured alone."""
    visitor = app.test_client()
    token = visitor.get("/login").text.split('name="csrf_token"')[1].split('value="')[1]
    form = {"csrf_token": token.split('"')[0], "login": login, "password": PASSWORD}
    visitor.post("/login", data=form)
    return visitor


def _save(app, environment: dict) -> Iterator[tuple[str, str]]:
    """The statements of one saved mark, and those of them that ask anything of control."""
    from models.base import db

    visitor = _visitor(app, "teacher")
    with served(environment) as (address, _pid):
        journal = own_journal(Client(address, "teacher"))
    cells = EMPTY_CELL.findall(visitor.get(journal).text)
    headers = {"X-CSRFToken": visitor.get("/csrf").text}
    with app.app_context():
        event.listen(db.engine, "checkout", lambda line, *_: line.set_trace_callback(asked.append))
    for student, column, version in cells[:2]:  # the second: what is remembered is remembered
        own = {"student": student, "column": column, "value": "5", "version": version or 0}
        asked: list[str] = []
        answer = visitor.post(journal + "cells", data=own, headers=headers)
        assert answer.status_code == 200, answer.text
    of_control = [one for one in asked if any(f" {name}" in one for name in CONTROL)]
    yield "a mark saved: statements", str(len(asked))
    yield "of them by control (at most 2)", str(len(of_control))


def _pages(app) -> Iterator[tuple[str, str]]:
    from models.base import db

    with app.app_context():
        engine = db.engine
    for login, path in PAGES:
        visitor, said = _visitor(app, login), []
        for _ in range(TIMES):
            begun = time.process_time()
            with _counted(engine) as asked:
                spent, answer = _timed(lambda at=visitor, to=path: at.get(to))
            assert answer.status_code == 200, (path, answer.status_code)
            said.append((time.process_time() - begun, _said(spent, begun, asked)))
        yield path, sorted(said)[TIMES // 2][1]
