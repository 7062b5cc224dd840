"""The walk: every address there is, asked by every role about what is whose."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from models import clock
from models.access.role import Role
from models.office.order import Appointment
from models.office.paper import WITHDRAWAL, FamilyPaper
from models.people.account import Account
from models.people.guardian import Guardianship
from models.school.groups import Enrolment
from models.school.teaching import TeachingAssignment
from tests.access.things import YESTERDAY
from tests.access.whose import NOWHERE, Walker, walkers
from tests.architecture.test_doors import methods_of, room_rules
from tests.cast import MONDAY
from tests.inside import InSchool, let_in
from tests.visitor import Visitor

UNKNOWN = (
    "{rule}: whose is <{argument}> for {role}? Say it in tests/access/whose.py: what is the "
    "role's own, what is a colleague's, what is a stranger's; make it in tests/access/things.py."
)


@dataclass(frozen=True)
class Page:
    """One address with one method, of one room."""

    rule: object
    method: str
    role: Role
    view: str  # name of its function
    action: str  # of the matrix

    @property
    def arguments(self) -> list[str]:
        return sorted(self.rule.arguments)

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"


class Walk:
    """The school with everybody in it, each with an open browser."""

    def __init__(self, stage):
        self.app, self.cast = stage.app, stage.cast
        self.walkers = walkers(self.app, self.cast, stage.settings.data)
        self.visitors = {role: let_in(self.app, w.name) for role, w in self.walkers.items()}
        self.pages = list(self._pages())

    def _pages(self) -> Iterator[Page]:
        for rule in sorted(room_rules(self.app), key=str):
            view = self.app.view_functions[rule.endpoint]
            role = Role(rule.endpoint.split(".")[0])
            for method in methods_of(rule):
                yield Page(rule, method, role, view.__name__, view.guarded_by)

    def of(self, role: Role) -> list[Page]:
        """The pages of a room."""
        return [page for page in self.pages if page.role is role]

    def whose(self, page: Page, things: dict) -> dict:
        """The page's arguments, each from `things` or else the walker's own."""
        walker = self.walkers[page.role]
        found = {}
        for argument in page.arguments:
            if argument not in walker.own:
                said = {"rule": page.rule, "argument": argument, "role": page.role}
                pytest.fail(UNKNOWN.format(**said))
            mine = walker.own.get(f"{page.view}.{argument}", walker.own[argument])
            found[argument] = things.get(argument, mine)
        return found

    def strangers(self, page: Page) -> dict:
        """The page's arguments, all a stranger's or nobody's."""
        strange = self.walkers[page.role].strange
        return {name: strange.get(name, self._nobodys(page, name)) for name in page.arguments}

    def _nobodys(self, page: Page, name: str):
        return NOWHERE[type(page.rule._converters[name]).__name__]

    def ask(self, page: Page, numbers: dict, things: dict, visitor: Visitor | None = None, **how):
        """The answer to the page with these numbers in its address and these things in its form,
        as the form of a page names them."""
        with self.app.test_request_context():
            path = page.rule.build(numbers)[1].partition("?")[0]
        visitor = visitor or self.visitors[page.role]
        if page.method == "POST":
            how["data"] = form_of(things)
        return visitor.request(page.method, path, **how)

    def own(self, page: Page, **how):
        """The answer to the page about what is the walker's own."""
        own = self.walkers[page.role].own
        return self.ask(page, self.whose(page, {}), own, **how)

    @contextmanager
    def changed(self, change):
        """`change(session, walk)` turns something off and returns what turns it on again; its
        session stays open, its effect ends with the block."""
        with InSchool(self.app) as session:
            back = change(session)
            session.commit()
        yield
        with InSchool(self.app) as session:
            back(session)
            session.commit()


def form_of(things: dict) -> dict:
    """Fields by which forms name things, and a value that can be saved."""
    names = {"column": "column_id", "student": "student_id", "period": "period", "step": "step"}
    form = {name: things[known] for name, known in names.items() if known in things}
    return form | {"value": "4", "version": "0", "topic": "Дроби", "homework": "№ 5"}


def put(model, column: str, value, **whose):
    """A change that sets a column of the rows, and its way back."""

    def change(session):
        rows = {row.id: getattr(row, column) for row in session.query(model).filter_by(**whose)}
        assert rows, f"nothing of {model.__name__} to change: {whose}"
        for number in rows:
            setattr(session.get(model, number), column, value)
        return lambda later: [setattr(later.get(model, n), column, old) for n, old in rows.items()]

    return change


def together(*changes):
    """Several changes as one."""

    def change(session):
        backs = [one(session) for one in changes]
        return lambda later: [back(later) for back in backs]

    return change


def duty_ends(walk: Walk, walker: Walker):
    """The paper by which the walker has the role ended yesterday."""
    cast, until = walk.cast, YESTERDAY
    if walker.role is Role.PARENT:
        return put(Guardianship, "until", until, person_id=cast.people[walker.name])
    if walker.role is Role.STUDENT:
        return put(Enrolment, "until", until, student_id=cast.students[walker.name])
    with walk.app.app_context():
        person = Account.query.filter_by(login=walker.name).one().person_id
    appointment = put(Appointment, "until", until, person_id=person)
    if walker.role is not Role.TEACHER:
        return appointment
    taught = put(TeachingAssignment, "until", until, employee_id=cast.employees[walker.name])
    return together(appointment, taught)


def consent_withdrawn(walk: Walk, child: str, parent: str):
    """The parent withdraws the consent for the child today."""
    own = {"person_id": walk.cast.people[parent], "student_id": walk.cast.students[child]}

    def change(session):
        paper = FamilyPaper(**own, kind=WITHDRAWAL, on_date=MONDAY)
        session.add(paper)
        session.flush()
        return put(FamilyPaper, "annulled_at", clock.now(), id=paper.id)

    return change


def account_blocked(walker: Walker):
    """The account of the walker is closed."""
    return put(Account, "blocked_at", clock.now(), login=walker.name)
