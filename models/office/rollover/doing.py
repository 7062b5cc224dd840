"""Doing the plan: the next year's classes, pupils, groups and teaching, and the end of the last.

Only what differs is written, so that it can be done again; everything holds from the first day of
the next year. What somebody has changed by hand in the next year stays as it is. One run, taken
back as one (`models/audit/undo.py`).
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from sqlalchemy import select

from models import clock
from models.audit.bulk import bulk_insert
from models.base import db
from models.office.order import ModeDecision, Order
from models.office.ordering import on_the_ground_of, the_order
from models.office.rollover.draft import rollover_of
from models.office.rollover.look import Look, look, refuse_if_hindered
from models.office.rollover.pupils import end_seats, move_up, take_leave
from models.office.rollover.teachers import assign, end_teaching
from models.refusal import Refused
from models.school.calendar import YearFacts, standing_terms, year_numbered, years
from models.school.groups import HALF, ClassGroup, Membership, StudyGroup, StudyGroupPart
from models.school.school import hold_school

DAY = timedelta(days=1)
TITLE = "О переводе учащихся в следующий класс"
STEPS = ("Классы", "Ученики", "Подгруппы", "Учителя", "Прошлый год")


@dataclass
class Doing:
    """What the doing needs at every step; `done` counts what was written, in words."""

    seen: Look
    upcoming: YearFacts
    order: Order
    by: int | None
    classes: dict[str, int] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    pairs: set[tuple[int, int]] = field(default_factory=set)  # (group, course) that are taught
    done: Counter = field(default_factory=Counter)

    @property
    def first(self) -> date:
        """The first day of the next year."""
        return self.upcoming.starts_on

    @property
    def last(self) -> date:
        """The last day as it was."""
        return self.first - DAY


def roll_over(year_id: int, by: int | None, progress: Callable) -> Doing:
    """Do what the answers about the year after this one say. `progress(done, of, words)`. Raises
    Refused where something must be mended first."""
    hold_school()
    kept = rollover_of(year_id)
    year = year_numbered(year_id)
    upcoming = next((one for one in years() if one.starts_on > year.starts_on), None)
    answers = kept.answers if kept else {}
    seen = look(year, upcoming, answers)
    refuse_if_hindered(seen)
    said = answers["order"]
    order = the_order(said["number"], date.fromisoformat(said["on_date"]), TITLE, clock.today())
    doing = Doing(seen, upcoming, order, by)
    if doing.first <= clock.today() and _untouched(upcoming):
        raise Refused("Следующий год уже начался: переводите учеников приказами.")
    with on_the_ground_of(order):
        steps = (_make_classes, _move_pupils, _seat, _teach, _close)
        for number, (step, words) in enumerate(zip(steps, STEPS, strict=True)):
            progress(number, len(STEPS) + 1, words)
            step(doing)
    return doing


def _untouched(upcoming: YearFacts) -> bool:
    found = select(ClassGroup.id).where(ClassGroup.year_id == upcoming.id).limit(1)
    return db.session.scalar(found) is None


def _make_classes(doing: Doing) -> None:
    rows = db.session.scalars(select(ClassGroup).where(ClassGroup.year_id == doing.upcoming.id))
    doing.classes = {row.name: row.id for row in rows}
    lacking = [one for one in doing.seen.plan.classes.values() if one.name not in doing.classes]
    own = {"year_id": doing.upcoming.id}
    rows = [own | {"grade": n.grade, "letter": n.letter, "shift": n.shift} for n in lacking]
    made = bulk_insert(db.session, ClassGroup, rows)
    doing.classes |= dict(zip((one.name for one in lacking), made, strict=True))
    doing.done["классов"] += len(made)
    _keep_modes(doing, lacking)
    _make_groups(doing)


def _keep_modes(doing: Doing, lacking) -> None:
    """A class on paper goes on so until the director decides otherwise."""
    modes = doing.seen.facts.modes
    rows = [
        {
            "class_group_id": doing.classes[one.name],
            "mode": modes[one.sources[0]],
            "from_date": doing.first,
            "order_id": doing.order.id,
            "made_at": clock.now(),
        }
        for one in lacking
        if one.sources and one.sources[0] in modes
    ]
    bulk_insert(db.session, ModeDecision, rows)


def _make_groups(doing: Doing) -> None:
    year_id = doing.upcoming.id
    rows = db.session.scalars(select(StudyGroup).where(StudyGroup.year_id == year_id))
    doing.groups = {row.name: row.id for row in rows}
    lacking = [one for one in doing.seen.groups.values() if one.name not in doing.groups]
    rows = [
        {
            "year_id": year_id,
            "name": one.name,
            "kind": one.kind,
            "grade": one.grade,
            "class_group_id": doing.classes[one.class_name] if one.class_name else None,
        }
        for one in lacking
    ]
    made = bulk_insert(db.session, StudyGroup, rows)
    doing.groups |= dict(zip((one.name for one in lacking), made, strict=True))
    parts = [
        {"joined_id": doing.groups[one.name], "part_id": doing.groups[part]}
        for one in lacking
        for part in one.parts
    ]
    bulk_insert(db.session, StudyGroupPart, parts)
    doing.done["учебных групп"] += len(made)


def _move_pupils(doing: Doing) -> None:
    take_leave(doing)
    move_up(doing)


def _seat(doing: Doing) -> None:
    """Who goes on with the class sits in the same group of it; who has a place already keeps it."""
    end_seats(doing)
    groups = {
        doing.groups[one.name]: doing.classes[one.class_name]
        for one in doing.seen.groups.values()
        if one.kind == HALF
    }
    rows = db.session.execute(
        select(Membership.study_group_id, Membership.student_id).where(
            Membership.study_group_id.in_(groups), Membership.until.is_(None)
        )
    )
    seated = {(groups[group_id], student_id) for group_id, student_id in rows}
    fresh = []
    for name, student_id in sorted(doing.seen.seats):
        group_id = doing.groups[name]
        if (groups[group_id], student_id) not in seated:
            own = {"study_group_id": group_id, "student_id": student_id}
            fresh.append(own | {"from_date": doing.first})
    doing.done["мест в подгруппах"] += len(bulk_insert(db.session, Membership, fresh))


def _teach(doing: Doing) -> None:
    end_teaching(doing)
    assign(doing)


def _close(doing: Doing) -> None:
    """From the next year's first day on the journals of the last are read and not written."""
    moment = clock.at(doing.first, time())
    for term in db.session.scalars(standing_terms(doing.seen.facts.year.id)):
        if term.closing is None:
            term.close(doing.by, moment)
            doing.done["закрытых периодов"] += 1
    db.session.flush()
