"""What earlier terms still owe is never out of sight."""

from datetime import date, time

import pytest

from models import clock
from models.office.order import Appointment, AppointmentClass
from models.school.calendar import Term
from tests.cast import MONDAY


@pytest.fixture
def a_term_later(in_school, monkeypatch):
    """A day of the term after that of the cast's lessons."""
    with in_school() as session:
        after = session.query(Term).filter(Term.grade == 5, Term.starts_on > MONDAY)
        term = after.order_by(Term.starts_on).first()
        day = term.starts_on
    monkeypatch.setattr("models.clock.now", lambda: clock.at(day, time(10)))


def test_findings_of_earlier_terms_stand_from_the_years_beginning(
    as_, cast, officials, a_term_later
):
    director = as_("director")
    page = director.get("/director/control/findings/?span=term").text
    assert "с начала года" in page and ">5-А</a>" not in page
    assert ">5-А</a>" in director.get("/director/control/findings/?span=year").text


def test_the_directors_home_leads_to_what_the_year_still_owes(as_, cast, a_term_later):
    home = as_("director").get("/director/").text
    assert 'findings/?span=year">Что не сделано с начала года' in home
    assert "Что не сделано с начала года" not in as_("admin").get("/administrator/control/").text


def test_where_rows_add_up_to_more_than_the_whole_the_page_says_why(
    as_, cast, officials, in_school, monkeypatch
):
    with in_school() as session:
        row = Appointment(person_id=cast.people["vera"], duty="operator", from_date=MONDAY)
        session.add(row)
        session.flush()
        named = {"appointment_id": row.id, "class_group_id": cast.classes["5-Б"]}
        session.add(AppointmentClass(**named))
        session.commit()
    monkeypatch.setattr("models.clock.now", lambda: clock.at(date(2026, 12, 1), time(10)))
    place = "/director/control/findings/?span=year&by="
    assert "срок двоих считается каждому" in as_("director").get(f"{place}person").text
    assert "Строки в сумме больше" not in as_("director").get(f"{place}rule").text
