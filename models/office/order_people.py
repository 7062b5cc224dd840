"""Whom the lines of an order may name: who was chosen, and who is found by the name typed."""

from dataclasses import dataclass

from sqlalchemy import literal, select, union_all

from models.base import db
from models.office.duties import DUTIES
from models.office.serving import works_here
from models.people.employee import Employee
from models.people.person import Person
from models.people.search import named
from models.people.student import Student

MOST_FOUND = 12  # shown of those found; one more says that there are others
_LONGEST_NAME = 80


@dataclass(frozen=True)
class Sought:
    """What a line says of its person."""

    line: int
    duty: str
    name: str
    chosen: int | None

    @property
    def word(self) -> str:
        return " ".join(self.name.split())[:_LONGEST_NAME]


def people_for(lines: list[Sought]) -> dict[int, list[tuple[Person, str]]]:
    """Line → people with their positions; two queries, however many lines. Where the name is
    that of the chosen one, nobody else is sought."""
    chosen = _chosen([line.chosen for line in lines if line.chosen])
    found: dict[int, list] = {}
    unclear = []
    for line in lines:
        one = chosen.get(line.chosen)
        found[line.line] = [one] if one else []
        if line.word and not (one and one[0].full_name == line.word):
            unclear.append(line)
    return found | _found(unclear)


def _chosen(ids: list[int]) -> dict[int, tuple[Person, str]]:
    query = select(Person, Employee.position).where(Person.id.in_(ids))
    rows = db.session.execute(query.outerjoin(Employee, Employee.person_id == Person.id))
    return {person.id: (person, position or "") for person, position in rows}


def _found(lines: list[Sought]) -> dict[int, list[tuple[Person, str]]]:
    found: dict[int, list] = {line.line: [] for line in lines}
    if lines:
        hits = union_all(*map(_search, lines)).subquery()
        rows = db.session.execute(
            select(hits.c.line, Person, Employee.position)
            .join(Person, Person.id == hits.c.id)
            .outerjoin(Employee, Employee.person_id == Person.id)
            .order_by(Person.surname, Person.given, Person.id)
        )
        for line, person, position in rows:
            found[line].append((person, position or ""))
    return found


def _search(line: Sought):
    """The first of those one line may name, as rows (line, id)."""
    duty = DUTIES.get(line.duty)
    if duty is None or duty.of_staff:
        among = works_here()
    else:
        among = Person.id.not_in(select(Student.person_id))
    fits = named(line.word, Person.surname, Person.given, Person.patronymic) & among
    query = select(literal(line.line).label("line"), Person.id.label("id"))
    query = query.where((Person.id == (line.chosen or 0)) | fits)
    query = query.order_by(Person.surname, Person.given, Person.id).limit(MOST_FOUND + 1)
    return select(query.subquery())
