"""The diaries of a class in the copy: by pupil and term the weeks and the marks by subject."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from models.base import db
from models.exchange.leaving.gate import Gate
from models.exchange.leaving.named import Named
from models.exchange.leaving.told_lessons import ToldLesson, lessons
from models.journal.cell import Attendance, Cell, Mark, Remark
from models.journal.diary_plan import sits
from models.journal.diary_records import for_what
from models.journal.diary_term import SubjectTerm, term_marks_of
from models.journal.journal import Journal
from models.journal.lesson import Lesson, LessonColumn
from models.journal.scale import ABSENCES, DEBT, code_word
from models.people.student import Student
from models.school.calendar import TermFacts, monday
from models.school.groups import Enrolment, overlaps
from models.school.places import groups_of_many
from models.school.school import Ruled


@dataclass
class DiaryLine:
    """A pupil's lesson: what it gave, and what the pupil got in it."""

    lesson: ToldLesson
    own: str = ""
    marks: list[tuple[str, str]] = field(default_factory=list)
    absence: tuple[str, str] = ("", "")
    remark: str = ""


@dataclass(frozen=True)
class DiaryPage:
    """A pupil's term: subjects, and weeks as (Monday, [(day, lines)])."""

    student_id: int
    name: str
    subjects: list[SubjectTerm]
    weeks: list[tuple[date, list[tuple[date, list[DiaryLine]]]]]

    def file(self, term: TermFacts) -> str:
        return file_of(self.student_id, term)


def file_of(student_id: int, term: TermFacts) -> str:
    """The name of a page."""
    return f"d{student_id}-{term.id}.html"


def pupils_of(class_group_id: int, first: date, last: date) -> list[int]:
    """Who was in the class on any of these days."""
    query = select(Student.id).join(Enrolment, Enrolment.student_id == Student.id)
    query = query.where(
        Enrolment.class_group_id == class_group_id, overlaps(Enrolment, first, last)
    )
    return list(db.session.scalars(query.distinct()))


def diaries(
    student_ids: list[int], term: TermFacts, gate: Gate, named: Named, school: Ruled
) -> Iterator[DiaryPage]:
    """The diaries of a class's pupils; sixteen selects, however many pupils and weeks."""
    ids, days = tuple(student_ids), (term.starts_on, min(term.ends_on, gate.pages.day))
    if not ids:
        return
    subjects = term_marks_of(ids, term, school, gate.hides)
    spans = groups_of_many(ids, *days)
    groups = {group for held in spans.values() for group in held}
    told = lessons(Journal.study_group_id.in_(groups), days, gate, named)
    records = _records(ids, days)
    for who in ids:
        mine = [one for one in told if sits(spans.get(who, {}).get(one.group_id, ()), one.day)]
        lines = [_line(one, who, records.get((one.id, who), ())) for one in mine]
        yield DiaryPage(who, named.students[who], subjects[who], _weeks(lines))


def _line(lesson: ToldLesson, who: int, records) -> DiaryLine:
    line = DiaryLine(lesson, lesson.own.get(who, ""))
    for what, first, second in records:
        if what == "mark":
            line.marks.append((first, second))
        elif what == "code":
            line.absence = (first, second)
        else:
            line.remark = first
    return line


def _weeks(lines: list[DiaryLine]) -> list:
    weeks: dict[date, dict[date, list]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        weeks[monday(line.lesson.day)][line.lesson.day].append(line)
    return [(first, list(days.items())) for first, days in weeks.items()]


def _records(ids: tuple[int, ...], days: tuple[date, date]) -> dict[tuple[int, int], list]:
    """(lesson, pupil) → marks, absence and remark; three selects."""
    found: dict[tuple[int, int], list] = defaultdict(list)
    within = Lesson.on_date.between(*days)
    marks = (
        select(
            LessonColumn.lesson_id,
            Mark.student_id,
            Mark.shown,
            func.coalesce(Mark.work_kind_id, LessonColumn.kind_id),
            Mark.kind,
            Mark.handed_in_on,
            Mark.comment,
        )
        .join(Cell, Cell.id == Mark.cell_id)
        .join(LessonColumn, LessonColumn.id == Cell.column_id)
        .join(Lesson, Lesson.id == LessonColumn.lesson_id)
        .where(Mark.student_id.in_(ids), Mark.shown != DEBT, within)
        .order_by(LessonColumn.position, Mark.position)
    )
    for lesson_id, who, shown, *details in db.session.execute(marks):
        found[lesson_id, who].append(("mark", shown, for_what(*details)))
    codes = select(
        Attendance.lesson_id, Attendance.student_id, Attendance.code, Attendance.minutes
    ).join(Lesson, Lesson.id == Attendance.lesson_id)
    for lesson_id, who, code, minutes in db.session.execute(
        codes.where(Attendance.student_id.in_(ids), within)
    ):
        word = code_word(code, minutes)
        found[lesson_id, who].append(("code", word, ABSENCES.get(code, "")))
    remarks = select(Remark.lesson_id, Remark.student_id, Remark.text).join(
        Lesson, Lesson.id == Remark.lesson_id
    )
    for lesson_id, who, text in db.session.execute(
        remarks.where(Remark.student_id.in_(ids), within)
    ):
        found[lesson_id, who].append(("remark", text, ""))
    return found
