"""Applications and consents of the demonstration: most families have both, some refuse or wait."""

from datetime import date, time, timedelta
from random import Random

from sqlalchemy import select

from models import clock
from models.audit.bulk import bulk_insert
from models.base import db
from models.office.paper import (
    APPLICATION,
    CONSENT,
    GIVEN,
    PAPER,
    REFUSAL,
    STOP,
    WITHDRAWAL,
    FamilyPaper,
)
from models.people.account import Account
from models.people.guardian import Guardianship
from models.school.groups import Enrolment

SEED = 44
REFUSES, WAITS, HALF = 0.02, 0.06, 0.02  # of families; the last brought the application alone
ONE_PARENT = 0.35  # families where the father brings nothing
_EARLY = 20  # days before the year in which papers come in
_ENDED = ((WITHDRAWAL, 11, "личное заявление"), (STOP, 6, "переходят на бумажный дневник"))


def write_papers(start: date, transition: set[int]) -> None:
    """The papers of all families; two of the operator's classes ended theirs lately."""
    rows: list[dict] = []
    rng = Random(SEED)
    sure = set(db.session.scalars(select(Account.person_id)))
    for student_id, parents in _families().items():
        rows += _of_family(rng, student_id, parents, start, sure)
    rows += _ended(rows, transition, sure)
    bulk_insert(db.session, FamilyPaper, [_row(*row) for row in rows])


def _families() -> dict[int, list[int]]:
    """Pupil → the persons who stand for them, mothers first."""
    found: dict[int, list[int]] = {}
    for child, person in db.session.execute(
        select(Guardianship.student_id, Guardianship.person_id).order_by(
            Guardianship.student_id, Guardianship.kind.desc()
        )
    ):
        found.setdefault(child, []).append(person)
    return found


def _of_family(rng: Random, child: int, parents: list[int], start: date, sure: set[int]):
    """(kind, person, child, day, note) of what this family has brought."""
    day = start - timedelta(days=rng.randrange(_EARLY))
    luck = rng.random()
    known = bool(sure & set(parents))
    if not known and luck < REFUSES:
        return [(REFUSAL, parents[0], child, day, "дома нет интернета")]
    if not known and luck < REFUSES + WAITS:
        return []
    if not known and luck < REFUSES + WAITS + HALF:
        return [(APPLICATION, parents[0], child, day, "")]
    both = parents if rng.random() >= ONE_PARENT else parents[:1]
    who = sorted({*both, *(sure & set(parents))})
    return [(kind, person, child, day, "") for person in who for kind in GIVEN]


def _ended(rows: list[tuple], transition: set[int], sure: set[int]) -> list[tuple]:
    """One withdrawal and one stop in the classes the operator keeps."""
    theirs = set(
        db.session.scalars(
            select(Enrolment.student_id).where(Enrolment.class_group_id.in_(transition))
        )
    )
    there = [r for r in rows if r[0] == CONSENT and r[2] in theirs and r[1] not in sure]
    chosen = [there[len(there) // 3], there[2 * len(there) // 3]] if there else []
    return [
        (kind, person, child, clock.today() - timedelta(days=ago), note)
        for (kind, ago, note), (_, person, child, _, _) in zip(_ENDED, chosen, strict=False)
    ]


def _row(kind: str, person_id: int, student_id: int, on_date: date, note: str) -> dict:
    return {
        "kind": kind,
        "person_id": person_id,
        "student_id": student_id,
        "form": PAPER,
        "on_date": on_date,
        "note": note,
        "entered_at": clock.at(on_date, time(16, 40)),
    }
