"""What stood in a journal, or in all journals about one pupil, at any moment; and what became of
each place between two moments, by whom and when. Five selects, whatever the size."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from models.audit.entry import Entry
from models.audit.then import Step, images_at, steps
from models.audit.wording import wording
from models.base import db
from models.journal.cell import Attendance, Cell, Mark, Remark
from models.journal.facts import work_kinds
from models.journal.journal import Journal
from models.journal.lesson import CANCELLED, Homework, Lesson, LessonColumn
from models.journal.records import mark_of
from models.journal.scale import code_word
from models.journal.term_mark import PERIODS, TermMark, period_of
from models.people.account import Account
from models.people.person import Person
from models.people.student import Student
from models.school.calendar import TERM_WORD, Term
from models.school.subject import Course

OF_PUPILS, OF_LESSONS = (Mark, Attendance, Remark, TermMark), (Lesson, Homework)
CELL, PERIOD, REMARK, TOPIC, HOMEWORK = "cell", "period", "remark", "topic", "homework"
Place = tuple[str, int, int | str, int]  # what, journal, column or lesson or period, pupil or 0
NOWHERE = date.max


@dataclass(frozen=True)
class Happened:
    """One change of a place; `at` is the school's time, UTC."""

    at: datetime
    who: str
    text: str
    reason: str


@dataclass(frozen=True)
class Difference:
    """A place that says other things at two moments."""

    pupil: str
    course: str
    where: str
    was: str
    became: str
    by: list[Happened]


@dataclass(frozen=True)
class Standing:
    """What a place said at a moment."""

    course: str
    where: str
    day: date
    text: str
    period: bool


class Past:
    """The entries of places, read once, and the words for the places."""

    def __init__(self, found: list[Step]):
        self.steps = found
        self._columns = self._heads()
        self._terms = {
            term.id: f"{term.number} {TERM_WORD[term.kind]}" for term in db.session.scalars(_TERMS)
        }

    def _heads(self) -> dict[int, tuple]:
        """Column → (day, number, kind, course, lesson, journal); and lessons' first columns."""
        journals = {step.image["journal_id"] for step in self.steps}
        rows = db.session.execute(
            select(
                LessonColumn.id,
                Lesson.on_date,
                Lesson.number,
                LessonColumn.kind_id,
                Course.name,
                Lesson.id,
                LessonColumn.position,
            )
            .join(Lesson, Lesson.id == LessonColumn.lesson_id)
            .join(Journal, Journal.id == Lesson.journal_id)
            .join(Course, Course.id == Journal.course_id)
            .where(Journal.id.in_(journals))
        ).all()
        self._first = {row[5]: row[0] for row in rows if row[6] == 1}
        courses = select(Journal.id, Course.name).join(Course, Course.id == Journal.course_id)
        self._courses = dict(db.session.execute(courses.where(Journal.id.in_(journals))).all())
        wanted = {
            step.image["cell_id"] for step in self.steps if step.table_name == Mark.__tablename__
        }
        cells = select(Cell.id, Cell.column_id).where(Cell.journal_id.in_(journals))
        self._cells = {key: at for key, at in db.session.execute(cells) if key in wanted}
        return {row[0]: tuple(row[1:]) for row in rows}

    def texts(self, moment: datetime) -> dict[Place, str]:
        """What each place said at the moment; places that said nothing are not there."""
        said: dict[Place, list[tuple]] = defaultdict(list)
        for (table, _row), image in images_at(self.steps, moment).items():
            for place, order, text in self._said(table, image):
                if text:
                    said[place].append((order, text))
        return {place: " ".join(text for _, text in sorted(words)) for place, words in said.items()}

    def _said(self, table: str, image: dict):
        """(place, order, words) of a row: a lesson has two things to say."""
        who, journal = image.get("student_id", 0), image["journal_id"]
        if table == Mark.__tablename__:
            column = self._cells.get(image["cell_id"], 0)
            yield (CELL, journal, column, who), image["position"], mark_of(image).word
        elif table == Attendance.__tablename__:
            column = self._first.get(image["lesson_id"], 0)
            yield (CELL, journal, column, who), -1, code_word(image["code"], image["minutes"])
        elif table == Remark.__tablename__:
            yield (REMARK, journal, image["lesson_id"], who), 0, image["text"]
        elif table == TermMark.__tablename__:
            period = image.get("period") or period_of(image["term_id"])
            yield (PERIOD, journal, period, who), 0, image["value"]
        elif table == Homework.__tablename__:
            yield (HOMEWORK, journal, image["lesson_id"], 0), 0, image["text"]
        else:
            off = "(отменён) " if image["status"] == CANCELLED else ""
            yield (TOPIC, journal, image.get("id", 0), 0), 0, off + image["topic"]

    def differences(self, first: datetime, second: datetime) -> list[Difference]:
        """The places that say other things at the second moment than at the first."""
        was, became = self.texts(first), self.texts(second)
        changed = [p for p in was.keys() | became.keys() if was.get(p) != became.get(p)]
        happened = self._happened(first, second, set(changed))
        names = _pupils({place[3] for place in changed})
        found = []
        for place in sorted(changed, key=lambda p: (names.get(p[3], ""), self._order(p))):
            by, course = happened.get(place, []), self._courses.get(place[1], "")
            words = (was.get(place, ""), became.get(place, ""))
            found.append(Difference(names.get(place[3], ""), course, self.where(place), *words, by))
        return found

    def standing(self, moment: datetime) -> list[Standing]:
        """What stood at the moment, by course and day."""
        found = [
            Standing(
                self._courses[place[1]],
                self.where(place),
                self._day(place),
                text,
                place[0] == PERIOD,
            )
            for place, text in self.texts(moment).items()
        ]
        return sorted(found, key=lambda one: (one.course, one.period, one.day, one.where))

    def _happened(self, first, second, changed: set[Place]) -> dict[Place, list[Happened]]:
        between = [step for step in self.steps if first < step.school_at <= second]
        authors = _authors({step.account_id for step in between if step.account_id})
        found: dict[Place, list[Happened]] = defaultdict(list)
        for step in between:
            places = {place for place, *_ in self._said(step.table_name, step.image)}
            for place in places & changed:
                who = authors.get(step.account_id, "Klass")
                told = Happened(step.school_at, who, wording(step), step.reason or "")
                found[place].append(told)
        return found

    def where(self, place: Place) -> str:
        """A place in words: «16.11, 1 урок, к/р»."""
        what, _journal, key, _who = place
        if what == PERIOD:
            number = int(key[1:]) if key[:1] == "t" and key[1:].isdigit() else 0
            return PERIODS.get(key) or self._terms.get(number, key)
        head = self._columns.get(key if what == CELL else self._first.get(key, 0))
        if head is None:
            return "урок, которого больше нет"
        day, number, kind_id, *_ = head
        kind = work_kinds()[kind_id].short if what == CELL else _WORDS[what]
        return f"{day:%d.%m.%Y}, {number} урок" + (f", {kind}" if kind else "")

    def _day(self, place: Place) -> date:
        head = self._columns.get(place[2] if place[0] == CELL else self._first.get(place[2], 0))
        return head[0] if head else NOWHERE

    def _order(self, place: Place) -> tuple:
        return self._day(place), place[0], str(place[2])


_WORDS = {REMARK: "замечание", TOPIC: "тема", HOMEWORK: "задание"}
_TERMS = select(Term)


def past_of_journal(journal_id: int, until: datetime) -> Past:
    """A journal's past up to a moment."""
    tables = (*OF_PUPILS, *OF_LESSONS)
    return Past(steps(tables, Entry.journal_id == journal_id, Entry.school_at <= until))


def past_of_pupil(student_id: int, until: datetime) -> Past:
    """A pupil's marks, absences and remarks in all journals up to a moment."""
    return Past(steps(OF_PUPILS, Entry.student_id == student_id, Entry.school_at <= until))


def _pupils(ids: set[int]) -> dict[int, str]:
    query = select(Student.id, Person).join(Person, Person.id == Student.person_id)
    rows = db.session.execute(query.where(Student.id.in_(ids)))
    return {student_id: f"{p.surname} {p.given}" for student_id, p in rows}


def _authors(ids: set[int]) -> dict[int, str]:
    query = select(Account.id, Person).join(Person, Person.id == Account.person_id)
    rows = db.session.execute(query.where(Account.id.in_(ids)))
    return {account_id: person.initials for account_id, person in rows}
