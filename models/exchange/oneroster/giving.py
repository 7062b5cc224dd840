"""The school as OneRoster 1.2: people, classes and what is taught in them, as of a day."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

from sqlalchemy import select

from models.base import db
from models.exchange.oneroster.shape import (
    ABSENT,
    FILES,
    HOMEROOM,
    MANIFEST,
    SCHEDULED,
    STUDENT,
    VERSION,
    grade_code,
)
from models.journal.journal import Journal
from models.people.account import Account
from models.people.employee import Employee
from models.people.guardian import Guardianship
from models.people.person import Person
from models.people.student import Student
from models.school.calendar import standing_terms, the_year
from models.school.groups import ClassGroup, Enrolment, StudyGroup
from models.school.roster import roster
from models.school.school import school_facts
from models.school.subject import Course, Subject
from models.school.teaching import MAIN, TeachingAssignment, within

ORG, OWN_COURSE = "school", "course-homeroom"
_SEX = {"m": "male", "f": "female"}


def write_roster(target: Path, day: date) -> dict[str, int]:
    """The archive into a file; returns how many rows each of its files has."""
    giving = _Giving(day)
    giving.gather()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.csv", _csv(MANIFEST, _manifest()))
        for name, columns in FILES.items():
            lines = [[row.get(column, "") for column in columns] for row in giving.rows[name]]
            archive.writestr(f"{name}.csv", _csv(columns, lines))
    return {name: len(rows) for name, rows in giving.rows.items()}


def _csv(heads, lines) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows(lines)
    return text.getvalue().encode()


def _manifest() -> list[tuple[str, str]]:
    return [
        ("manifest.version", "1.0"),
        ("oneroster.version", VERSION),
        *((f"file.{name}", "bulk") for name in FILES),
        *((f"file.{name}", "absent") for name in ABSENT),
        ("source.systemName", "Klass"),
        ("source.systemCode", "klass"),
    ]


class _Giving:
    """Rows by file. Only pupils, staff and parents of the day: nobody who has left."""

    def __init__(self, day: date):
        self.day, self.year = day, the_year(day)
        self.rows: dict[str, list[dict]] = {name: [] for name in FILES}
        self.session = f"year-{self.year.id}"

    def gather(self) -> None:
        """Everything, in the order in which one refers to another."""
        facts = school_facts()
        self._add("orgs", ORG, name=facts.name if facts else "Школа", type="school")
        self._sessions()
        self._courses()
        classes = self._classes()
        pupils = self._pupils(classes)
        self._parents(pupils)
        self._staff()
        self._taught()

    def _add(self, file: str, sourced_id: str, **values) -> None:
        self.rows[file].append({"sourcedId": sourced_id} | values)

    def _sessions(self) -> None:
        year = self.year
        common = {"schoolYear": year.ends_on.year}
        days = {"startDate": year.starts_on, "endDate": year.ends_on}
        self._add("academicSessions", self.session, title=year.name, type="schoolYear", **days)
        self.rows["academicSessions"][0] |= common
        for term in db.session.scalars(standing_terms(year.id)):
            days = {"startDate": term.starts_on, "endDate": term.ends_on}
            values = days | common | {"parentSourcedId": self.session}
            title = f"{term.grade} кл., период {term.number}"
            self._add("academicSessions", f"term-{term.id}", title=title, type="term", **values)

    def _courses(self) -> None:
        common = {"schoolYearSourcedId": self.session, "orgSourcedId": ORG}
        self._add("courses", OWN_COURSE, title="Класс", **common)
        rows = db.session.execute(
            select(Course, Subject.name)
            .join(Subject, Subject.id == Course.subject_id)
            .order_by(Course.name)
        )
        for course, subject in rows:
            values = {"title": course.name, "courseCode": course.short, "subjects": subject}
            self._add("courses", f"course-{course.id}", **values, **common)

    def _class(self, sourced_id: str, title: str, grade: int, course: str, kind: str) -> None:
        self._add(
            "classes",
            sourced_id,
            title=title,
            grades=grade_code(grade) if grade else "",
            courseSourcedId=course,
            classCode=title,
            classType=kind,
            schoolSourcedId=ORG,
            termSourcedIds=self.session,
        )

    def _classes(self) -> dict[int, ClassGroup]:
        query = select(ClassGroup).where(ClassGroup.year_id == self.year.id)
        found = db.session.scalars(query.order_by(ClassGroup.grade, ClassGroup.letter)).all()
        for row in found:
            self._class(f"class-{row.id}", row.name, row.grade, OWN_COURSE, HOMEROOM)
        return {row.id: row for row in found}

    def _user(self, person: Person, role: str, login: str | None, **values) -> str:
        sourced_id = f"person-{person.id}"
        if any(row["sourcedId"] == sourced_id for row in self.rows["users"][-1:]):
            return sourced_id
        self._add(
            "users",
            sourced_id,
            enabledUser="true",
            username=login or sourced_id,
            givenName=person.given or "-",
            familyName=person.surname,
            middleName=person.patronymic,
            email=person.email or "",
            phone=person.phone or "",
            primaryOrgSourcedId=ORG,
            **values,
        )
        self._role(sourced_id, role)
        told = {"birthDate": person.birth_date or "", "sex": _SEX.get(person.sex, "")}
        if any(told.values()):
            self._add("demographics", sourced_id, **told)
        return sourced_id

    def _role(self, user: str, role: str) -> None:
        first = not any(row["userSourcedId"] == user for row in self.rows["roles"][-1:])
        kind = "primary" if first else "secondary"
        values = {"userSourcedId": user, "roleType": kind, "role": role, "orgSourcedId": ORG}
        self._add("roles", f"role-{user}-{role}", **values)

    def _pupils(self, classes: dict[int, ClassGroup]) -> dict[int, dict]:
        """Pupil → the row of the user."""
        rows = db.session.execute(
            select(Student.id, Person, Enrolment, Account.login)
            .join(Person, Person.id == Student.person_id)
            .join(Enrolment, Enrolment.student_id == Student.id)
            .outerjoin(Account, Account.person_id == Person.id)
            .where(within(Enrolment, self.day), Enrolment.class_group_id.in_(list(classes)))
            .order_by(Student.id)
        )
        found = {}
        for student_id, person, seat, login in rows:
            grade = grade_code(classes[seat.class_group_id].grade)
            user = self._user(person, STUDENT, login, grades=grade)
            self._enrol(f"class-{seat.class_group_id}", user, STUDENT, seat.from_date, seat.until)
            found[student_id] = self.rows["users"][-1]
        return found

    def _enrol(self, class_id: str, user: str, role: str, first, last) -> None:
        values = {"classSourcedId": class_id, "schoolSourcedId": ORG, "userSourcedId": user}
        days = {"beginDate": first or "", "endDate": last or ""}
        number = len(self.rows["enrollments"]) + 1
        self._add("enrollments", f"enrollment-{number}", role=role, **values, **days)

    def _parents(self, pupils: dict[int, dict]) -> None:
        rows = db.session.execute(
            select(Guardianship.student_id, Person, Account.login)
            .join(Person, Person.id == Guardianship.person_id)
            .outerjoin(Account, Account.person_id == Person.id)
            .where(within(Guardianship, self.day))
            .order_by(Person.id, Guardianship.student_id)
        )
        for student_id, person, login in rows:
            child = pupils.get(student_id)
            if child is not None:
                user = self._user(person, "parent", login)
                agents = child.get("agentSourcedIds", "")
                child["agentSourcedIds"] = f"{agents},{user}" if agents else user

    def _staff(self) -> None:
        known = {row["sourcedId"] for row in self.rows["users"]}
        rows = db.session.execute(
            select(Person, Account.login)
            .join(Employee, Employee.person_id == Person.id)
            .outerjoin(Account, Account.person_id == Person.id)
            .order_by(Person.id)
        )
        for person, login in rows:
            if f"person-{person.id}" in known:  # a parent who works here
                self._second_role(f"person-{person.id}")
            else:
                self._user(person, "teacher", login)

    def _second_role(self, user: str) -> None:
        values = {"userSourcedId": user, "roleType": "secondary", "orgSourcedId": ORG}
        self._add("roles", f"role-{user}-teacher", role="teacher", **values)

    def _taught(self) -> None:
        """Journals of the year as scheduled classes, with their teachers and pupils."""
        teachers = self._teachers()
        rows = db.session.execute(
            select(Journal.id, StudyGroup.id, StudyGroup.name, StudyGroup.grade, Course)
            .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
            .join(Course, Course.id == Journal.course_id)
            .where(Journal.year_id == self.year.id)
            .order_by(StudyGroup.grade, StudyGroup.name, Course.name)
        ).all()
        seats = {group: self._seats(group) for _, group, *_ in rows}
        for journal, group, name, grade, course in rows:
            own = f"journal-{journal}"
            self._class(own, f"{course.name}, {name}", grade, f"course-{course.id}", SCHEDULED)
            for person, duty, first, last in teachers.get((group, course.id), ()):
                self._enrol(own, f"person-{person}", "teacher", first, last)
                self.rows["enrollments"][-1]["primary"] = "true" if duty == MAIN else "false"
            for person in seats[group]:
                self._enrol(own, f"person-{person}", STUDENT, None, None)

    def _teachers(self) -> dict[tuple, list[tuple]]:
        rows = db.session.execute(
            select(TeachingAssignment, Employee.person_id)
            .join(Employee, Employee.id == TeachingAssignment.employee_id)
            .where(within(TeachingAssignment, self.day))
            .order_by(TeachingAssignment.id)
        )
        found: dict[tuple, list[tuple]] = {}
        for row, person in rows:
            key = (row.study_group_id, row.course_id)
            found.setdefault(key, []).append((person, row.duty, row.from_date, row.until))
        return found

    def _seats(self, group: int) -> list[int]:
        """Person numbers of the pupils of a group on the day."""
        ids = [seat.student_id for seat in roster(group, self.day, self.day)]
        people = self._people_of()
        return [people[student] for student in ids if student in people]

    def _people_of(self) -> dict[int, int]:
        if not hasattr(self, "_people"):
            known = {row["sourcedId"] for row in self.rows["users"]}
            rows = db.session.execute(select(Student.id, Student.person_id))
            self._people = {s: p for s, p in rows if f"person-{p}" in known}
        return self._people
