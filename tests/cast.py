"""The cast: a small school everybody in the tests knows.

Monday 16 November 2026, 16:00 in school. Class 5-А keeps the electronic journal, 5-Б is in
transition, 6-А is next door.

- anna teaches mathematics in 5-А, 5-Б and 6-А.
- boris leads 5-А as class teacher and teaches English there: he sees 5-А's mathematics but
  may not write in it.
- vera teaches English in 6-А only: a stranger to 5-А.
- olga is operator of 5-Б by order.
- maria is mother of petya (5-А) and katya (6-А); ivan is father of fedya (5-Б). Both have
  applied and consented; olya (5-А) has no family in the school's books.
- petya has an account of his own. director and admin do what their titles say.
"""

from dataclasses import dataclass, field
from datetime import date, time

from sqlalchemy import select

from models.base import db
from models.journal.days import open_day
from models.journal.journal import Journal
from models.journal.lesson import Lesson, LessonColumn
from models.office.founding import found_school
from models.office.order import (
    CLASS_TEACHER,
    TRANSITION,
    Appointment,
    AppointmentClass,
    ModeDecision,
)
from models.office.paper import GIVEN, FamilyPaper
from models.people.account import Account
from models.people.employee import Employee
from models.people.guardian import Guardianship
from models.people.person import Person
from models.people.student import Student
from models.school.calendar import the_year
from models.school.groups import WHOLE, ClassGroup, Enrolment, StudyGroup
from models.school.subject import Course, Subject
from models.school.teaching import TeachingAssignment
from models.school.timetable import LessonSlot, LessonTime

NOW = "2026-11-16T16:00"
MONDAY = date(2026, 11, 16)
START = date(2026, 9, 1)
CLASSES = {"5-А": (5, "А"), "5-Б": (5, "Б"), "6-А": (6, "А")}
TEACHERS = {"anna": "Анна", "boris": "Борис", "vera": "Вера"}
PUPILS = {
    "petya": ("Петров", "Пётр", "5-А"),
    "olya": ("Орлова", "Ольга", "5-А"),
    "fedya": ("Фёдоров", "Фёдор", "5-Б"),
    "katya": ("Петрова", "Екатерина", "6-А"),
}
TAUGHT = (  # teacher, class, course, lesson number on Mondays
    ("anna", "5-А", "Математика", 1),
    ("anna", "5-Б", "Математика", 2),
    ("anna", "6-А", "Математика", 3),
    ("boris", "5-А", "Английский язык", 4),
    ("vera", "6-А", "Английский язык", 5),
)


@dataclass
class Cast:
    """Ids of everybody and everything, by name."""

    accounts: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    employees: dict[str, int] = field(default_factory=dict)
    students: dict[str, int] = field(default_factory=dict)
    classes: dict[str, int] = field(default_factory=dict)
    journals: dict[tuple[str, str], int] = field(default_factory=dict)
    lessons: dict[tuple[str, str], int] = field(default_factory=dict)
    columns: dict[tuple[str, str], int] = field(default_factory=dict)


def build() -> Cast:
    """Put the cast into an empty database (the author must be set); the caller commits."""
    cast = Cast()
    found_school("Школа на сцене", START)
    year = the_year(MONDAY)
    _people(cast)
    groups = _classes(cast, year)
    _teaching(cast, year, groups)
    _duties(cast)
    db.session.flush()
    open_day(year, MONDAY)
    _find_lessons(cast)
    return cast


def _person(cast: Cast, name: str, surname: str, given: str, account: bool = True) -> int:
    person = Person(surname=surname, given=given)
    db.session.add(person)
    db.session.flush()
    cast.people[name] = person.id
    if account:
        row = Account(person_id=person.id, login=name)
        db.session.add(row)
        db.session.flush()
        cast.accounts[name] = row.id
    return person.id


def _people(cast: Cast) -> None:
    for name, given in (("director", "Дина"), ("admin", "Алла"), ("olga", "Ольга")):
        _person(cast, name, "Служебная", given)
    for name, given in TEACHERS.items():
        employee = Employee(person_id=_person(cast, name, "Учитель", given))
        db.session.add(employee)
        db.session.flush()
        cast.employees[name] = employee.id
    for name, (surname, given, _) in PUPILS.items():
        student = Student(person_id=_person(cast, name, surname, given, name == "petya"))
        db.session.add(student)
        db.session.flush()
        cast.students[name] = student.id
    families = (("maria", "mother", ("petya", "katya")), ("ivan", "father", ("fedya",)))
    for name, kind, children in families:
        parent = _person(cast, name, "Родитель", name.title())
        for child in children:
            own = {"person_id": parent, "student_id": cast.students[child]}
            db.session.add(Guardianship(**own, kind=kind))
            for paper in GIVEN:
                db.session.add(FamilyPaper(**own, kind=paper, on_date=START))


def _classes(cast: Cast, year) -> dict[str, StudyGroup]:
    groups = {}
    for name, (grade, letter) in CLASSES.items():
        class_group = ClassGroup(year_id=year.id, grade=grade, letter=letter)
        db.session.add(class_group)
        db.session.flush()
        cast.classes[name] = class_group.id
        groups[name] = StudyGroup(
            year_id=year.id, name=name, kind=WHOLE, grade=grade, class_group_id=class_group.id
        )
        db.session.add(groups[name])
    for name, (_, _, class_name) in PUPILS.items():
        db.session.add(
            Enrolment(
                student_id=cast.students[name],
                class_group_id=cast.classes[class_name],
                from_date=START,
            )
        )
    db.session.add(
        ModeDecision(class_group_id=cast.classes["5-Б"], mode=TRANSITION, from_date=START)
    )
    db.session.flush()
    return groups


def _teaching(cast: Cast, year, groups) -> None:
    courses = {}
    for name in ("Математика", "Английский язык"):
        subject = Subject(name=name)
        db.session.add(subject)
        db.session.flush()
        courses[name] = Course(subject_id=subject.id, name=name)
        db.session.add(courses[name])
    db.session.flush()
    for number in range(1, 6):
        starts, ends = time(7 + number, 30), time(8 + number, 15)
        db.session.add(LessonTime(year_id=year.id, number=number, starts=starts, ends=ends))
    for teacher, class_name, course, number in TAUGHT:
        common = {
            "employee_id": cast.employees[teacher],
            "study_group_id": groups[class_name].id,
            "course_id": courses[course].id,
        }
        db.session.add(TeachingAssignment(**common, from_date=START))
        db.session.add(
            LessonSlot(**common, year_id=year.id, weekday=0, number=number, valid_from=START)
        )


def _duties(cast: Cast) -> None:
    duties = (
        ("director", "director", None),
        ("admin", "administrator", None),
        ("olga", "operator", "5-Б"),
        ("boris", CLASS_TEACHER, "5-А"),
    )
    for name, duty, class_name in duties:
        row = Appointment(person_id=cast.people[name], duty=duty, from_date=START)
        db.session.add(row)
        db.session.flush()
        if class_name:
            db.session.add(
                AppointmentClass(appointment_id=row.id, class_group_id=cast.classes[class_name])
            )


def _find_lessons(cast: Cast) -> None:
    rows = db.session.execute(
        select(LessonColumn, Lesson).join(Lesson, Lesson.id == LessonColumn.lesson_id)
    )
    for column, lesson in rows:
        journal = db.session.get(Journal, lesson.journal_id)
        key = (journal.group.name, journal.course.name)
        cast.journals[key] = journal.id
        cast.lessons[key] = lesson.id
        cast.columns[key] = column.id
