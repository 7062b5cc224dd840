"""Drawing records by lot for the check of accuracy: of classes that keep paper."""

from datetime import date
from random import SystemRandom

from sqlalchemy import select

from models.base import db
from models.control.accuracy import (
    ABSENCE,
    LESSON,
    LONGEST_PLACE,
    MARK,
    PERIOD,
    SIZES,
    AccuracyCheck,
    AccuracyItem,
    open_checks,
)
from models.control.class_pupils import classes_of_groups
from models.control.operators import Operators
from models.journal.cell import Attendance, Cell, Mark
from models.journal.journal import Journal
from models.journal.lesson import HELD, Lesson, LessonColumn
from models.journal.term_mark import TermMark
from models.office.order import TRANSITION, the_modes
from models.people.person import Person, people_named, with_initials
from models.people.student import Student
from models.refusal import Refused
from models.school.calendar import TERM_WORD, Term, the_year
from models.school.groups import StudyGroup
from models.school.subject import Course

SHARES = {LESSON: 4, MARK: 12, ABSENCE: 6, PERIOD: 2}  # of 24 records
_LOT = SystemRandom()
_NAME = (Person.surname, Person.given, Person.patronymic)
_WHERE = (StudyGroup.name, Course.name)


def draw(first: date, last: date, size: int, by: int | None) -> AccuracyCheck:
    """Draw records of the days' lessons and of terms that ended in them, from classes in
    transition. Raises Refused where there is nothing to compare."""
    if size not in SIZES:
        raise Refused("Выберите, сколько записей сверить.")
    if last < first or (last - first).days > 366:
        raise Refused("Последний день раньше первого, или дней слишком много.")
    if open_checks():  # nobody draws until the lot suits
        raise Refused("Прошлая сверка не закончена. Сверьте в ней всё, потом начните новую.")
    journals = _paper_journals(last)
    if not journals:
        raise Refused("Все классы ведут электронный журнал: сверять с бумажным нечего.")
    pools = {kind: pool(first, last, list(journals)) for kind, pool in _POOLS.items()}
    drawn = [
        (kind, row)
        for kind, rows in pools.items()
        for row in _LOT.sample(rows, min(len(rows), max(1, size * SHARES[kind] // 24)))
    ]
    if not drawn:
        raise Refused("За эти дни в журналах ещё нет записей: сверять нечего.")
    check = AccuracyCheck(first=first, last=last, made_by=by)
    db.session.add(check)
    db.session.flush()
    office = Operators(first, last)
    whose = [
        office.of(journals[row.journal_id], last if kind == PERIOD else row.on_date)
        for kind, row in drawn
    ]
    named = people_named(set().union(*whose))
    for (kind, row), people in zip(drawn, whose, strict=True):
        operator = ", ".join(sorted(named[one] for one in people))
        db.session.add(_item(check, kind, row, operator))
    db.session.flush()
    return check


def _paper_journals(day: date) -> dict[int, frozenset[int]]:
    """Journal → its classes, of the year's journals that are kept on paper."""
    modes, year_id = the_modes(), the_year(day).id
    classes = classes_of_groups(year_id)
    rows = db.session.execute(
        select(Journal.id, StudyGroup)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .where(Journal.year_id == year_id)
    )
    return {j: classes[group.id] for j, group in rows if modes.of(group, day) == TRANSITION}


def _of_lessons(*columns):
    return (
        select(Lesson.journal_id, Lesson.id, *_WHERE, Lesson.on_date, Lesson.number, *columns)
        .select_from(Lesson)
        .join(Journal, Journal.id == Lesson.journal_id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .join(Course, Course.id == Journal.course_id)
    )


def _in(query, first: date, last: date, journals: list[int]) -> list:
    days = Lesson.on_date.between(first, last)
    query = query.where(Lesson.journal_id.in_(journals), Lesson.status == HELD, days)
    return db.session.execute(query).all()


def _of_pupils(query, student_id):
    return query.join(Student, Student.id == student_id).join(
        Person, Person.id == Student.person_id
    )


def _lessons(first: date, last: date, journals: list[int]) -> list:
    return _in(_of_lessons(), first, last, journals)


def _marks(first: date, last: date, journals: list[int]) -> list:
    query = _of_lessons(Mark.shown.label("stands"), Mark.student_id, *_NAME)
    query = query.join(LessonColumn, LessonColumn.lesson_id == Lesson.id)
    query = query.join(Cell, Cell.column_id == LessonColumn.id).join(Mark, Mark.cell_id == Cell.id)
    return _in(_of_pupils(query, Mark.student_id), first, last, journals)


def _absences(first: date, last: date, journals: list[int]) -> list:
    query = _of_lessons(Attendance.code.label("stands"), Attendance.student_id, *_NAME)
    query = query.join(Attendance, Attendance.lesson_id == Lesson.id)
    return _in(_of_pupils(query, Attendance.student_id), first, last, journals)


def _periods(first: date, last: date, journals: list[int]) -> list:
    query = (
        select(
            TermMark.journal_id,
            *_WHERE,
            Term.number.label("term"),
            Term.kind.label("term_kind"),
            TermMark.value.label("stands"),
            TermMark.student_id,
            *_NAME,
        )
        .select_from(TermMark)
        .join(Term, Term.id == TermMark.term_id)
        .join(Journal, Journal.id == TermMark.journal_id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .join(Course, Course.id == Journal.course_id)
        .where(TermMark.journal_id.in_(journals), TermMark.value != "")
        .where(Term.ends_on.between(first, last), Term.annulled_at.is_(None))
    )
    return db.session.execute(_of_pupils(query, TermMark.student_id)).all()


_POOLS = {LESSON: _lessons, MARK: _marks, ABSENCE: _absences, PERIOD: _periods}


def _item(check: AccuracyCheck, kind: str, row, operator: str) -> AccuracyItem:
    group, course = row[1:3] if kind == PERIOD else row[2:4]
    when = (
        f"{row.term} {TERM_WORD[row.term_kind]}"
        if kind == PERIOD
        else f"{row.on_date:%d.%m}, {row.number} урок"
    )
    who = "" if kind == LESSON else f", {with_initials(row.surname, row.given, row.patronymic)}"
    return AccuracyItem(
        check_id=check.id,
        kind=kind,
        journal_id=row.journal_id,
        lesson_id=None if kind == PERIOD else row.id,
        student_id=None if kind == LESSON else row.student_id,
        place=f"{group}, {course}, {when}{who}"[:LONGEST_PLACE],
        stands="урок был" if kind == LESSON else row.stands,
        operator=operator[:200],
    )
