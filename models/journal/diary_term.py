"""A pupil's term as the family sees it: marks by subject, averages, absences."""

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
from models.school.places import groups_of
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


def term_marks(student_id: int, term: TermFacts, school: Ruled) -> list[SubjectTerm]:
    """The pupil's term by course, in the order of the alphabet; five selects. What was given in
    a former class says so, and counts by the school's setting."""
    groups = groups_of(student_id, term.starts_on, term.ends_on)
    journals = db.session.execute(
        select(Journal.id, Course.id, Course.name, StudyGroup.id, StudyGroup.name)
        .join(Course, Course.id == Journal.course_id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .where(Journal.study_group_id.in_(list(groups)), Journal.year_id == term.year_id)
    ).all()
    lines = {course_id: SubjectTerm(name) for _, course_id, name, *_ in journals}
    former = _former(journals, groups)
    _add_documents(lines, student_id, term)
    _add_marks(lines, student_id, term, school, former)
    _add_absences(lines, student_id, term)
    _add_term_marks(lines, student_id, term, former)
    for line in lines.values():
        line.marks.sort(key=lambda mark: mark[1])  # stable: the order of a day stays
        line.average_value = weighted_average(line.counted)
        line.average = shown_average(line.average_value)
    return sorted(lines.values(), key=lambda line: line.name)


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


def _add_documents(lines: dict, student_id: int, term: TermFacts) -> None:
    """Marks of certificates: from hospital, or from the former school."""
    rows = db.session.execute(
        select(BroughtMark, Course.name)
        .join(Course, Course.id == BroughtMark.course_id)
        .where(
            BroughtMark.student_id == student_id,
            BroughtMark.annulled_at.is_(None),
            BroughtMark.on_date.between(term.starts_on, term.ends_on),
        )
        .order_by(BroughtMark.on_date, BroughtMark.id)
    )
    for mark, course in rows:
        line = lines.setdefault(mark.course_id, SubjectTerm(course))
        line.marks.append((mark.shown, mark.on_date, f"по справке: {mark.document}"))
        if mark.counted is not None:
            line.counted.append(Weighted(mark.counted))


def _add_marks(
    lines: dict, student_id: int, term: TermFacts, school: Ruled, former: dict[int, str]
) -> None:
    rows = db.session.execute(
        select(
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
        .where(
            Mark.student_id == student_id,
            Lesson.on_date.between(term.starts_on, term.ends_on),
        )
        .order_by(Lesson.on_date, Lesson.number, LessonColumn.position, Mark.position)
    )
    kinds, all_count = work_kinds(), school.rule("former_marks")
    for journal_id, course_id, course, shown, counted, counts, day, kind_id, *details in rows:
        line, kind = lines.setdefault(course_id, SubjectTerm(course)), kinds[kind_id]
        where = former.get(journal_id)
        if shown != DEBT:
            line.marks.append((shown, day, _said(for_what(kind_id, *details), where, all_count)))
        if counts and counted is not None and (all_count or not where):
            line.counted.append(Weighted(counted, school.weight_of(kind.weight)))


def _said(what: str, where: str | None, counts: bool) -> str:
    if where is None:
        return what
    return f"{what} ({where})" if counts else f"{what} ({where}, в средний балл не входит)"


def _add_absences(lines: dict, student_id: int, term: TermFacts) -> None:
    rows = db.session.execute(
        select(Journal.course_id, Course.name, Attendance.code)
        .join(Lesson, Lesson.id == Attendance.lesson_id)
        .join(Journal, Journal.id == Lesson.journal_id)
        .join(Course, Course.id == Journal.course_id)
        .where(
            Attendance.student_id == student_id,
            Lesson.on_date.between(term.starts_on, term.ends_on),
        )
    )
    for course_id, course, code in rows:
        lines.setdefault(course_id, SubjectTerm(course)).missed += code in MISSED


def _add_term_marks(lines: dict, student_id: int, term: TermFacts, former: dict[int, str]) -> None:
    """The term's own mark, and behind the last term those of the year, exam and final."""
    last = terms_of(term.year_id, term.grade)[-1].id == term.id
    names = [period_of(term.id), *(PERIODS if last else ())]
    rows = db.session.execute(
        select(Journal.id, Journal.course_id, TermMark.period, TermMark.value)
        .join(Journal, Journal.id == TermMark.journal_id)
        .where(
            TermMark.student_id == student_id,
            TermMark.period.in_(names),
            TermMark.value != "",
            Journal.year_id == term.year_id,
        )
    )
    rows = sorted(rows, key=lambda row: (names.index(row.period), row.id in former))
    for journal_id, course_id, period, value in rows:
        line = lines.get(course_id)
        if line is not None and period in PERIODS:
            line.beyond.append(f"{PERIODS[period]} {value}")
        elif line is not None and not (journal_id in former and line.term_mark):
            line.term_mark = value
