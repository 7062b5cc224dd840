"""What the former year still owes is judged by it after the new one has begun."""

from datetime import date

import pytest

from models.control.document_drafts import operator_rows
from models.control.duties import duties
from models.control.duty import OPEN, tally
from models.control.note import AnalyticNote
from models.control.rules import COPY, TERM
from models.control.snapshot_tally import CLASS, counted
from models.journal.days import open_day
from models.office.founding import open_year
from models.school.calendar import terms_of, the_year

NOTES = "/administrator/control/notes/"
MAY, SEPTEMBER = date(2027, 5, 17), date(2027, 9, 2)


@pytest.fixture
def september(in_school, at):
    """The second of September; in May nothing was entered."""
    with in_school() as session:
        open_day(the_year(MAY), MAY)
        open_year(date(2027, 9, 1))
        session.commit()
    return at(SEPTEMBER, 10)


@pytest.fixture
def quarter(in_school, september) -> tuple[date, date]:
    with in_school():
        last = terms_of(the_year(MAY).id, 5)[-1]
        return last.starts_on, last.ends_on


def test_the_last_quarter_owes_in_september_what_it_owed_in_june(in_school, september, quarter):
    with in_school():
        found = duties(*quarter)
        there = {duty.rule_name for duty in found if duty.state(september) == OPEN}
        assert {COPY, TERM} <= there
        names = {name for name, _ in counted(found, september)[CLASS]}
        assert names == {"5-А", "5-Б", "6-А"}


def test_a_proposal_for_may_counts_the_deadlines_of_may(in_school, september):
    with in_school():
        (row,) = operator_rows(date(2027, 5, 1), date(2027, 5, 31))
        assert row[:4] == ["Служебная О.", "3", "0", "3"]  # a lesson, the quarter, the year


def test_its_note_is_offered_until_it_is_signed(as_, in_school, september, quarter):
    admin = as_("admin")
    assert ">4 четверть прошлого года</option>" in admin.get(NOTES).text
    home = admin.get("/administrator/").text
    assert "Нет подписанной справки: 4 четверть 2026/2027" in home
    assert admin.post(NOTES, {"term": "former"}).status_code == 302
    with in_school() as session:
        note = session.query(AnalyticNote).one()
        assert note.title == "4 четверть 2026/2027 учебного года"
        assert (note.first, note.last) == quarter
        assert note.figures["whole"][1] == tally(duties(*quarter), september).due > 0
        own = {"text": note.text, "council": "", "seen": note.version, "sign": "1", "sure": "1"}
        place = f"{NOTES}{note.id}/"
    assert admin.post(place, own).status_code == 302
    assert "прошлого года" not in admin.get(NOTES).text
    assert "Нет подписанной справки" not in admin.get("/administrator/").text


def test_the_operators_figures_of_may_are_shown_in_september(as_, september):
    asked = "?first=2027-05-01&last=2027-05-31"
    page = as_("admin").get(f"/administrator/control/operators/{asked}").text
    row = page.split("Служебная О.")[1].split("</tr>")[0]
    assert ">3</td>" in row
