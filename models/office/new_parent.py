"""A parent entered by hand, beside those a list brings: who they are and whose."""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.base import db
from models.naming import fault_of_name, fault_of_person
from models.office.newcomer import LONGEST_NAME
from models.people.guardian import KINDS, Guardianship
from models.people.person import Person
from models.refusal import Refused, WrongFields

LONGEST_REACH = 120
_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
_SEXES = {"mother": "f", "father": "m"}
_NAMES = ("surname", "given", "patronymic")


@dataclass(frozen=True)
class TypedParent:
    """What is typed of a parent; phone and e-mail may lack."""

    surname: str
    given: str
    patronymic: str
    kind: str
    phone: str
    email: str

    def checked(self) -> "TypedParent":
        """The same, tidied; raises WrongFields."""
        said = {key: " ".join(value.split()) for key, value in vars(self).items()}
        problems = {
            key: f"Напишите, до {LONGEST_NAME} знаков."
            for key in _NAMES
            if len(said[key]) > LONGEST_NAME or (not said[key] and key != "patronymic")
        }
        problems |= {key: why for key in _NAMES if (why := fault_of_person(said[key]))}
        if self.kind not in KINDS:
            problems["kind"] = "Выберите, кем приходится ребёнку."
        if len(said["phone"]) > LONGEST_REACH:
            problems["phone"] = f"До {LONGEST_REACH} знаков."
        elif why := fault_of_name(said["phone"]):
            problems["phone"] = why
        elif said["phone"] and not any(sign in "0123456789" for sign in said["phone"]):
            problems["phone"] = "В телефоне должны быть цифры."
        if said["email"] and not (
            len(said["email"]) <= LONGEST_REACH and _EMAIL.fullmatch(said["email"])
        ):
            problems["email"] = "Напишите один адрес без пробелов, например mama@mail.ru."
        if problems:
            raise WrongFields(problems)
        return TypedParent(**said)


def parents_of(student_id: int) -> list[tuple[str, str, date | None]]:
    """(full name, who they are to the child, last day of their rights) of each parent."""
    rows = db.session.execute(
        select(Person, Guardianship)
        .join(Guardianship, Guardianship.person_id == Person.id)
        .where(Guardianship.student_id == student_id)
        .order_by(Guardianship.id)
    )
    return [
        (person.full_name, KINDS[row.kind], row.until)
        for person, row in rows
        if not row.is_annulled
    ]


def add_parent(student_id: int, typed: TypedParent) -> Guardianship:
    """Write the parent down. A parent of the same full name and the same phone or e-mail, known
    by another child, is that very person. Raises Refused where the child has this parent."""
    known = _known(typed)
    if any(student_id in children for _, children in known):
        raise Refused("Этот родитель у ребёнка уже записан.")
    person = next((p for p, _ in known if _same_reach(p, typed)), None)
    if person is None:
        person = Person(
            **{key: getattr(typed, key) for key in _NAMES},
            sex=_SEXES.get(typed.kind),
            phone=typed.phone or None,
            email=typed.email or None,
        )
        db.session.add(person)
        db.session.flush()
    return _linked(person.id, student_id, typed.kind)


def _linked(person_id: int, student_id: int, kind: str) -> Guardianship:
    """The parent's link to the child: a new one, or the one that had been annulled."""
    mine = (Guardianship.person_id == person_id) & (Guardianship.student_id == student_id)
    row = db.session.scalar(select(Guardianship).where(mine))
    if row is None:
        row = Guardianship(person_id=person_id, student_id=student_id)
        db.session.add(row)
    row.kind, row.from_date, row.until, row.basis = kind, None, None, ""
    db.session.flush()
    return row


def _known(typed: TypedParent) -> list[tuple[Person, set[int]]]:
    """Parents of this full name, each with the children."""
    rows = db.session.execute(
        select(Person, Guardianship)
        .join(Guardianship, Guardianship.person_id == Person.id)
        .where(*(getattr(Person, key) == getattr(typed, key) for key in _NAMES))
        .order_by(Person.id)
    )
    found: dict[int, tuple[Person, set[int]]] = {}
    for person, row in rows:
        _, children = found.setdefault(person.id, (person, set()))
        if not row.is_annulled:
            children.add(row.student_id)
    return list(found.values())


def _same_reach(person: Person, typed: TypedParent) -> bool:
    phone = typed.phone and _digits(typed.phone) == _digits(person.phone or "")
    return bool(phone) or bool(typed.email and typed.email == person.email)


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))[-10:]
