"""Checks of the journal that deputy heads do by hand: each finds cells or days to look at.

No deadline is broken here; what is found may be right. A fixed number of selects.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from models.base import db
from models.control.class_pupils import sittings
from models.journal.cell import Attendance, Cell, Mark
from models.journal.journal import Journal, WorkKind
from models.journal.lesson import HELD, Lesson, LessonColumn
from models.journal.scale import MISSED
from models.journal.term_mark import TermMark
from models.people.person import Person, with_initials
from models.people.student import Student
from models.school.calendar import TERM_WORD, Term, the_year
from models.school.groups import StudyGroup
from models.school.subject import Course

MARK_OF_ABSENT, TWO_TESTS, FEW_MARKS = "mark_of_absent", "two_tests", "few_marks"
LEAST_MARKS = 3
CHECKS = {
    MARK_OF_ABSENT: (
        "Пропуск и отметка в одной клетке",
        "Ученик отсутствовал, а отметка за урок есть: ошибка, отработка или опоздание.",
    ),
    TWO_TESTS: (
        "Две контрольные в один день",
        "У класса в этот день больше одной работы, которую пишут все.",
    ),
    FEW_MARKS: (
        "Отметка за период по малому числу отметок",
        f"Отметка за период стоит, а текущих меньше {LEAST_MARKS}.",
    ),
}
MOST = 200  # of each check


@dataclass(frozen=True)
class Suspect:
    """Something to look at: where, whose, and the page that shows it."""

    check: str
    title: str  # «Математика · 5-А», or a class
    about: str
    on_date: date
    journal_id: int
    column_id: int | None = None
    student_id: int | None = None
    lesson_id: int | None = None
    period: str | None = None


def suspects(first: date, last: date, journals: frozenset[int] | None) -> dict[str, list[Suspect]]:
    """Check → what it found in lessons from `first` to `last` and terms that end then."""
    return {
        MARK_OF_ABSENT: _marks_of_absent(first, last, journals),
        TWO_TESTS: _two_tests(first, last, journals),
        FEW_MARKS: _few_marks(first, last, journals),
    }


def _of(query, journals: frozenset[int] | None, column):
    return query if journals is None else query.where(column.in_(journals))


def _title(course: str, group: str) -> str:
    return f"{course} · {group}"


_NAME = (Person.surname, Person.given, Person.patronymic)


def _marks_of_absent(first: date, last: date, journals) -> list[Suspect]:
    found = []
    for row in db.session.execute(_of(_absent_query(first, last), journals, Cell.journal_id)):
        day, lesson_id, journal_id, column_id, student_id, course, group, code, shown, *name = row
        about = f"{with_initials(*name)}: «{code}» и «{shown}»"
        cell = (journal_id, column_id, student_id, lesson_id)
        found.append(Suspect(MARK_OF_ABSENT, _title(course, group), about, day, *cell))
    return found


def _absent_query(first: date, last: date):
    return (
        select(
            Lesson.on_date,
            Lesson.id,
            Cell.journal_id,
            Cell.column_id,
            Cell.student_id,
            Course.name,
            StudyGroup.name,
            Attendance.code,
            Mark.shown,
            *_NAME,
        )
        .join(LessonColumn, LessonColumn.lesson_id == Lesson.id)
        .join(Cell, Cell.column_id == LessonColumn.id)
        .join(Mark, Mark.cell_id == Cell.id)
        .join(
            Attendance,
            (Attendance.lesson_id == Lesson.id) & (Attendance.student_id == Cell.student_id),
        )
        .join(Journal, Journal.id == Cell.journal_id)
        .join(Course, Course.id == Journal.course_id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .join(Student, Student.id == Cell.student_id)
        .join(Person, Person.id == Student.person_id)
        .where(
            Lesson.on_date.between(first, last),
            Attendance.code.in_(MISSED),
            Mark.counted.is_not(None),
            Mark.kind == "answer",
        )
        .order_by(Lesson.on_date.desc(), Lesson.id)
        .limit(MOST)
    )


def _two_tests(first: date, last: date, journals) -> list[Suspect]:
    query = (
        select(Lesson.on_date, Lesson.id, Lesson.journal_id, Course.name, Journal.study_group_id)
        .join(LessonColumn, LessonColumn.lesson_id == Lesson.id)
        .join(WorkKind, WorkKind.id == LessonColumn.kind_id)
        .join(Journal, Journal.id == Lesson.journal_id)
        .join(Course, Course.id == Journal.course_id)
        .where(Lesson.on_date.between(first, last), Lesson.status == HELD, WorkKind.is_test)
        .order_by(Lesson.on_date.desc(), Lesson.number)
    )
    sitting = sittings(the_year(last).id, last)
    names = {class_id: group.name for class_id, group in sitting.whole.items()}
    days: dict[tuple[date, int], dict[str, tuple[int, int]]] = {}
    for day, lesson_id, journal_id, course, group_id in db.session.execute(
        _of(query, journals, Lesson.journal_id)
    ):
        seated = sitting.groups.get(group_id)
        for class_id in seated.class_ids if seated else ():
            # two halves of the class write the same work: one course counts once
            days.setdefault((day, class_id), {}).setdefault(course, (lesson_id, journal_id))
    return [
        Suspect(
            TWO_TESTS,
            names.get(class_id, ""),
            ", ".join(sorted(works)),
            day,
            next(iter(works.values()))[1],
            lesson_id=next(iter(works.values()))[0],
        )
        for (day, class_id), works in days.items()
        if len(works) > 1
    ][:MOST]


def _few_marks(first: date, last: date, journals) -> list[Suspect]:
    found = []
    for row in db.session.execute(_of(_few_query(first, last), journals, TermMark.journal_id)):
        day, number, kind, journal_id, student_id, period, value, course, group, count, *name = row
        who, term = with_initials(*name), f"{number} {TERM_WORD[kind]}"
        about = f"{who}: «{value}» за {term}, отметок {count}"
        place = {"student_id": student_id, "period": period}
        found.append(Suspect(FEW_MARKS, _title(course, group), about, day, journal_id, **place))
    return found


def _marks_of_term():
    """How many counted marks stand behind a term's mark."""
    return (
        select(func.count(Mark.id))
        .join(Cell, Cell.id == Mark.cell_id)
        .join(LessonColumn, LessonColumn.id == Cell.column_id)
        .join(Lesson, Lesson.id == LessonColumn.lesson_id)
        .where(
            Cell.journal_id == TermMark.journal_id,
            Cell.student_id == TermMark.student_id,
            Lesson.on_date.between(Term.starts_on, Term.ends_on),
            Mark.counted.is_not(None),
        )
        .scalar_subquery()
    )


def _few_query(first: date, last: date):
    current = _marks_of_term()
    return (
        select(
            Term.ends_on,
            Term.number,
            Term.kind,
            TermMark.journal_id,
            TermMark.student_id,
            TermMark.period,
            TermMark.value,
            Course.name,
            StudyGroup.name,
            current,
            *_NAME,
        )
        .join(Term, Term.id == TermMark.term_id)
        .join(Journal, Journal.id == TermMark.journal_id)
        .join(Course, Course.id == Journal.course_id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .join(Student, Student.id == TermMark.student_id)
        .join(Person, Person.id == Student.person_id)
        .where(
            Term.ends_on.between(first, last),
            TermMark.value.in_(("5", "4", "3", "2")),
            current < LEAST_MARKS,
        )
        .order_by(StudyGroup.grade, StudyGroup.name, Course.name, *_NAME)
        .limit(MOST)
    )
