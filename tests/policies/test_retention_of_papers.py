"""Papers of families go by an act when they have served: never the last word of who is here."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from jobs.seal import seal
from models import clock
from models.base import db
from models.files.kept import Brought
from models.office.paper import CONSENT, GIVEN, STOP, WITHDRAWAL, FamilyPaper, children_open_to
from models.office.paper_file import PaperFile, attach
from models.office.standing import STOPPED, standing
from models.office.stops import Acknowledgement, acknowledge
from models.runs.scans import papers
from models.school.groups import Enrolment
from tests.cast import MONDAY
from tests.removal import PAGE, carried_out, faults, number_of

DAY = timedelta(days=1)
TWO_YEARS_ON, FOUR_YEARS_ON = date(2028, 12, 1), date(2030, 12, 2)


@pytest.fixture
def bring(cast, in_school):
    """Put a paper of a family into the school's books."""

    def put(person: str, child: str, kind: str, on_date: date = MONDAY, **more) -> int:
        with in_school() as session:
            own = {"person_id": cast.people[person], "student_id": cast.students[child]}
            paper = FamilyPaper(**own, kind=kind, on_date=on_date, **more)
            session.add(paper)
            session.commit()
            return paper.id

    return put


@pytest.fixture
def on(app, on_day):
    """What is there is sealed; then it is another day."""

    def go(day: date) -> None:
        with app.app_context():
            seal()
        on_day(day)

    return go


@pytest.fixture
def of_family(app, cast):
    """The papers of a person about a child, as they lie."""

    def found(person: str, child: str) -> list[FamilyPaper]:
        about = {"person_id": cast.people[person], "student_id": cast.students[child]}
        with app.app_context():
            return list(db.session.scalars(select(FamilyPaper).filter_by(**about)))

    return found


def nothing_goes(as_) -> bool:
    answer = as_("admin").post(f"/administrator{PAGE}acts", data={"kind": "papers"})
    return answer.status_code == 422 and "Удалять нечего" in answer.text


def test_a_withdrawn_consent_goes_three_years_after_the_new_one_came(
    app, as_, cast, bring, on, of_family
):
    bring("maria", "petya", WITHDRAWAL, MONDAY - DAY)
    anew = bring("maria", "petya", CONSENT)
    on(TWO_YEARS_ON)
    assert nothing_goes(as_)
    on(FOUR_YEARS_ON)
    act = carried_out(app, as_, "papers")
    left = of_family("maria", "petya")
    assert {paper.kind for paper in left} == set(GIVEN) and anew in {paper.id for paper in left}
    with app.app_context():
        children = set(db.session.scalars(children_open_to(cast.people["maria"], FOUR_YEARS_ON)))
    assert {cast.students["petya"], cast.students["katya"]} <= children and faults(app) == []
    said = as_("director").get(f"/director{PAGE}acts/{act}/extract.csv").data.decode("utf-8-sig")
    assert "Родитель Maria;Заявления и согласия;1" in said
    assert "Родитель Maria;Прекращения, отзывы и отказы;1" in said


@pytest.mark.parametrize("kind", [STOP, WITHDRAWAL])
def test_the_last_word_stays_while_the_child_is_here(app, as_, cast, bring, on, of_family, kind):
    bring("ivan", "fedya", kind)
    on(FOUR_YEARS_ON)
    carried_out(app, as_, "papers")
    left = of_family("ivan", "fedya")
    assert kind in {paper.kind for paper in left} and len(left) == 2, "what it ended is gone"
    assert standing(left, FOUR_YEARS_ON).state == STOPPED


def test_papers_about_who_left_go_with_scans_and_notes(
    app, as_, cast, bring, on, of_family, in_school
):
    stop = bring("maria", "petya", STOP)
    data = app.config["KLASS"].data
    with in_school() as session:
        attach(session.get(FamilyPaper, stop), [Brought("скан.pdf", "pdf", b"%PDF-1.7")], data)
        acknowledge(session.get(FamilyPaper, stop), cast.accounts["olga"])
        left = select(Enrolment).filter_by(student_id=cast.students["petya"])
        session.scalar(left).until = MONDAY
        session.commit()
        scan = papers(data) / session.scalar(select(PaperFile.stored))
    assert scan.is_file()
    on(FOUR_YEARS_ON)
    carried_out(app, as_, "papers")
    assert of_family("maria", "petya") == [] and len(of_family("maria", "katya")) == 2
    assert not scan.exists() and number_of(app, PaperFile, Acknowledgement) == 0
    assert faults(app) == []


def test_what_was_entered_by_mistake_goes_and_ends_nothing(app, as_, bring, on, of_family):
    bring("ivan", "fedya", WITHDRAWAL, annulled_at=clock.now(), annulled_why="не тот ребёнок")
    on(TWO_YEARS_ON)
    assert nothing_goes(as_)
    on(FOUR_YEARS_ON)
    carried_out(app, as_, "papers")
    assert sorted(paper.kind for paper in of_family("ivan", "fedya")) == sorted(GIVEN)
