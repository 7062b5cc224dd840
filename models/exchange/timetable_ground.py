"""What a timetable stands on: teachers, subjects, rooms, classes, groups, bell times."""

from dataclasses import dataclass, field

from sqlalchemy import select

from models.base import db
from models.exchange.class_names import class_name
from models.exchange.names import split_name
from models.exchange.plan import Plan
from models.exchange.report import CHANGED, CREATED, KEPT, Report
from models.exchange.staff import Known, Staff, fuller, in_order
from models.exchange.timetable_form import Group, Timetable
from models.people.employee import Employee
from models.people.person import Person
from models.school.calendar import YearFacts
from models.school.groups import JOINED, ClassGroup, StudyGroup, StudyGroupPart
from models.school.subject import Course, Subject
from models.school.timetable import Classroom, LessonTime

HOME_GRADE = 0  # until a person says whose row it is
STAFF = "Сотрудники"


@dataclass
class Ground:
    """Numbers by content, of what is there and of what is planned."""

    year: YearFacts
    plan: Plan
    report: Report
    employees: dict[str, int] = field(default_factory=dict)
    doubtful: dict[str, list[Known]] = field(default_factory=dict)  # names that fit several
    courses: dict[str, int] = field(default_factory=dict)
    rooms: dict[str, int] = field(default_factory=dict)
    classes: dict[tuple[int, str], int] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)

    def group_for(self, groups: tuple[Group, ...]) -> int:
        """The study group of one group, or the joined group of several (made where it lacks)."""
        if len(groups) == 1:
            return self.groups[groups[0].name]
        name = " + ".join(group.name for group in groups)
        if name not in self.groups:
            self.groups[name] = self._join(name, groups)
        return self.groups[name]

    def _join(self, name: str, groups: tuple[Group, ...]) -> int:
        values = {"kind": JOINED, "grade": groups[0].grade, "class_group_id": None}
        joined = self.plan.add(StudyGroup, year_id=self.year.id, name=name, **values)
        for group in groups:
            self.plan.add(StudyGroupPart, joined_id=joined, part_id=self.groups[group.name])
        where = groups[0].class_name
        self.report.count("учебные группы", CREATED, f"общая группа {name}", where=where)
        return joined


def lay_ground(timetable: Timetable, year: YearFacts, answers, plan, report: Report) -> Ground:
    """Plan what lacks, in the order things stand on each other."""
    ground = Ground(year, plan, report)
    _teachers(timetable, answers, ground)
    _courses(timetable, ground)
    _rooms(timetable, ground)
    _classes(timetable, ground)
    _groups(timetable, ground)
    _times(timetable, ground)
    return ground


def _teachers(timetable: Timetable, answers: dict, ground: Ground) -> None:
    staff = Staff(answers)
    for name in in_order(timetable.teachers):
        known, fits = staff.find(name)
        if known is None and fits:
            ground.doubtful[name] = fits
            continue
        if known is None:
            sex = timetable.teachers[name]
            known = staff.add(name, ground.plan, sex=sex if sex in ("m", "f") else None)
            ground.report.count("учителя", CREATED, f"{name}: новый учитель", where=STAFF)
        elif known.person is not None:
            said = fuller(split_name(name), known.name)
            changed = ground.plan.change(known.person, **said)
            fate = CHANGED if changed else KEPT
            ground.report.count("учителя", fate, f"{known.full_name}: теперь {name}", where=STAFF)
        else:
            ground.report.count("учителя", KEPT)
        ground.employees[name] = known.employee_id


def _courses(timetable: Timetable, ground: Ground) -> None:
    rows = db.session.execute(select(Course.name, Course.id))
    ground.courses = dict(rows.all())
    subjects = dict(db.session.execute(select(Subject.name, Subject.id)).all())
    for name, short in timetable.subjects.items():
        if name in ground.courses:
            ground.report.count("предметы", KEPT)
            continue
        subject = subjects.get(name) or ground.plan.add(Subject, name=name)
        course = ground.plan.add(Course, subject_id=subject, name=name, short=short[:30])
        ground.courses[name] = course
        ground.report.count("предметы", CREATED, f"предмет «{name}»")


def _rooms(timetable: Timetable, ground: Ground) -> None:
    rows = db.session.execute(select(Classroom.name, Classroom.id))
    ground.rooms = dict(rows.all())
    closed = _closed(select(Classroom).where(Classroom.closed_from.is_not(None)))
    for name in dict.fromkeys(timetable.rooms):
        if name in closed:
            ground.plan.change(closed[name], closed_from=None)
            ground.report.count("кабинеты", CHANGED, f"кабинет {name} снова открыт")
            continue
        if name in ground.rooms:
            ground.report.count("кабинеты", KEPT)
            continue
        ground.rooms[name] = ground.plan.add(Classroom, name=name)
        ground.report.count("кабинеты", CREATED, f"кабинет {name}")


def _classes(timetable: Timetable, ground: Ground) -> None:
    query = select(ClassGroup).where(ClassGroup.year_id == ground.year.id)
    ground.classes = {(row.grade, row.letter): row.id for row in db.session.scalars(query)}
    for grade, letter in timetable.classes:
        if (grade, letter) in ground.classes:
            ground.report.count("классы", KEPT)
            continue
        values = {"year_id": ground.year.id, "grade": grade, "letter": letter}
        ground.classes[grade, letter] = ground.plan.add(ClassGroup, **values)
        name = class_name(grade, letter)
        ground.report.count("классы", CREATED, "новый класс", where=name)


def _groups(timetable: Timetable, ground: Ground) -> None:
    query = select(StudyGroup.name, StudyGroup.id).where(StudyGroup.year_id == ground.year.id)
    ground.groups = dict(db.session.execute(query).all())
    mine = (StudyGroup.year_id == ground.year.id) & StudyGroup.closed_from.is_not(None)
    closed = _closed(select(StudyGroup).where(mine))
    for group in timetable.groups:
        if group.name in closed:
            ground.plan.change(closed[group.name], closed_from=None)
            line = f"группа {group.name} снова открыта"
            ground.report.count("учебные группы", CHANGED, line, where=group.class_name)
            continue
        if group.name in ground.groups:
            ground.report.count("учебные группы", KEPT)
            continue
        ground.groups[group.name] = ground.plan.add(
            StudyGroup,
            year_id=ground.year.id,
            name=group.name,
            kind=group.kind,
            grade=group.grade or HOME_GRADE,
            class_group_id=ground.classes.get((group.grade, group.letter)),
        )
        line = "" if group.kind == "whole" else f"группа {group.name}"
        ground.report.count("учебные группы", CREATED, line, where=group.class_name)


def _closed(query) -> dict[str, StudyGroup | Classroom]:
    """What was closed and is in the file again, by name."""
    return {row.name: row for row in db.session.scalars(query)}


def _times(timetable: Timetable, ground: Ground) -> None:
    query = select(LessonTime).where(
        LessonTime.year_id == ground.year.id, LessonTime.schedule_id.is_(None)
    )
    known = {row.number: row for row in db.session.scalars(query)}
    for number, (starts, ends) in timetable.times.items():
        row, said = known.get(number), f"{number} урок: {starts:%H:%M}–{ends:%H:%M}"
        if row is None:
            values = {"number": number, "starts": starts, "ends": ends}
            ground.plan.add(LessonTime, year_id=ground.year.id, **values)
            ground.report.count("звонки", CREATED, said, where="Звонки")
        elif ground.plan.change(row, starts=starts, ends=ends, annulled_at=None):
            ground.report.count("звонки", CHANGED, said, where="Звонки")
        else:
            ground.report.count("звонки", KEPT)


def names_of_staff() -> dict[int, str]:
    """Employee → name, for what is told of the timetable that is there."""
    rows = db.session.execute(
        select(Employee.id, Person).join(Person, Person.id == Employee.person_id)
    )
    return {employee_id: person.full_name for employee_id, person in rows}
