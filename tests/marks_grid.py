"""The marks grid in somebody's hands: what the page shows, and what grid.js sends."""

import re
from dataclasses import dataclass

from models.base import db
from models.people.person import Person
from models.people.student import Student
from models.school.groups import Enrolment
from models.school.teaching import TeachingAssignment
from tests.cast import START

MATHS = ("5-А", "Математика")
PAPER = ("5-Б", "Математика")
SCRIPT = {"HX-Request": "true"}
_TD = re.compile(r"<td role=\"gridcell\"([^>]*)>([^<]*)</td>")
_PROBLEM = re.compile(r"<p (data-student=[^>]*)>([^<]*)</p>")
_ATTRIBUTE = re.compile(r'data-([a-z]+)(?:="([^"]*)")?')


@dataclass(frozen=True)
class Seen:
    """A cell as it was told: its text and version."""

    text: str
    version: int


def told(html: str) -> dict[tuple[str, str], Seen]:
    """(column or period, pupil) → what a page or an answer tells of the cell."""
    found = {}
    for tag, text in _TD.findall(html):
        at = dict(_ATTRIBUTE.findall(tag))
        place = (at.get("column") or at.get("period"), at["student"])
        found[place] = Seen(text, int(at.get("v") or 0))
    return found


def problems(html: str) -> list[tuple[dict[str, str], str]]:
    """(attributes, reason) of every cell of a block that was not written."""
    return [(dict(_ATTRIBUTE.findall(tag)), text) for tag, text in _PROBLEM.findall(html)]


class Hand:
    """A visitor at one journal's grid."""

    def __init__(self, visitor, cast, place=MATHS, room="teacher"):
        self.visitor, self.cast, self.place, self.room = visitor, cast, place, room
        self.path = f"/{room}/journals/{cast.journals[place]}"
        self.column = cast.columns[place]

    def look(self, pupil: str = "petya", column: int | None = None) -> Seen:
        """The cell as the page of the grid shows it now."""
        page = self.visitor.get(f"{self.path}/").text
        return told(page)[str(column or self.column), str(self.cast.students[pupil])]

    def write(self, text: str, pupil: str = "petya", version: int | None = None, **more):
        """Send one cell; without a version, as the page shows it now."""
        seen = self.look(pupil).version if version is None else version
        return self.block([(pupil, text, seen)], **more)

    def block(self, cells: list[tuple[str, str, int]], **more):
        """Send (pupil, value, version) of many cells at once, into one column."""
        students = self.cast.students
        data = {
            "student": [students[pupil] for pupil, _, _ in cells],
            "column": [self.column] * len(cells),
            "value": [text for _, text, _ in cells],
            "version": [version for _, _, version in cells],
        }
        return self.visitor.post(f"{self.path}/cells", data | more, headers=SCRIPT)

    def undo(self, step: str, key: str = ""):
        """Take back the step that was sent with a key."""
        data = {"step": step} | ({"key": key} if key else {})
        return self.visitor.post(f"{self.path}/undoing", data, headers=SCRIPT)

    def check(self, key: str):
        """«П»: the rest are here."""
        lesson = self.cast.lessons[self.place]
        path = f"/{self.room}/lessons/{lesson}/attendance-check"
        return self.visitor.post(path, {"key": key}, headers=SCRIPT)

    def mark_period(self, cells: list[tuple[str, str, int]], period: str, **more):
        """Send (pupil, value, version) of marks of a period."""
        data = {
            "student": [self.cast.students[pupil] for pupil, _, _ in cells],
            "period": [period] * len(cells),
            "value": [text for _, text, _ in cells],
            "version": [version for _, _, version in cells],
        }
        return self.visitor.post(f"{self.path}/term-marks", data | more, headers=SCRIPT)

    def period(self, pupil: str = "petya") -> tuple[str, Seen]:
        """(name, mark) of the period that goes on, as the page shows it."""
        page = told(self.visitor.get(f"{self.path}/").text)
        who = str(self.cast.students[pupil])
        return next((name, s) for (name, w), s in page.items() if w == who and name[0] == "t")


def seat_more_pupils(cast, count: int, class_name: str = "5-А") -> list[str]:
    """Enrol more pupils by number («u1», «u2»…) in a class; the caller commits."""
    names = [f"u{n}" for n in range(1, count + 1)]
    for n, name in enumerate(names, 1):
        person = Person(surname=f"Ученик{n:02}", given="Иван")
        db.session.add(person)
        db.session.flush()
        student = Student(person_id=person.id)
        db.session.add(student)
        db.session.flush()
        class_id = cast.classes[class_name]
        db.session.add(Enrolment(student_id=student.id, class_group_id=class_id, from_date=START))
        cast.students[name] = student.id
    return names


def let_teach_too(cast, teacher: str, place=MATHS) -> None:
    """A second teacher in the same journal; the caller commits."""
    from models.journal.journal import Journal

    journal = db.session.get(Journal, cast.journals[place])
    db.session.add(
        TeachingAssignment(
            employee_id=cast.employees[teacher],
            study_group_id=journal.study_group_id,
            course_id=journal.course_id,
            from_date=START,
        )
    )
