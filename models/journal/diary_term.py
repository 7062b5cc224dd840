"""A pupil's term as the family sees it: marks by subject, averages, absences."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from models.base import db
from models.journal.averages import Weighted, shown_average, weighted_average
from models.journal.brought_mark import BroughtMark
from models.journal.cell import Attendance, Cell, Mark
from models.journal.diary_records import for_what
from models.journal.facts import work_kinds
from models.journal.journal import Journal
from models.journal.lesson import Lesson, LessonColumn
from models.journal.scale import DEBT, MISSED
from models.journal.term_mark import PERIODS, TermMark, period_of
from models.school.calendar import TermFacts, terms_of
from models.school.groups import StudyGroup
from models.school.places import groups_of, groups_of_many
from models.school.school import Ruled
from models.school.subject import Course


@dataclass
class SubjectTerm:
    """A subject's line in the term: marks in order, average, missed lessons, term mark."""

    name: str
    marks: list[tuple[str, date, str]] = field(default_factory=list)  # shown, day, kind
    counted: list[Weighted] = field(default_factory=list)
    average: str = ""
    average_value: Decimal | None = None
    missed: int = 0
    term_mark: str = ""
    beyond: list[str] = field(default_factory=list)  # «год 5», behind the last term only


Hides = Callable[[int, date], bool]  # (journal, day) whether a record of the day stays untold


def _nothing(_journal_id: int, _day: date) -> bool:
    return False


def term_marks(student_id: int, term: TermFacts, school: Ruled) -> list[SubjectTerm]:
    """The pupil's term by course, in the order of the alphabet; five selects. What was given in
    a former class says so, and counts by the school's setting."""
    groups = {student_id: groups_of(student_id, term.starts_on, term.ends_on)}
    return _told(groups, (student_id,), term, school, _nothing)[student_id]


def term_marks_of(
    student_ids: tuple[int, ...], term: TermFacts, school: Ruled, hides: Hides = _nothing
) -> dict[int, list[SubjectTerm]]:
    """The same of many pupils; nine selects, however many. A course of which `hides` keeps
    anything back has no average."""
    groups = groups_of_many(student_ids, term.starts_on, term.ends_on)
    return _told(groups, student_ids, term, school, hides)


def _told(groups: dict, student_ids: tuple, term: TermFacts, school: Ruled, hides: Hides) -> dict:
    journals = _journals({group for spans in groups.values() for group in spans}, term)
    reading = _Reading(term, school, hides)
    for student_id in student_ids:
        own = groups.get(student_id, {})
        reading.seat(student_id, [row for row in journals if row[3] in own], own)
    reading.read(student_ids)
    return {student_id: reading.told(student_id) for student_id in student_ids}


def _journals(groups: set[int], term: TermFacts) -> list[tuple]:
    found = db.session.execute(
        select(Journal.id, Course.id, Course.name, StudyGroup.id, StudyGroup.name)
        .join(Course, Course.id == Journal.course_id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .where(Journal.study_group_id.in_(list(groups)), Journal.year_id == term.year_id)
    )
    return [tuple(row) for row in found]


def _former(journals, groups: dict) -> dict[int, str]:
    """Journal → «из 5-А», for those the pupil left for another of the same course."""
    begins: dict[int, date] = {}
    for _, course_id, _, group_id, _ in journals:
        first = max(start for start, _ in groups[group_id])
        begins[course_id] = max(begins.get(course_id, first), first)
    return {
        journal_id: f"из {name}"
        for journal_id, course_id, _, group_id, name in journals
        if all(end is not None and end < begins[course_id] for _, end in groups[group_id])
    }


class _Reading:
    """Lines of pupils by course while they are filled, table by table."""

    def __init__(self, term: TermFacts, school: Ruled, hides: Hides):
        self.term, self.school, self.hides = term, school, hides
        self.lines: dict[int, dict[int, SubjectTerm]] = {}
        self.former: dict[int, dict[int, str]] = {}
        self.short: set[tuple[int, int]] = set()  # (pupil, course) of which something is hidden

    def seat(self, student_id: int, journals: list[tuple], groups: dict) -> None:
        """The courses of a pupil, still empty."""
        lines = {course_id: SubjectTerm(name) for _, course_id, name, *_ in journals}
        self.lines[student_id] = lines
        self.former[student_id] = _former(journals, groups)

    def read(self, student_ids: tuple[int, ...]) -> None:
        self._add_documents(student_ids)
        self._add_marks(student_ids)
        self._add_absences(student_ids)
        self._add_term_marks(student_ids)

    def told(self, student_id: int) -> list[SubjectTerm]:
        """The lines of a pupil, reckoned."""
        for course_id, line in self.lines[student_id].items():
            line.marks.sort(key=lambda mark: mark[1])  # stable: the order of a day stays
            if (student_id, course_id) not in self.short:
                line.average_value = weighted_average(line.counted)
                line.average = shown_average(line.average_value)
        return sorted(self.lines[student_id].values(), key=lambda line: line.name)

    def _line(self, student_id: int, course_id: int, name: str) -> SubjectTerm:
        return self.lines[student_id].setdefault(course_id, SubjectTerm(name))

    def _hidden(self, student_id: int, course_id: int, journal_id: int, day: date) -> bool:
        if not self.hides(journal_id, day):
            return False
        self.short.add((student_id, course_id))
        return True

    def _add_documents(self, student_ids: tuple[int, ...]) -> None:
        """Marks of certificates: from hospital, or from the former school."""
        rows = db.session.execute(
            select(BroughtMark, Course.name)
            .join(Course, Course.id == BroughtMark.course_id)
            .where(
                BroughtMark.student_id.in_(student_ids),
                BroughtMark.annulled_at.is_(None),
                BroughtMark.on_date.between(self.term.starts_on, self.term.ends_on),
            )
            .order_by(BroughtMark.on_date, BroughtMark.id)
        )
        for mark, course in rows:
            line = self._line(mark.student_id, mark.course_id, course)
            line.marks.append((mark.shown, mark.on_date, f"по справке: {mark.document}"))
            if mark.counted is not None:
                line.counted.append(Weighted(mark.counted))

    def _add_marks(self, student_ids: tuple[int, ...]) -> None:
        found = _MARKS.where(
            Mark.student_id.in_(student_ids),
            Lesson.on_date.between(self.term.starts_on, self.term.ends_on),
        )
        kinds, all_count = work_kinds(), self.school.rule("former_marks")
        for (
            who,
            journal_id,
            course_id,
            course,
            *mark,
            kind_id,
            how,
            handed,
            comment,
        ) in db.session.execute(found):
            shown, counted, counts, day = mark
            if self._hidden(who, course_id, journal_id, day):
                continue
            line, where = self._line(who, course_id, course), self.former[who].get(journal_id)
            if shown != DEBT:
                words = for_what(kind_id, how, handed, comment)
                line.marks.append((shown, day, _said(words, where, all_count)))
            if counts and counted is not None and (all_count or not where):
                weight = self.school.weight_of(kinds[kind_id].weight)
                line.counted.append(Weighted(counted, weight))

    def _add_absences(self, student_ids: tuple[int, ...]) -> None:
        rows = db.session.execute(
            select(
                Attendance.student_id,
                Journal.id,
                Journal.course_id,
                Course.name,
                Attendance.code,
                Lesson.on_date,
            )
            .join(Lesson, Lesson.id == Attendance.lesson_id)
            .join(Journal, Journal.id == Lesson.journal_id)
            .join(Course, Course.id == Journal.course_id)
            .where(
                Attendance.student_id.in_(student_ids),
                Lesson.on_date.between(self.term.starts_on, self.term.ends_on),
            )
        )
        for who, journal_id, course_id, course, code, day in rows:
            if not self._hidden(who, course_id, journal_id, day):
                self._line(who, course_id, course).missed += code in MISSED

    def _add_term_marks(self, student_ids: tuple[int, ...]) -> None:
        """The term's own mark, and behind the last term those of the year, exam and final."""
        term = self.term
        last = terms_of(term.year_id, term.grade)[-1].id == term.id
        names = [period_of(term.id), *(PERIODS if last else ())]
        found = db.session.execute(
            select(
                TermMark.student_id,
                Journal.id,
                Journal.course_id,
                TermMark.period,
                TermMark.value,
            )
            .join(Journal, Journal.id == TermMark.journal_id)
            .where(
                TermMark.student_id.in_(student_ids),
                TermMark.period.in_(names),
                TermMark.value != "",
                Journal.year_id == term.year_id,
            )
        )
        rows = [row for row in found if not self.hides(row[1], term.ends_on)]
        rows.sort(key=lambda row: (names.index(row[3]), row[1] in self.former[row[0]]))
        for who, journal_id, course_id, period, value in rows:
            line = self.lines[who].get(course_id)
            if line is not None and period in PERIODS:
                line.beyond.append(f"{PERIODS[period]} {value}")
            elif line is not None and not (journal_id in self.former[who] and line.term_mark):
                line.term_mark = value


_MARKS = (
    select(
        Mark.student_id,
        Journal.id,
        Journal.course_id,
        Course.name,
        Mark.shown,
        Mark.counted,
        Mark.counts,
        Lesson.on_date,
        func.coalesce(Mark.work_kind_id, LessonColumn.kind_id),
        Mark.kind,
        Mark.handed_in_on,
        Mark.comment,
    )
    .join(Cell, Cell.id == Mark.cell_id)
    .join(LessonColumn, LessonColumn.id == Cell.column_id)
    .join(Lesson, Lesson.id == LessonColumn.lesson_id)
    .join(Journal, Journal.id == Lesson.journal_id)
    .join(Course, Course.id == Journal.course_id)
    .order_by(Lesson.on_date, Lesson.number, LessonColumn.position, Mark.position)
)


def _said(what: str, where: str | None, counts: bool) -> str:
    if where is None:
        return what
    return f"{what} ({where})" if counts else f"{what} ({where}, в средний балл не входит)"
