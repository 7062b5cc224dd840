"""What stands in the journals as tables: marks, absences, marks for periods, topics.

While a class keeps its journal on paper its pages are not exported (clause 4.5): what was entered
for a day of the transition is left out and counted, unless the director orders it (5.1(10)).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from models.base import db
from models.journal.cell import MARK_KINDS, Attendance, Cell, Mark
from models.journal.journal import Journal, WorkKind
from models.journal.lesson import CANCELLED, Homework, Lesson, LessonColumn
from models.journal.term_mark import PERIODS, TermMark
from models.office.order import TRANSITION, the_modes
from models.people.person import Person
from models.people.student import Student
from models.school.calendar import TERM_WORD, Term, the_year
from models.school.groups import StudyGroup
from models.school.subject import Course

_WHO = ("Группа", "Предмет", "Фамилия", "Имя", "Отчество")
MARKS = (*_WHO, "Дата", "Урок", "Отметка", "Вид работы", "Зачем", "Пояснение")
ABSENCES = (*_WHO, "Дата", "Урок", "Код", "Минут")
TERM_MARKS = (*_WHO, "Период", "Отметка", "Пояснение")
TOPICS = ("Группа", "Предмет", "Дата", "Урок", "Учитель", "Состояние", "Тема", "Задание")
_AT_ONCE = 2000


@dataclass
class Pages:
    """Which journal pages may leave: those of classes without paper, or all by order."""

    day: date
    paper_too: bool = False
    held_back: int = 0
    groups: set[str] = field(default_factory=set)

    def __post_init__(self):
        self._modes = the_modes()

    def may_leave(self, group, day: date) -> bool:
        """Whether what is of this group and day may; counts what may not."""
        if self.paper_too or self._modes.of(group, day) != TRANSITION:
            return True
        self.held_back += 1
        self.groups.add(group.name)
        return False

    def note(self) -> str:
        """What was left out, in words; '' where nothing was."""
        if not self.held_back:
            return ""
        names = sorted(self.groups)
        more = " и другие" if len(names) > 12 else ""
        return (
            f"Не выгружено записей: {self.held_back}. Эти группы ещё ведут журнал на бумаге, "
            f"и страницы их журнала не выгружаются (п. 4.5): {', '.join(names[:12])}{more}."
        )


def _of_pupils(columns, table):
    return (
        select(StudyGroup, Course.name, Person, *columns)
        .select_from(table)
        .join(Journal, Journal.id == table.journal_id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .join(Course, Course.id == Journal.course_id)
        .join(Student, Student.id == table.student_id)
        .join(Person, Person.id == Student.person_id)
    )


def _streamed(query, pages: Pages):
    year = the_year(pages.day).id
    query = query.where(Journal.year_id == year).execution_options(yield_per=_AT_ONCE)
    return db.session.execute(query)


def _order(*last):
    return (StudyGroup.grade, StudyGroup.name, Course.name, *last)


def _who(group, course: str, p) -> tuple:
    return (group.name, course, p.surname, p.given, p.patronymic)


def marks(pages: Pages) -> Iterator[tuple]:
    """Every mark of the year."""
    columns = (Lesson.on_date, Lesson.number, Mark, WorkKind.name)
    query = (
        _of_pupils(columns, Mark)
        .join(Cell, Cell.id == Mark.cell_id)
        .join(LessonColumn, LessonColumn.id == Cell.column_id)
        .join(Lesson, Lesson.id == LessonColumn.lesson_id)
        .join(WorkKind, WorkKind.id == LessonColumn.kind_id)
        .order_by(*_order(Lesson.on_date, Lesson.number, Person.surname, Person.given, Mark.id))
    )
    kinds = dict(db.session.execute(select(WorkKind.id, WorkKind.name)).all())
    for group, course, p, day, number, mark, kind in _streamed(query, pages):
        if pages.may_leave(group, day):
            kind = kinds.get(mark.work_kind_id, kind)
            why = (MARK_KINDS[mark.kind], mark.comment)
            yield (*_who(group, course, p), day, number, mark.shown, kind, *why)


def absences(pages: Pages) -> Iterator[tuple]:
    """Every absence and lateness of the year."""
    columns = (Lesson.on_date, Lesson.number, Attendance.code, Attendance.minutes)
    query = (
        _of_pupils(columns, Attendance)
        .join(Lesson, Lesson.id == Attendance.lesson_id)
        .order_by(*_order(Lesson.on_date, Lesson.number, Person.surname, Person.given))
    )
    for group, course, p, day, *rest in _streamed(query, pages):
        if pages.may_leave(group, day):
            yield (*_who(group, course, p), day, *rest)


def term_marks(pages: Pages) -> Iterator[tuple]:
    """Every mark for a term, the year, the exam and in the end."""
    columns = (TermMark.period, TermMark.value, TermMark.comment, Term)
    query = (
        _of_pupils(columns, TermMark)
        .outerjoin(Term, Term.id == TermMark.term_id)
        .where(TermMark.value != "")
        .order_by(*_order(Person.surname, Person.given, TermMark.id))
    )
    year = the_year(pages.day)
    for group, course, p, period, value, comment, term in _streamed(query, pages):
        day = min(pages.day, (term or year).ends_on)
        if pages.may_leave(group, day):
            name = f"{term.number} {TERM_WORD[term.kind]}" if term else PERIODS.get(period, period)
            yield (*_who(group, course, p), name, value, comment)


def topics(pages: Pages) -> Iterator[tuple]:
    """Every lesson up to the day, with its topic and homework."""
    from models.exchange.timetable_ground import names_of_staff

    staff = names_of_staff()
    query = (
        select(StudyGroup, Course.name, Lesson, Homework.text)
        .join(Journal, Journal.id == Lesson.journal_id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .join(Course, Course.id == Journal.course_id)
        .outerjoin(Homework, Homework.lesson_id == Lesson.id)
        .where(Lesson.on_date <= pages.day)
        .order_by(*_order(Lesson.on_date, Lesson.number, Lesson.id))
    )
    for group, course, lesson, homework in _streamed(query, pages):
        if pages.may_leave(group, lesson.on_date):
            state = "отменён" if lesson.status == CANCELLED else "проведён"
            place = (group.name, course, lesson.on_date, lesson.number)
            yield (*place, staff[lesson.employee_id], state, lesson.topic, homework)
