"""Fields that a page would not send: another class's pupil, another's column, more than asked for;
and buttons that were pressed twice."""

import pytest

from models.journal.cell import Cell, Remark
from models.journal.journal import WorkKind
from models.journal.lesson import LessonColumn
from models.journal.term_mark import TermMark, period_of
from models.office.code_issuer import CodeIssuer
from models.office.order import Appointment
from models.office.paper import FamilyPaper
from models.office.right_request import RightRequest
from models.school.calendar import terms_of, the_year
from tests.cast import MONDAY
from tests.marks_grid import MATHS

ENGLISH = ("5-А", "Английский язык")


@pytest.fixture
def there(in_school):
    """How many rows of a kind there are."""

    def count(model, **whose) -> int:
        with in_school() as session:
            return session.query(model).filter_by(**whose).count()

    return count


@pytest.fixture
def period(in_school) -> str:
    with in_school():
        return period_of(terms_of(the_year(MONDAY).id, 5)[0].id)


def test_a_pupil_of_another_class_is_written_nowhere(as_, cast, there, period):
    anna, katya, column = as_("anna"), cast.students["katya"], cast.columns[MATHS]
    journal = f"/teacher/journals/{cast.journals[MATHS]}"
    row = {"student": katya, "value": "5", "version": 0}
    card, cell = f"{journal}/columns/{column}/students/{katya}/", f"cell-{column}-{katya}"
    lesson = {"topic": "", "homework": "", "version": 1, cell: "5"}
    for path, form in (
        (f"{journal}/cells", row | {"column": column}),
        (f"{journal}/term-marks", row | {"period": period}),
        (f"{journal}/periods/{period}/", {"student": katya, f"value-{katya}": "5"}),
        (card, {"remark": "Чужой ученик", "version": 0}),
        (f"/teacher/lessons/{cast.lessons[MATHS]}/", lesson),
    ):
        assert anna.post(path, form).status_code in (404, 422), path
    assert there(Cell) == there(TermMark) == there(Remark) == 0


def test_a_colleagues_column_is_not_written_through_ones_own_lesson(as_, cast, there):
    column, petya = cast.columns[ENGLISH], cast.students["petya"]
    form = {"topic": "", "homework": "", "version": 1}
    form |= {f"cell-{column}-{petya}": "5", f"kind-{column}": "1"}
    as_("anna").post(f"/teacher/lessons/{cast.lessons[MATHS]}/", form)
    assert there(Cell, column_id=column) == 0


def test_a_form_sets_nothing_but_its_own_fields(as_, cast, in_school):
    form = {"duty": "operator", "what": "Журнал 6-А", "why": "Веду кружок"}
    forged = {"person_id": cast.people["boris"], "decided_at": "2026-11-16", "order_id": "1"}
    assert as_("anna").post("/teacher/rights/", form | forged | {"id": "7"}).status_code == 302
    with in_school() as session:
        row = session.query(RightRequest).one()
        assert (row.person_id, row.decided_at, row.order_id) == (cast.people["anna"], None, None)


def test_a_column_is_opened_once_by_a_button_pressed_twice(as_, cast, there, in_school):
    anna, lesson = as_("anna"), cast.lessons[MATHS]
    with in_school() as session:
        kind = session.query(WorkKind).first().id
    page = anna.get(f"/teacher/lessons/{lesson}/").text
    assert 'name="seen" value="1"' in page
    for _ in range(2):
        answer = anna.post(f"/teacher/lessons/{lesson}/columns", {"kind": kind, "seen": 1})
        assert answer.status_code == 302
    assert there(LessonColumn, lesson_id=lesson) == 2
    assert "Столбец уже открыт" in anna.get(f"/teacher/lessons/{lesson}/").text
    anna.post(f"/teacher/lessons/{lesson}/columns", {"kind": kind, "seen": 2})
    assert there(LessonColumn, lesson_id=lesson) == 3


def test_what_the_office_presses_twice_is_there_once(as_, cast, there):
    admin, vera, boris = as_("admin"), cast.people["vera"], cast.people["boris"]
    family = f"students/{cast.students['fedya']}/people/{cast.people['ivan']}"
    line = {"line": "0", "duty-0": "operator", "person-0": vera, "class-0": cast.classes["6-А"]}
    days = {"on_date": "2026-11-16", "first": "2026-11-16", "until": "2027-05-31"}
    twice = (
        (f"papers/{family}/", {"kind": "stop", "form": "paper", "day": "2026-11-16"}),
        ("orders/", line | days | {"number": "99", "title": "Об операторе"}),
        ("work-kinds/", {"name": "Лабораторная", "short": "лаб", "weight": "1"}),
        ("access/issuers/", {"person": boris, "first": "2026-11-16"}),
    )
    for path, form in twice:
        first, second = (admin.post(f"/administrator/{path}", form) for _ in range(2))
        assert (first.status_code, second.status_code) in ((302, 422), (302, 302)), path
    assert there(FamilyPaper, kind="stop") == there(WorkKind, name="Лабораторная") == 1
    assert there(Appointment, person_id=vera) == there(CodeIssuer) == 1
