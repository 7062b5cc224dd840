"""What a closed period closes besides its marks: the lists, groups, timetable and lessons of its
days; and a lesson that is over does not vanish by a timetable changed afterwards."""

from datetime import date, timedelta
from html.parser import HTMLParser

import pytest

from models.journal.certificate import Certificate
from models.journal.journal import Journal
from models.journal.lesson import Lesson
from models.refusal import Refused
from models.school.calendar import Holiday, Term, the_year
from models.school.special_days import Quarantine
from models.school.terms_closed import refuse_closed_days
from tests.cast import MONDAY
from tests.marks_grid import Hand

CLOSED_DAY = date(2026, 10, 5)


@pytest.fixture
def closed(in_school) -> None:
    """The first quarter is closed."""
    with in_school() as session:
        for term in session.query(Term).filter_by(number=1):
            term.close(None)
        session.commit()


def refused(answer) -> bool:
    return answer.status_code == 422 and "Период закрыт" in answer.text


def test_days_after_a_closed_period_are_open_and_those_in_it_are_not(closed, in_school):
    with in_school():
        year = the_year(MONDAY)
        refuse_closed_days(year, [5], MONDAY)
        for first in (CLOSED_DAY, year.starts_on):
            with pytest.raises(Refused, match="1 четверть, 5-е классы"):
                refuse_closed_days(year, [5], first)


def test_no_marks_are_brought_into_a_closed_period(as_, cast, in_school, closed):
    typed = {"on_date": CLOSED_DAY.isoformat(), "marks": "2 2", "document": "справка № 3"}
    with in_school() as session:
        typed["course"] = str(session.get(Journal, cast.journals["5-А", "Математика"]).course_id)
    path = f"/teacher/school/pupils/{cast.students['petya']}/brought/"
    assert refused(as_("boris").post(path, typed))


def test_nobody_leaves_a_class_in_a_closed_period(as_, cast, closed):
    typed = {"kind": "departure", "number": "9", "on_date": "2026-10-05", "day": "2026-10-05"}
    path = f"/administrator/school/pupils/{cast.students['petya']}/movements/"
    assert refused(as_("admin").post(path, typed | {"place": "Томск", "title": "О выбытии"}))


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("holidays", {"name": "Ремонт", "kind": "own", "grade": "", "grade_to": ""}),
        ("quarantines", {"kind": "closed", "reason": "грипп"}),
    ],
)
def test_the_calendar_takes_no_lesson_out_of_a_closed_period(
    as_, cast, in_school, closed, kind, typed
):
    days = {"starts_on": CLOSED_DAY.isoformat(), "ends_on": CLOSED_DAY.isoformat()}
    days["class_group_id"] = str(cast.classes["5-А"])
    path = f"/administrator/school/calendar/{kind}/"
    assert refused(as_("admin").post(path, typed | days))
    with in_school() as session:
        found = {"holidays": Holiday, "quarantines": Quarantine}[kind]
        assert session.query(found).filter_by(starts_on=CLOSED_DAY).count() == 0


def test_a_certificate_of_closed_days_is_not_called_taken_back(as_, cast, in_school):
    assert Hand(as_("anna"), cast).write("н").status_code == 200
    boris, path = as_("boris"), f"/teacher/school/pupils/{cast.students['petya']}/certificates/"
    days = {"first": MONDAY.isoformat(), "until": MONDAY.isoformat(), "on_date": MONDAY.isoformat()}
    assert boris.post(path, days | {"code": "б", "number": "77"}).status_code == 302
    with in_school() as session:
        number = session.query(Certificate).one().id
        for term in session.query(Term).filter(Term.starts_on <= MONDAY, Term.ends_on >= MONDAY):
            term.close(None)
        session.commit()
    answer = boris.post(f"{path}{number}/annulment", {"why": "не тот"})
    assert answer.status_code == 422 and "в закрытом периоде: 1" in answer.text
    with in_school() as session:
        assert session.get(Certificate, number).annulled_at is None


def week_of(visitor, room: str, class_id: int, first: date) -> tuple[str, dict]:
    """Where the timetable of a class is kept, and its form as it stands on the day."""
    path = f"/{room}/school/timetable/classes/{class_id}/"
    page = visitor.get(f"{path}?from={first}").text
    return path, form_in(page) | {"from": first.isoformat()}


def form_in(page: str) -> dict:
    class Fields(HTMLParser):
        def __init__(self):
            super().__init__()
            self.found, self.select = {}, None

        def handle_starttag(self, tag, attrs):
            given = dict(attrs)
            if tag == "select":
                self.select = given.get("name")
                self.found.setdefault(self.select, "")
            elif tag == "option" and "selected" in given:
                self.found[self.select] = given.get("value", "")
            elif tag == "input" and given.get("name") and given.get("type") != "checkbox":
                self.found[given["name"]] = given.get("value", "")

    fields = Fields()
    fields.feed(page)
    return fields.found


def test_only_the_administrator_makes_a_lesson_that_is_over_vanish(
    as_, cast, in_school, on_day, officials
):
    on_day(MONDAY + timedelta(days=1))
    place = next(place for place in cast.lessons if place[0] == "5-Б")
    rooms = {"olga": "operator", "dasha": "dispatcher", "admin": "administrator"}
    for name, room in rooms.items():
        visitor = as_(name)
        path, typed = week_of(visitor, room, cast.classes["5-Б"], MONDAY)
        emptied = {k: "" if k.startswith("what-") else v for k, v in typed.items()}
        answer = visitor.post(path, emptied | {"emptied": "1"})
        with in_school() as session:
            there = session.get(Lesson, cast.lessons[place]) is not None
        if name != "admin":
            assert answer.status_code == 422 and "уже прошли" in answer.text and there
        else:
            assert answer.status_code == 302 and not there
