"""What a timetable stands on: teachers, subjects, rooms, classes, groups, bell times."""

from dataclasses import dataclass, field

from sqlalchemy import select

from models.audit.bulk import bulk_insert
from models.base import db
from models.exchange.asc import Group, Timetable
from models.exchange.names import name_key, split_name
from models.exchange.report import CHANGED, CREATED, KEPT, Report
from models.people.employee import Employee
from models.people.person import Person
from models.school.calendar import YearFacts
from models.school.groups import JOINED, ClassGroup, StudyGroup, StudyGroupPart
from models.school.subject import Course, Subject
from models.school.timetable import Classroom, LessonTime

HOME_GRADE = 0  # until a person says whose row it is


@dataclass
class Ground:
    """Ids by content."""

    year: YearFacts
    employees: dict[str, int] = field(default_factory=dict)
    courses: dict[str, int] = field(default_factory=dict)
    rooms: dict[str, int] = field(default_factory=dict)
    classes: dict[tuple[int, str], int] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    report: Report | None = None

    def group_for(self, groups: tuple[Group, ...]) -> int:
        """The study group of one group, or the joined group of several (made where it lacks)."""
        if len(groups) == 1:
            return self.groups[groups[0].name]
        name = " + ".join(group.name for group in groups)
        if name not in self.groups:
            self.groups[name] = _join(self, name, groups)
        return self.groups[name]


def lay_ground(timetable: Timetable, year: YearFacts, report: Report) -> Ground:
    """Make what lacks, in the order things stand on each other."""
    ground = Ground(year, report=report)
    ground.employees = _teachers(timetable, report)
    ground.courses = _courses(timetable, report)
    ground.rooms = _bring(Classroom, timetable.rooms, "кабинеты", report)
    ground.classes = _classes(timetable, year, report)
    ground.groups = _groups(timetable, year, ground.classes, report)
    _times(timetable, year, report)
    return ground


def _teachers(timetable: Timetable, report: Report) -> dict[str, int]:
    known = {
        name_key(person.full_name): employee_id
        for employee_id, person in db.session.execute(
            select(Employee.id, Person).join(Person, Person.id == Employee.person_id)
        )
    }
    found: dict[str, int] = {}
    for name, sex in timetable.teachers.items():
        if name_key(name) not in known:
            known[name_key(name)] = _new_teacher(name, sex)
            report.count("учителя", CREATED, name)
        else:
            report.count("учителя", KEPT)
        found[name] = known[name_key(name)]
    return found


def _new_teacher(name: str, sex: str) -> int:
    surname, given, patronymic = split_name(name)
    person = Person(
        surname=surname, given=given, patronymic=patronymic, sex=sex if sex in "mf" else None
    )
    db.session.add(person)
    db.session.flush()
    employee = Employee(person_id=person.id)
    db.session.add(employee)
    db.session.flush()
    return employee.id


def _courses(timetable: Timetable, report: Report) -> dict[str, int]:
    known = {name: row_id for row_id, name in db.session.execute(select(Course.id, Course.name))}
    lacking = [name for name in timetable.subjects if name not in known]
    subjects = bulk_insert(db.session, Subject, [{"name": name} for name in lacking])
    made = bulk_insert(
        db.session,
        Course,
        [
            {"subject_id": subject_id, "name": name, "short": timetable.subjects[name][:30]}
            for subject_id, name in zip(subjects, lacking, strict=True)
        ],
    )
    _say("предметы", lacking, len(timetable.subjects), report)
    return known | dict(zip(lacking, made, strict=True))


def _bring(model, names: list[str], kind: str, report: Report) -> dict[str, int]:
    known = {name: row_id for row_id, name in db.session.execute(select(model.id, model.name))}
    lacking = [name for name in dict.fromkeys(names) if name not in known]
    made = bulk_insert(db.session, model, [{"name": name} for name in lacking])
    _say(kind, lacking, len(set(names)), report)
    return known | dict(zip(lacking, made, strict=True))


def _say(kind: str, lacking: list[str], total: int, report: Report) -> None:
    for name in lacking:
        report.count(kind, CREATED, name)
    report.count(kind, KEPT, number=total - len(lacking))


def _classes(timetable: Timetable, year, report: Report) -> dict[tuple[int, str], int]:
    known = {
        (row.grade, row.letter): row.id
        for row in db.session.scalars(select(ClassGroup).where(ClassGroup.year_id == year.id))
    }
    lacking = [key for key in timetable.classes if key not in known]
    made = bulk_insert(
        db.session,
        ClassGroup,
        [{"year_id": year.id, "grade": grade, "letter": letter} for grade, letter in lacking],
    )
    _say(
        "классы",
        [f"{grade}-{letter}".rstrip("-") for grade, letter in lacking],
        len(timetable.classes),
        report,
    )
    return known | dict(zip(lacking, made, strict=True))


def _groups(timetable: Timetable, year, classes: dict, report: Report) -> dict[str, int]:
    known = {
        row.name: row.id
        for row in db.session.scalars(select(StudyGroup).where(StudyGroup.year_id == year.id))
    }
    lacking = [group for group in timetable.groups if group.name not in known]
    made = bulk_insert(
        db.session,
        StudyGroup,
        [
            {
                "year_id": year.id,
                "name": group.name,
                "kind": group.kind,
                "grade": group.grade or HOME_GRADE,
                "class_group_id": classes.get((group.grade, group.letter)),
            }
            for group in lacking
        ],
    )
    _say("учебные группы", [group.name for group in lacking], len(timetable.groups), report)
    return known | dict(zip((group.name for group in lacking), made, strict=True))


def _join(ground: Ground, name: str, groups: tuple[Group, ...]) -> int:
    joined = StudyGroup(year_id=ground.year.id, name=name, kind=JOINED, grade=groups[0].grade)
    db.session.add(joined)
    db.session.flush()
    for group in groups:
        db.session.add(StudyGroupPart(joined_id=joined.id, part_id=ground.groups[group.name]))
    ground.report.count("учебные группы", CREATED, name)
    return joined.id


def _times(timetable: Timetable, year, report: Report) -> None:
    known = {
        row.number: row
        for row in db.session.scalars(
            select(LessonTime).where(
                LessonTime.year_id == year.id, LessonTime.schedule_id.is_(None)
            )
        )
    }
    for number, (starts, ends) in timetable.times.items():
        row = known.get(number)
        if row is None:
            db.session.add(LessonTime(year_id=year.id, number=number, starts=starts, ends=ends))
            report.count("звонки", CREATED)
        elif row.annulled_at or (row.starts, row.ends) != (starts, ends):
            row.starts, row.ends, row.annulled_at = starts, ends, None
            report.count("звонки", CHANGED, f"{number} урок: {starts:%H:%M}–{ends:%H:%M}")
        else:
            report.count("звонки", KEPT)
