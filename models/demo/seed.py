"""The demonstration school: imported from the files in tests/data, with a history behind it.

Dated relative to the school's clock, always the same for the same day.
"""

from datetime import date, time, timedelta
from pathlib import Path

from sqlalchemy import select

from models import clock
from models.base import db
from models.control.deadlines import last_control, lessons_judged_by
from models.control.snapshot import take_snapshot
from models.demo.cast import PASSWORD, appoint
from models.demo.class_notices import write_class_notices
from models.demo.codes import write_codes
from models.demo.day_changes import add_day_changes
from models.demo.documents import write_documents
from models.demo.history import write_history
from models.demo.movement import move_pupils
from models.demo.office import let_inspect, stand_in, write_requests
from models.demo.papers import write_papers
from models.demo.plans import write_plans
from models.demo.pupil_papers import write_pupil_papers
from models.demo.viewings import write_viewings
from models.exchange.asc import read_timetable
from models.exchange.decision import accept_proposals, decide, named_answer
from models.exchange.names import name_key
from models.exchange.pupils_import import import_pupils, known_classes
from models.exchange.pupils_sheet import read_pupils
from models.exchange.questions import home_key, questions_of
from models.exchange.timetable_form import Timetable
from models.exchange.timetable_import import import_timetable
from models.office.founding import found_school
from models.office.order import TRANSITION, ModeDecision
from models.office.paper import FamilyPaper
from models.people.account import hash_password
from models.people.person import Person
from models.people.student import Student
from models.school.calendar import YearFacts, monday, the_year, year_of

FILES = Path(__file__).parents[2] / "tests" / "data"
NAME = "Средняя школа № 12 (показательная)"
_SNAPSHOTS = 4
_WEEKS_BEHIND = 11  # a first quarter and its break, and two weeks of the second


def seed_school(data: Path) -> str:
    """Found, import, appoint, and write the history up to now; returns a sentence. `data`: the
    folder for files of lessons."""
    start = first_day(clock.today())
    found_school(NAME, start, demo=True)
    year = the_year(clock.today())
    timetable = read_timetable(FILES / "timetable-asc.xml")
    accept_proposals(questions_of(timetable))
    import_timetable(timetable, year, start)
    rows, faults = read_pupils(FILES / "pupils.xlsx", set(known_classes(year)))
    import_pupils(rows, faults, year, start)
    _seat_home_pupils(timetable, year, start)
    cast = appoint(start)
    write_papers(start, cast.transition)
    move_pupils(start, clock.today())
    write_codes(start, cast.secret)
    stand_in(cast.office["deputy"], cast.office["operator"], clock.today())
    let_inspect(start, clock.today(), cast.secret)
    write_documents(cast, start, clock.today())
    write_class_notices(cast, clock.today())
    write_requests(cast.office, cast.administrator, clock.today())
    made = write_history(year, cast)
    add_day_changes(year, clock.today())
    plans = write_plans(year, cast, FILES, data)
    write_pupil_papers(clock.today())
    _snapshots(start)
    write_viewings(clock.today())
    return f"Показательная школа создана: учеников {len(rows)}, {made}, планов {plans}."


def catch_up() -> None:
    """A demonstration made by an earlier version gets what its families need today."""
    year = year_of(clock.today())
    if year is None or db.session.scalar(select(FamilyPaper.id).limit(1)) is not None:
        return
    paper = select(ModeDecision.class_group_id).where(ModeDecision.mode == TRANSITION)
    write_papers(year.starts_on, set(db.session.scalars(paper)) - {None})
    write_codes(year.starts_on, hash_password(PASSWORD))


def first_day(today: date) -> date:
    """1 September, where that puts today into the second quarter; else eleven weeks ago."""
    september = date(today.year, 9, 1)
    second = monday(september) + timedelta(weeks=9)
    if second <= today < second + timedelta(weeks=8):
        return september
    return monday(today) - timedelta(weeks=_WEEKS_BEHIND)


def _snapshots(start: date) -> None:
    """The snapshots of the last control days, as if each had been taken in its evening."""
    controls = [last_control(clock.today() - timedelta(days=1))]
    while len(controls) < _SNAPSHOTS:
        controls.append(last_control(controls[-1] - timedelta(days=1)))
    for control in reversed(controls):
        if lessons_judged_by(control)[1] > start:
            take_snapshot(control).taken_at = clock.at(control, time(18, 30))
            db.session.flush()


def _seat_home_pupils(timetable: Timetable, year: YearFacts, start: date) -> None:
    """Give each row «инд» the first pupil whose surname begins with its letter."""
    pupils = db.session.execute(
        select(Student.id, Person.surname)
        .join(Person, Person.id == Student.person_id)
        .order_by(Student.id.desc())
    ).all()
    taken: set[int] = set()
    for row in timetable.home_rows:
        letter = name_key(row)[0]
        student = next(
            (i for i, name in pupils if name_key(name).startswith(letter) and i not in taken),
            pupils[0][0],
        )
        taken.add(student)
        decide(home_key(row), named_answer(db.session.get(Student, student)))
    db.session.flush()
    import_timetable(timetable, year, start)
