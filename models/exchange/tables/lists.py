"""The school's lists as tables: pupils, staff, classes, groups, the timetable. As of a day."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from models.base import db
from models.exchange.class_names import class_name
from models.office.order import CLASS_TEACHER, Appointment, AppointmentClass, the_modes
from models.people.employee import Employee
from models.people.guardian import Guardianship
from models.people.person import Person, with_initials
from models.people.student import Student
from models.school.calendar import the_year
from models.school.groups import ClassGroup, Enrolment, Membership, StudyGroup
from models.school.subject import Course
from models.school.teaching import within
from models.school.timetable import WEEKDAYS, Classroom, LessonSlot

SEX = {"m": "м", "f": "ж", None: ""}
MODES = {"transition": "переходный период", "electronic": "электронный журнал"}
WEEKS = {0: "все", 1: "нечётные", 2: "чётные"}
GROUP_KINDS = {
    "whole": "весь класс",
    "half": "подгруппа",
    "boys": "мальчики",
    "girls": "девочки",
    "joined": "общая группа",
    "home": "на дому",
}
_MOTHER, _FATHER = "mother", "father"

PUPILS = (
    *("Класс", "№ по журналу", "Фамилия", "Имя", "Отчество", "Дата рождения", "Пол"),
    *("Мать", "Телефон", "Отец", "Телефон", "Эл. почта", "Зачислен с", "По"),
)
STAFF = ("Фамилия", "Имя", "Отчество", "Должность", "Пол", "Телефон", "Эл. почта")
CLASSES = ("Класс", "Учеников", "Классный руководитель", "Режим журнала")
GROUPS = ("Группа", "Вид", "Класс", "Фамилия", "Имя", "Отчество", "С", "По")
TIMETABLE = (
    *("День", "Урок", "Недели", "Группа", "Предмет", "Учитель", "Помощник"),
    *("Кабинет", "Второй кабинет", "С", "По"),
)


def pupils(day: date) -> Iterator[tuple]:
    """Who is enrolled on the day, with the parents who stand for them."""
    parents = _parents(day)
    rows = db.session.execute(
        select(Enrolment, Student.id, Person, ClassGroup.grade, ClassGroup.letter)
        .join(Student, Student.id == Enrolment.student_id)
        .join(Person, Person.id == Student.person_id)
        .join(ClassGroup, ClassGroup.id == Enrolment.class_group_id)
        .where(within(Enrolment, day))
        .order_by(ClassGroup.grade, ClassGroup.letter, Person.surname, Person.given, Student.id)
    )
    for seat, student_id, p, grade, letter in rows:
        family = parents.get(student_id, {})
        mother, father = family.get(_MOTHER), family.get(_FATHER)
        email = next((one.email for one in (mother, father) if one and one.email), "")
        yield (
            class_name(grade, letter),
            *(seat.register_number, p.surname, p.given, p.patronymic, p.birth_date, SEX[p.sex]),
            *_reached(mother),
            *_reached(father),
            *(email, seat.from_date, seat.until),
        )


def _reached(parent: Person | None) -> tuple[str, str]:
    return (parent.full_name, parent.phone or "") if parent else ("", "")


def _parents(day: date) -> dict[int, dict[str, Person]]:
    found: dict[int, dict[str, Person]] = {}
    rows = db.session.execute(
        select(Guardianship.student_id, Guardianship.kind, Person)
        .join(Person, Person.id == Guardianship.person_id)
        .where(within(Guardianship, day))
        .order_by(Guardianship.id)
    )
    for student_id, kind, person in rows:
        found.setdefault(student_id, {}).setdefault(kind, person)
    return found


def staff(_day: date) -> Iterator[tuple]:
    """Everybody who works here."""
    rows = db.session.execute(
        select(Employee.position, Person)
        .join(Person, Person.id == Employee.person_id)
        .order_by(Person.surname, Person.given, Employee.id)
    )
    for position, p in rows:
        yield (p.surname, p.given, p.patronymic, position, SEX[p.sex], p.phone, p.email)


def classes(day: date) -> Iterator[tuple]:
    """The classes of the year with their teachers and modes."""
    sizes = dict(
        db.session.execute(
            select(Enrolment.class_group_id, func.count())
            .where(within(Enrolment, day))
            .group_by(Enrolment.class_group_id)
        ).all()
    )
    leads = db.session.execute(
        select(AppointmentClass.class_group_id, Person)
        .join(Appointment, Appointment.id == AppointmentClass.appointment_id)
        .join(Person, Person.id == Appointment.person_id)
        .where(Appointment.duty == CLASS_TEACHER, within(Appointment, day))
    )
    led = {class_id: person.full_name for class_id, person in leads}
    modes = the_modes()
    query = select(ClassGroup).where(ClassGroup.year_id == the_year(day).id)
    for row in db.session.scalars(query.order_by(ClassGroup.grade, ClassGroup.letter)):
        mode = MODES[modes.of(_AsGroup(row.id), day)]
        yield (row.name, sizes.get(row.id, 0), led.get(row.id, ""), mode)


class _AsGroup:
    """A class as modes ask for a group."""

    id = None

    def __init__(self, class_group_id: int):
        self.class_group_id = class_group_id


def groups(day: date) -> Iterator[tuple]:
    """Who is in which part of a class; whole classes are the list of pupils."""
    rows = db.session.execute(
        select(StudyGroup, Person, Membership, ClassGroup.grade, ClassGroup.letter)
        .join(Membership, Membership.study_group_id == StudyGroup.id)
        .join(Student, Student.id == Membership.student_id)
        .join(Person, Person.id == Student.person_id)
        .outerjoin(ClassGroup, ClassGroup.id == StudyGroup.class_group_id)
        .where(StudyGroup.year_id == the_year(day).id, within(Membership, day))
        .order_by(StudyGroup.grade, StudyGroup.name, Person.surname, Person.given)
    )
    for group, p, seat, grade, letter in rows:
        own = class_name(grade, letter) if grade else ""
        who = (p.surname, p.given, p.patronymic)
        yield (group.name, GROUP_KINDS[group.kind], own, *who, seat.from_date, seat.until)


_helper, _aide, _second = aliased(Employee), aliased(Person), aliased(Classroom)


def timetable(day: date) -> Iterator[tuple]:
    """The places of lessons in force on the day."""
    rows = db.session.execute(
        select(
            LessonSlot, StudyGroup.name, Course.name, Person, _aide, Classroom.name, _second.name
        )
        .join(StudyGroup, StudyGroup.id == LessonSlot.study_group_id)
        .join(Course, Course.id == LessonSlot.course_id)
        .join(Employee, Employee.id == LessonSlot.employee_id)
        .join(Person, Person.id == Employee.person_id)
        .outerjoin(_helper, _helper.id == LessonSlot.assistant_id)
        .outerjoin(_aide, _aide.id == _helper.person_id)
        .outerjoin(Classroom, Classroom.id == LessonSlot.classroom_id)
        .outerjoin(_second, _second.id == LessonSlot.other_classroom_id)
        .where(within(LessonSlot, day, "valid_from", "valid_to"))
        .order_by(LessonSlot.weekday, LessonSlot.number, StudyGroup.grade, StudyGroup.name)
    )
    for slot, group, course, teacher, aide, room, second in rows:
        yield (
            *(WEEKDAYS[slot.weekday], slot.number, WEEKS[slot.parity], group, course),
            teacher.full_name,
            with_initials(aide.surname, aide.given, aide.patronymic) if aide else "",
            *(room, second, slot.valid_from, slot.valid_to),
        )
