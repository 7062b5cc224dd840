"""Brings parents and whose children they are."""

from sqlalchemy import select

from models.audit.bulk import bulk_insert
from models.base import db
from models.exchange.families import Parent
from models.exchange.names import name_key
from models.exchange.report import CHANGED, CREATED, KEPT, Report
from models.people.guardian import Guardianship
from models.people.person import Person

PARENTS, LINKS = "родители", "родство"
_PHONES = 120


def bring_parents(parents: list[Parent], students: dict[int, int], report: Report) -> None:
    """`students`: row number → student id. A parent is found again by a child and the name."""
    known = _known_guardians()
    fresh: list[Parent] = []
    for parent in parents:
        children = [students[row] for row in parent.rows]
        person = next((known[c, parent.key] for c in children if (c, parent.key) in known), None)
        if person is None:
            fresh.append(parent)
        else:
            _update(parent, person, children, known, report)
    _add(fresh, students, report)


def _known_guardians() -> dict[tuple[int, str], Person]:
    rows = db.session.execute(
        select(Guardianship.student_id, Person).join(Person, Person.id == Guardianship.person_id)
    )
    return {(student_id, name_key(person.full_name)): person for student_id, person in rows}


def _update(parent: Parent, person: Person, children: list[int], known, report: Report) -> None:
    changed = False
    phones = ", ".join(parent.phones)[:_PHONES] or None
    for name, value in (("phone", phones), ("email", parent.email or None)):
        if value and getattr(person, name) != value:
            setattr(person, name, value)
            changed = True
    report.count(PARENTS, CHANGED if changed else KEPT, parent.name)
    for child in children:
        if (child, parent.key) in known:
            report.count(LINKS, KEPT)
        else:
            db.session.add(Guardianship(person_id=person.id, student_id=child, kind=parent.kind))
            report.count(LINKS, CREATED, parent.name)


def _add(parents: list[Parent], students: dict[int, int], report: Report) -> None:
    rows = []
    for parent in parents:
        surname, given, patronymic = parent.parts
        rows.append(
            {
                "surname": surname,
                "given": given,
                "patronymic": patronymic,
                "sex": "f" if parent.kind == "mother" else "m",
                "phone": ", ".join(parent.phones)[:_PHONES] or None,
                "email": parent.email or None,
            }
        )
        report.count(PARENTS, CREATED, parent.name)
    people = bulk_insert(db.session, Person, rows)
    links = [
        {"person_id": person_id, "student_id": students[row], "kind": parent.kind}
        for parent, person_id in zip(parents, people, strict=True)
        for row in dict.fromkeys(parent.rows)
    ]
    bulk_insert(db.session, Guardianship, links)
    report.count(LINKS, CREATED, number=len(links))
