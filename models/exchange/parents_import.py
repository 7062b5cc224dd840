"""Brings parents and whose children they are."""

from sqlalchemy import select

from models.base import db
from models.exchange.families import Parent
from models.exchange.names import name_key
from models.exchange.plan import Plan
from models.exchange.pupils_sheet import PupilRow
from models.exchange.report import CHANGED, CREATED, KEPT, Report
from models.people.guardian import KINDS, Guardianship
from models.people.person import Person

PARENTS, LINKS = "родители", "родство"
_PHONES = 120
_WORDS = {"phone": "телефон", "email": "эл. почта"}


def bring_parents(
    parents: list[Parent],
    students: dict[int, int],
    rows: dict[int, PupilRow],
    plan: Plan,
    report: Report,
) -> None:
    """`students`: row number → student. A parent is found again by a child and the name."""
    known = _known_guardians()
    for parent in parents:
        children = [students[row] for row in parent.rows]
        person = next((known[c, parent.key] for c in children if (c, parent.key) in known), None)
        if person is None:
            person_id = _add(parent, rows, plan, report)
        else:
            person_id = person.id
            _update(parent, person, rows, plan, report)
        for row, child in dict(zip(parent.rows, children, strict=True)).items():
            if person is not None and (child, parent.key) in known:
                report.count(LINKS, KEPT)
                continue
            plan.add(Guardianship, person_id=person_id, student_id=child, kind=parent.kind)
            line = f"{_child(rows[row])}: {KINDS[parent.kind]}, {parent.name}"
            report.count(LINKS, CREATED, line, where=rows[row].class_name)


def _child(row: PupilRow) -> str:
    return f"{row.surname} {row.given}"


def _known_guardians() -> dict[tuple[int, str], Person]:
    rows = db.session.execute(
        select(Guardianship.student_id, Person).join(Person, Person.id == Guardianship.person_id)
    )
    return {(student_id, name_key(person.full_name)): person for student_id, person in rows}


def _reach(parent: Parent) -> dict:
    return {"phone": ", ".join(parent.phones)[:_PHONES] or None, "email": parent.email or None}


def _update(parent: Parent, person: Person, rows, plan: Plan, report: Report) -> None:
    changed = plan.change(person, **{k: v for k, v in _reach(parent).items() if v})
    if not changed:
        report.count(PARENTS, KEPT)
        return
    child = rows[parent.rows[0]]
    line = f"{_child(child)}: {parent.name}, {', '.join(_WORDS[name] for name in changed)}"
    report.count(PARENTS, CHANGED, line, where=child.class_name)


def _add(parent: Parent, rows, plan: Plan, report: Report) -> int:
    surname, given, patronymic = parent.parts
    report.count(PARENTS, CREATED)
    return plan.add(
        Person,
        surname=surname,
        given=given,
        patronymic=patronymic,
        sex={"mother": "f", "father": "m"}.get(parent.kind),
        **_reach(parent),
    )
