"""A quarter of a small school: six control days and the note are those of an independent count.

The same script of deeds as `make bench ONLY=quarter` plays by pages, here by the domain itself.
"""

from datetime import date, datetime

import pytest
from sqlalchemy import text

from models import clock
from models.control.exemption import free
from models.control.note import write_note
from models.control.snapshot import take_snapshot
from models.journal.days import open_until
from models.journal.entry import Step, Wish
from models.journal.facts import columns_named, journal_facts
from models.journal.journal import WorkKind
from models.journal.lesson import Lesson, columns_of_lesson, homework_of
from models.journal.term_mark import period_of
from models.journal.term_marks import TermStep
from models.office.order import Appointment, AppointmentClass
from models.school.calendar import term_on, the_year
from models.school.roster import roster
from models.school.school import school_facts
from tests.bench.quarter import script, stage
from tests.bench.quarter.compare import Compared
from tests.bench.quarter.office import EXEMPTIONS, NOTE_AT
from tests.databases import KINDS
from tests.empty_school import EmptySchool

BY_NAME = """
SELECT lesson.id FROM lesson JOIN journal ON journal.id = lesson.journal_id
JOIN study_group ON study_group.id = journal.study_group_id
JOIN course ON course.id = journal.course_id
WHERE lesson.on_date = :day AND study_group.name = :grp AND course.name = :course
"""


@pytest.fixture(params=KINDS)
def school(request, tmp_path):
    made = EmptySchool(request.param, tmp_path, "twice_" + tmp_path.name[-8:].replace("-", "_"))
    yield made
    made.close()


class Quarter:
    """The script's deeds, done by the domain."""

    def __init__(self, session):
        self.session = session
        self.people = self._ids("SELECT login, person_id FROM account")
        self.classes = {
            f"{grade}-{letter}": number
            for grade, letter, number in session.execute(
                text("SELECT grade, letter, id FROM class_group")
            )
        }

    def _ids(self, sql: str) -> dict:
        return dict(tuple(row) for row in self.session.execute(text(sql)))

    def write(self, deed: script.Deed) -> None:
        own = {"grp": deed.lesson.group, "course": deed.lesson.course}
        found = self.session.execute(text(BY_NAME), own | {"day": deed.lesson.day.isoformat()})
        lesson = self.session.get(Lesson, found.scalar_one())
        stands = homework_of(lesson.id)
        topic = lesson.topic if deed.topic is None else deed.topic
        home = (stands.text if stands else "") if deed.homework is None else deed.homework
        lesson.write(topic, home, seen=lesson.version, account_id=None)
        self.session.flush()
        (column,) = columns_of_lesson(lesson.id)
        if deed.is_test:
            column.become(self.session.query(WorkKind).filter_by(is_test=True).one().id)
        self._write_cells(deed, lesson, column)
        if deed.check:
            lesson.check_attendance(None)
        self.session.flush()

    def _write_cells(self, deed: script.Deed, lesson: Lesson, column) -> None:
        journal = journal_facts(lesson.journal_id)
        seats = roster(journal.study_group_id, lesson.on_date, lesson.on_date)
        versions = {
            row.student_id: row.version
            for row in self.session.execute(
                text("SELECT student_id, version FROM cell WHERE column_id = :id"),
                {"id": column.id},
            )
        }
        pupils = {place: seats[place].student_id for place in deed.cells}
        wishes = [
            Wish(column.id, pupils[place], said, versions.get(pupils[place], 0))
            for place, said in deed.cells.items()
        ]
        step = Step(journal, columns_named(journal, [column.id]), school_facts(), None)
        assert all(outcome.saved for outcome in step.write(wishes))

    def free(self, kind, who, first, last, class_name, document) -> None:
        typed = {"kind": kind, "person_id": self.people.get(who), "document": document, "note": ""}
        days = {"from_date": date(2027, *first), "until": date(2027, *last)}
        free(typed | days | {"class_group_id": self.classes.get(class_name)}, None)

    def let_stand_in(self) -> None:
        row = Appointment(
            person_id=self.people["tamara"],
            duty="operator",
            from_date=date(2027, 2, 8),
            until=date(2027, 2, 20),
            stands_in_for=self.people["nina"],
        )
        self.session.add(row)
        self.session.flush()
        own = {"appointment_id": row.id, "class_group_id": self.classes["6-Б"]}
        self.session.add(AppointmentClass(**own))

    def give_term_marks(self, group: str, course: str, pupils: int) -> None:
        journal_id = self.session.execute(
            text(
                "SELECT journal.id FROM journal JOIN study_group ON study_group.id = study_group_id"
                " JOIN course ON course.id = course_id WHERE study_group.name = :g"
                " AND course.name = :c"
            ),
            {"g": group, "c": course},
        ).scalar_one()
        journal = journal_facts(journal_id)
        term = term_on(journal.year_id, journal.group.grade, script.LAST)
        seats = roster(journal.study_group_id, script.LAST, script.LAST)
        wishes = [(period_of(term.id), Wish(0, s.student_id, "4", 0)) for s in seats[:pupils]]
        assert all(one.saved for one in TermStep(journal, school_facts()).write(wishes))


def acts_of(quarter: Quarter) -> dict[datetime, list]:
    """Moment → what else is done then."""
    evenings = [datetime.combine(day, script.EVENING) for day in script.CONTROLS]
    found = {moment: [take_snapshot] for moment in evenings}
    found[datetime(2027, 2, 8, 9, 0)] = [quarter.let_stand_in]
    for moment, *said in EXEMPTIONS:
        found.setdefault(moment, []).append(lambda said=said: quarter.free(*said))
    for (_, *place), (moment, pupils) in script.TERM_MARKS.items():
        said = (*place, pupils)
        found.setdefault(moment, []).append(lambda said=said: quarter.give_term_marks(*said))
    span = (stage.FIRST, script.LAST)
    found[NOTE_AT] = [lambda: write_note("3 четверть", *span, None)]
    return found


def test_snapshots_and_the_note_say_what_an_independent_count_says(school, monkeypatch):
    deeds = script.deeds()
    with school.open() as session:
        stage.build(founded=True)
        quarter = Quarter(session)
        acts = acts_of(quarter)
        for moment in sorted({*deeds, *acts}):
            now = clock.at(moment.date(), moment.time())
            monkeypatch.setattr("models.clock._shift", now - clock.real_now())
            open_until(the_year(moment.date()), moment.date())
            for deed in deeds.get(moment, ()):
                quarter.write(deed)
            for act in acts.get(moment, ()):
                act()
        session.commit()
    compared = Compared(school.database.url)
    assert list(compared.differences()) == []
    assert compared.snapshots == len(script.CONTROLS) and compared.figures > 500
    compared.base.close()
