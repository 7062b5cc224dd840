"""The families of classes: each child with those who stand for them, and their papers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import or_, select

from models.base import db
from models.ground import remembered
from models.office.paper import FamilyPaper
from models.office.standing import NOTHING, STATES, Standing, standing
from models.people.account import Account
from models.people.guardian import KINDS, Guardianship
from models.people.person import Person
from models.people.student import Student
from models.school.groups import ClassGroup, Enrolment, by_grade
from models.school.teaching import within

OWN = "self"  # a grown-up pupil applies in person
KINSHIP = KINDS | {OWN: "сам ученик"}
OF_AGE = 18


@dataclass
class Member:
    """Somebody who stands for a child, and where they stand with their papers."""

    person_id: int
    student_id: int
    name: str
    kind: str
    phone: str
    login: str | None
    papers: list[FamilyPaper]  # all of them, annulled ones too
    standing: Standing

    @property
    def kinship(self) -> str:
        return KINSHIP[self.kind]

    @property
    def key(self) -> str:
        """How a form names this person and this child."""
        return f"{self.person_id}-{self.student_id}"


@dataclass
class Family:
    """A child of a class, with the family."""

    student_id: int
    person_id: int
    name: str
    login: str | None
    of_age: bool
    class_id: int
    class_name: str
    members: list[Member] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether anybody of the family reads the diary: else it is informed on paper (6.3)."""
        return any(member.standing.is_open for member in self.members)

    @property
    def why_paper(self) -> str:
        """Why the family is informed on paper, in a word or two."""
        states = [member.standing.state for member in self.members]
        said = next((state for state in states if state != NOTHING), NOTHING)
        return STATES[said] if states else "родители не записаны"


def families(
    day: date,
    class_id: int | None = None,
    student_id: int | None = None,
    person_id: int | None = None,
) -> list[Family]:
    """The families of a class, of one pupil, of one person (a parent's children, or the pupil
    oneself), or of the whole school, by class and surname.

    Three queries, however many there are.
    """
    found = _children(day, class_id, student_id, person_id)
    papers = _papers(found)
    for kind, child, row in _guardians(found, day):
        _add(found[child], row, kind, papers, day)
    for family in found.values():
        if family.of_age or (family.student_id, family.person_id) in papers:
            own = (family.person_id, family.name, "", family.login)
            _add(family, own, OWN, papers, day)
    return sorted(found.values(), key=_order)


def family_of(student_id: int, day: date) -> Family | None:
    """The family of one pupil who is in a class on the day."""
    return next(iter(families(day, student_id=student_id)), None)


def member_of(student_id: int, person_id: int, day: date) -> tuple[Family, Member] | None:
    """One person of a child's family, if they stand for the child on the day."""
    family = family_of(student_id, day)
    members = family.members if family else []
    found = next((member for member in members if member.person_id == person_id), None)
    return (family, found) if found else None


def state_counts(of: Iterable[Family]) -> dict[str, int]:
    """How many family members stand where."""
    counts = dict.fromkeys(STATES, 0)
    for family in of:
        for member in family.members:
            counts[member.standing.state] += 1
    return counts


@remembered
def school_counts(day: date) -> dict[str, int]:
    """How many family members of the whole school stand where on the day."""
    return state_counts(families(day))


def _order(family: Family) -> tuple:
    return by_grade(family.class_name), family.name.casefold().replace("ё", "е")


def _children(
    day: date, class_id: int | None, student_id: int | None, person_id: int | None
) -> dict[int, Family]:
    query = (
        select(Student.id, Person, Account.login, ClassGroup)
        .join(Person, Person.id == Student.person_id)
        .join(Enrolment, Enrolment.student_id == Student.id)
        .join(ClassGroup, ClassGroup.id == Enrolment.class_group_id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(within(Enrolment, day))
    )
    if class_id is not None:
        query = query.where(ClassGroup.id == class_id)
    if student_id is not None:
        query = query.where(Student.id == student_id)
    if person_id is not None:
        theirs = select(Guardianship.student_id).where(Guardianship.person_id == person_id)
        query = query.where(or_(Student.person_id == person_id, Student.id.in_(theirs)))
    return {
        number: Family(
            student_id=number,
            person_id=person.id,
            name=person.full_name,
            login=login,
            of_age=_of_age(person, day),
            class_id=group.id,
            class_name=group.name,
        )
        for number, person, login, group in db.session.execute(query)
    }


def _of_age(person: Person, day: date) -> bool:
    born = person.birth_date
    if born is None:
        return False
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return years >= OF_AGE


def _guardians(found: dict[int, Family], day: date):
    """(kinship, pupil, (person, name, phone, login)): mothers first, as class lists have them."""
    rows = db.session.execute(
        select(Guardianship.kind, Guardianship.student_id, Person, Account.login)
        .join(Person, Person.id == Guardianship.person_id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(within(Guardianship, day), _about(Guardianship, found))
        .order_by(Guardianship.kind.desc(), Person.surname, Person.given)
    )
    for kind, child, person, login in rows:
        if child in found:
            yield kind, child, (person.id, person.full_name, person.phone or "", login)


def _papers(found: dict[int, Family]) -> dict[tuple[int, int], list[FamilyPaper]]:
    papers = defaultdict(list)
    for paper in db.session.scalars(select(FamilyPaper).where(_about(FamilyPaper, found))):
        papers[paper.student_id, paper.person_id].append(paper)
    return papers


def _about(model, found: dict[int, Family]):
    """The condition that a row is about one of these pupils; a school's are read whole."""
    few = len(found) <= 100
    return model.student_id.in_(list(found)) if few else model.student_id.is_not(None)


def _add(family: Family, row: tuple, kind: str, papers: dict, day: date) -> None:
    person_id, name, phone, login = row
    own = papers.get((family.student_id, person_id), [])
    state = standing(own, day)
    family.members.append(
        Member(person_id, family.student_id, name, kind, phone, login, own, state)
    )
