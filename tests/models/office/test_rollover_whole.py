"""The whole demonstration-sized school goes into the next year and comes back row for row."""

from datetime import date

import pytest
from sqlalchemy import select

from jobs import rollover as job
from models.audit.undo import undo_run
from models.base import db
from models.exchange.importing import import_file
from models.office.next_year import next_start, open_next_year
from models.office.rollover.draft import LEAVES, STAYS, the_rollover
from models.office.rollover.facts import last_year
from models.runs.run import Run
from models.school.calendar import the_year, years
from models.school.groups import ClassGroup, Enrolment
from models.school.roster import class_of
from tests.cast import MONDAY, START
from tests.databases import KINDS
from tests.empty_school import DATA, EmptySchool

SIGNED = {"number": "41-у", "on_date": "2026-11-10"}
NOT_COMPARED = {"audit_entry", "run", "ground"}


def quiet(*_):
    """Nobody watches the progress."""


@pytest.fixture(scope="module", params=KINDS)
def school(request, tmp_path_factory):
    """Both files imported, the next year open, an order signed; tests undo what they do."""
    made = EmptySchool(request.param, tmp_path_factory.mktemp("next"), "next")
    with made.open() as session:
        import_file("timetable", DATA / "timetable-asc.xml", START, dry=False, accept=True)
        import_file("pupils", DATA / "pupils.xlsx", START, dry=False)
        open_next_year(next_start())
        the_rollover(the_year(MONDAY).id).answer(order=SIGNED)
        session.commit()
    yield made
    made.close()


def every_row(session) -> dict[str, list]:
    """All tables but the audit, the runs and the token of what is remembered."""
    return {
        table.name: [tuple(row) for row in session.execute(select(table).order_by(table.c.id))]
        for table in db.metadata.sorted_tables
        if table.name not in NOT_COMPARED
    }


def do(school) -> tuple[int, dict]:
    """Go into the next year as a run; its number and what was written."""
    with school.run() as run_id:
        run = db.session.get(Run, run_id)
        run.args = {"year_id": years()[0].id}
        done = job.run(run, quiet)["done"]
    return run_id, done


def undo(school, *runs: int) -> None:
    for run_id in runs:
        with school.run():
            undo_run(run_id)


def answer(school, **parts) -> None:
    with school.open() as session:
        the_rollover(years()[0].id).answer(**parts)
        session.commit()


def test_the_school_goes_on_and_comes_back_row_for_row(school):
    with school.open() as session:
        before = every_row(session)
    run_id, done = do(school)
    with school.open() as session:
        assert every_row(session) != before
    undo(school, run_id)
    with school.open() as session:
        assert every_row(session) == before
    assert done["переведено"] + done["выбыло"] == 612


def test_doing_it_again_changes_nothing(school):
    first, _ = do(school)
    with school.open() as session:
        before = every_row(session)
    _, done = do(school)
    with school.open() as session:
        assert done == {}
        assert every_row(session) == before
    undo(school, first)


def test_a_second_run_changes_only_what_was_answered_anew_and_both_come_back(school):
    with school.open() as session:
        start = every_row(session)
        facts = last_year(the_year(MONDAY))
        fifth = next(one for one in facts.classes if one.name == "5-А")
        one, other = [p.id for p in facts.pupils if p.class_id == fifth.id][:2]
    first, _ = do(school)
    with school.open() as session:
        before = every_row(session)
    answer(school, pupils={str(one): STAYS, str(other): LEAVES})
    second, done = do(school)
    assert done == {"выбыло": 1, "оставлено на второй год": 1}
    with school.open() as session:
        after = every_row(session)
        changed = {name for name in after if after[name] != before[name]}
        assert changed <= {"enrolment", "membership", "movement", "rollover"}
        assert class_of(one, years()[1].starts_on).name == "5-А"
        assert class_of(other, years()[1].starts_on) is None
    undo(school, second)
    answer(school, pupils={})
    undo(school, first)
    with school.open() as session:
        now = every_row(session)
    for tables in (start, now):
        tables.pop("rollover")
    assert now == start


def test_who_was_to_leave_and_stays_after_all_is_in_the_next_class(school):
    with school.open():
        facts = last_year(the_year(MONDAY))
        fifth = next(one for one in facts.classes if one.name == "5-А")
        one = next(p.id for p in facts.pupils if p.class_id == fifth.id)
    answer(school, pupils={str(one): LEAVES})
    first, _ = do(school)
    answer(school, pupils={})
    second, done = do(school)
    with school.open():
        assert class_of(one, years()[1].starts_on).name == "6-А"
        assert class_of(one, MONDAY).name == "5-А"
        assert class_of(one, date(2027, 7, 15)).name == "5-А"
    assert done == {"переведено": 1}
    undo(school, second, first)


def test_the_day_before_everything_is_as_it_was_and_the_day_after_as_it_will_be(school):
    run_id, _ = do(school)
    with school.open() as session:
        eve, first = years()[0].ends_on, years()[1].starts_on
        fifth = session.scalar(
            select(ClassGroup)
            .where(ClassGroup.grade == 5, ClassGroup.letter == "А")
            .order_by(ClassGroup.id)
        )
        pupils = session.scalars(
            select(Enrolment.student_id).where(Enrolment.class_group_id == fifth.id)
        ).all()
        assert {class_of(one, eve).name for one in pupils} == {"5-А"}
        assert {class_of(one, first).name for one in pupils} == {"6-А"}
    undo(school, run_id)


def test_this_years_files_brought_again_leave_the_next_year_alone(school):
    run_id, _ = do(school)
    with school.open() as session:
        before = every_row(session)
        import_file("pupils", DATA / "pupils.xlsx", MONDAY, dry=False)
        import_file("timetable", DATA / "timetable-asc.xml", MONDAY, dry=False)
        session.flush()
        after = every_row(session)
        changed = {name for name in after if after[name] != before[name]}
        assert changed == set()
    undo(school, run_id)
