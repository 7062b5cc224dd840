"""The time machine: what it shows of a moment is what stood at that moment."""

import re
from datetime import datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from models import clock
from models.base import db
from models.journal.past import CELL, PERIOD, past_of_journal, past_of_pupil
from models.journal.records import read_records
from models.office.past_list import PastList
from models.office.register import class_list
from models.people.person import Person
from models.people.student import Student
from models.school.groups import Enrolment
from tests.cast import MONDAY, START
from tests.marks_grid import MATHS, Hand

HOUR = timedelta(hours=1)


def after(hours: float) -> datetime:
    """So many hours after the beginning of the play (16:00 in school)."""
    return clock.at(MONDAY, time(16)) + hours * HOUR


@pytest.fixture
def at_hour(monkeypatch):
    """The school's clock at a number of hours from the beginning of the play (16:00)."""
    return lambda hours: monkeypatch.setattr("models.clock.now", lambda: after(hours))


def stands(cast) -> dict:
    """What the journal's tables say now, asked without any audit."""
    journal, column = cast.journals[MATHS], cast.columns[MATHS]
    found = read_records(journal, MONDAY, MONDAY)
    said = {}
    for name in ("petya", "olya"):
        who = cast.students[name]
        said[CELL, name] = found.text(column, cast.lessons[MATHS], who)
        said |= {(p, name): value for (p, s), value in found.term_marks.items() if s == who}
    return {key: text for key, text in said.items() if text}


def machine(cast, texts: dict) -> dict:
    names = {number: name for name, number in cast.students.items()}
    journal = cast.journals[MATHS]
    return {
        (CELL if what == CELL else key, names[who]): text
        for (what, where, key, who), text in texts.items()
        if what in (CELL, PERIOD) and where == journal
    }


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["petya", "olya"]),
        st.sampled_from(["5", "4 3", "н", "н 4", "", "оп5", "2", "зач"]),
        st.sampled_from(["cell", "cell", "cell", "term"]),
    ),
    min_size=3,
    max_size=9,
)


@settings(
    max_examples=6,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_any_moment_shows_what_stood_then(a_stage, cast, as_, app, at_hour, steps):
    a_stage.raise_curtain()
    at_hour(0)
    hand, stood = Hand(as_("anna"), cast), []
    period, _ = hand.period()
    for hour, (pupil, text, what) in enumerate(steps, 1):
        at_hour(hour)
        if what == "cell":
            hand.write(text, pupil)
        else:
            _, seen = hand.period(pupil)
            hand.mark_period([(pupil, text[:1].strip("нзо"), seen.version)], period)
        with app.app_context():
            stood.append((after(hour + 0.5), stands(cast)))
    with app.app_context():
        until = after(100)
        journal = past_of_journal(cast.journals[MATHS], until)
        pupil = past_of_pupil(cast.students["petya"], until)
        for moment, then in stood:
            assert machine(cast, journal.texts(moment)) == then
            own = {key: text for key, text in then.items() if key[1] == "petya"}
            assert machine(cast, pupil.texts(moment)) == own
        (first, was), (second, became) = stood[0], stood[-1]
        changed = sum(was.get(key) != became.get(key) for key in was.keys() | became.keys())
        found = journal.differences(first, second)
        assert len(found) == changed and all(one.by for one in found)


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["petya", "olya", "new"]),
        st.sampled_from(["leave", "come back", "number", "rename"]),
        st.integers(1, 30),
    ),
    min_size=2,
    max_size=8,
)


def move(cast, who: str, what: str, number: int) -> None:
    """Something that happens to a list, by the books."""
    group = cast.classes["5-А"]
    if who == "new":
        person = Person(surname=f"Новый{number}", given="Ян")
        db.session.add(person)
        db.session.flush()
        student = Student(person_id=person.id)
        db.session.add(student)
        db.session.flush()
        row = Enrolment(student_id=student.id, class_group_id=group, from_date=START)
        db.session.add(row)
        return
    student_id = cast.students[who]
    seat = db.session.query(Enrolment).filter_by(student_id=student_id, class_group_id=group).one()
    if what == "rename":
        db.session.get(Student, student_id).person.surname = f"Иной{number}"
    elif what == "number":
        seat.register_number = number
    else:
        seat.until = MONDAY - timedelta(days=number) if what == "leave" else None


@settings(
    max_examples=6,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(moves=MOVES)
def test_a_list_of_any_moment_is_the_list_that_stood(a_stage, cast, in_school, app, at_hour, moves):
    a_stage.raise_curtain()
    stood, group = [], cast.classes["5-А"]
    for hour, (who, what, number) in enumerate(moves, 1):
        at_hour(hour / 10)
        with in_school() as session:
            move(cast, who, what, number)
            session.commit()
            now = {(one.student_id, one.number, one.full) for one in class_list(group, MONDAY)}
            stood.append((after(hour / 10 + 0.05), now))
    with app.app_context():
        past = PastList(group, after(5))
        for moment, then in stood:
            found = {(one.student_id, one.number, one.name) for one in past.list_at(moment)}
            assert found == then
        (first, was), (second, became) = stood[0], stood[-1]
        changed = {one[0] for one in was ^ became}
        found = past.differences(first, second)
        assert len(found) == len(changed) and all(one.by for one in found)


@pytest.fixture
def changed(as_, cast, at_hour) -> Hand:
    """5 at 17:00, 4 at 18:00."""
    hand = Hand(as_("anna"), cast)
    for hour, text in ((1, "5"), (2, "4")):
        at_hour(hour)
        hand.write(text)
    at_hour(24)
    return hand


BETWEEN = "at=2026-11-16T17:30&to=2026-11-16T18:30"


def test_the_page_says_what_from_what_to_by_whom_and_when(changed, cast):
    page = changed.visitor.get(f"{changed.path}/past?{BETWEEN}").text
    row = page.split("Петров Пётр")[1].split("</tr>")[0]
    assert "16.11.2026, 1 урок" in row and ">5<" in row and "<b>4</b>" in row
    assert "18:00" in row and "Учитель А." in row
    assert (
        "ничего не изменилось"
        in changed.visitor.get(f"{changed.path}/past?at=2026-11-16T18:30").text
    )


@pytest.mark.parametrize(
    ("who", "room"),
    [("admin", "administrator"), ("director", "director"), ("boris", "teacher")],
)
def test_who_answers_for_the_class_sees_its_past(changed, as_, cast, who, room):
    visitor = as_(who)
    page = visitor.get(f"/{room}/journals/{cast.journals[MATHS]}/past?{BETWEEN}")
    assert page.status_code == 200 and "<b>4</b>" in page.text
    petya, group = cast.students["petya"], cast.classes["5-А"]
    page = visitor.get(f"/{room}/school/pupils/{petya}/past?{BETWEEN}")
    assert page.status_code == 200 and "<b>5</b>" in page.text and "<b>4</b>" in page.text
    page = visitor.get(f"/{room}/school/pupils/classes/{group}/past?{BETWEEN}")
    assert page.status_code == 200 and "Петров Пётр" in page.text


def test_the_deputy_of_the_grade_sees_it_and_not_another_grade(changed, officials, as_, cast):
    name = next(n for n in officials if as_(n).get("/deputy_head/").status_code == 200)
    visitor = as_(name)
    assert visitor.get(f"/deputy_head/journals/{cast.journals[MATHS]}/past").status_code == 200
    strange = cast.journals["6-А", "Математика"]
    assert visitor.get(f"/deputy_head/journals/{strange}/past").status_code == 404


def test_a_stranger_finds_no_journal_and_no_pupil_and_no_list(as_, cast):
    vera = as_("vera")
    assert vera.get(f"/teacher/journals/{cast.journals[MATHS]}/past").status_code == 404
    assert vera.get(f"/teacher/school/pupils/{cast.students['petya']}/past").status_code == 404
    group = cast.classes["5-А"]
    assert vera.get(f"/teacher/school/pupils/classes/{group}/past").status_code == 403


def test_a_room_without_the_right_has_no_such_page(as_, cast):
    path = f"/journals/{cast.journals[MATHS]}/past"
    assert as_("maria").get(f"/parent{path}").status_code == 404
    assert as_("anna").get(f"/administrator{path}").status_code == 403


@pytest.mark.parametrize("moment", ["вчера", "2026-13-01", "17", "0001-01-01T00:00"])
def test_nonsense_is_told_and_stays_in_the_field(changed, moment):
    answer = changed.visitor.get(f"{changed.path}/past?at={moment}")
    assert answer.status_code in (200, 422)
    if answer.status_code == 422:
        assert "Не понимаю день и час" in answer.text and f'value="{moment}"' in answer.text


def test_more_changes_cost_no_more_queries(changed, app, cast):
    def asked() -> int:
        seen = []
        with app.app_context():
            note = lambda *args: seen.append(args[2])  # noqa: E731
            event.listen(db.engine, "before_cursor_execute", note)
            page = changed.visitor.get(f"{changed.path}/past?at=2026-11-16T16:30")
            event.remove(db.engine, "before_cursor_execute", note)
        assert page.status_code == 200
        return len([one for one in seen if re.match("SELECT", one)])

    asked()
    few = asked()
    for text in ("3", "н 3", "5 5", "2"):
        changed.write(text)
        changed.write(text, "olya")
    assert asked() <= few + 1
