"""Quarters that a grade left for half-years keep their days, and nobody asks for their marks."""

import csv
import io
import zipfile

import pytest

from models import clock
from models.control.fullness import fullness
from models.exchange.oneroster.giving import write_roster
from models.journal.cell import Attendance
from models.journal.certifying import Paper, take_certificate
from models.school.calendar import Term, terms_of, the_year
from models.school.groups import ClassGroup
from models.school.school import school_facts
from tests.cast import MONDAY

PLACE = ("5-А", "Математика")


@pytest.fixture
def left(cast, in_school) -> int:
    """The first quarter of grade 5, which is over and was left, with its days; its id."""
    with in_school() as session:
        first = session.get(Term, terms_of(the_year(MONDAY).id, 5)[0].id)
        assert first.ends_on < MONDAY
        first.annulled_at = clock.now()
        session.commit()
        return first.id


def wanted(session, cast) -> list[int]:
    group = session.get(ClassGroup, cast.classes["5-А"])
    (found,) = fullness([group], MONDAY)
    return [page.term_want for page in found.facts.pages]


def test_no_marks_are_wanted_for_a_quarter_that_was_left(as_, cast, in_school, left):
    with in_school() as session:
        assert set(wanted(session, cast)) == {0}
    page = as_("admin").get(f"/administrator/school/fullness/{cast.classes['5-А']}/").text
    assert "нет отметок за период" not in page


def test_of_a_quarter_that_stands_they_are(cast, in_school):
    with in_school() as session:
        assert all(wanted(session, cast))


def test_another_program_gets_no_quarter_that_was_left(cast, in_school, left, tmp_path):
    path = tmp_path / "roster.zip"
    with in_school() as session:
        standing = session.query(Term).filter(Term.annulled_at.is_(None)).count()
        write_roster(path, MONDAY)
    with zipfile.ZipFile(path) as archive:
        text = archive.read("academicSessions.csv").decode()
    told = {row["sourcedId"] for row in csv.DictReader(io.StringIO(text))}
    assert f"term-{left}" not in told and len(told) == standing + 1  # and the year


def test_a_quarter_that_was_left_closed_keeps_no_absence_from_a_certificate(cast, in_school):
    with in_school() as session:
        term = next(t for t in terms_of(the_year(MONDAY).id, 5) if t.holds(MONDAY))
        row = session.get(Term, term.id)
        row.close(None)
        row.annulled_at = clock.now()
        own = {"journal_id": cast.journals[PLACE], "student_id": cast.students["petya"]}
        session.add(Attendance(lesson_id=cast.lessons[PLACE], code="н", **own))
        session.flush()
        paper = Paper(MONDAY, MONDAY, "б", "7", MONDAY)
        take_certificate(cast.students["petya"], paper, school_facts(), MONDAY, None)
        session.expire_all()
        assert [a.code for a in session.query(Attendance)] == ["б"]
