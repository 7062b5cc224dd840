"""The control snapshot: the state of all journals on the 15th and 30th (clause 5.2(12))."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Select, String, func, select, true
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.base import Row, db
from models.control.deadlines import control_due, last_control, period_of
from models.control.facts import journals_of, late_records, lesson_facts
from models.control.operators import operators_of
from models.control.rule_set import numbers_on
from models.control.snapshot_tally import keep_tallies
from models.control.working_days import working_days
from models.office.order import TRANSITION, the_modes

NO_OPERATOR = "оператор не назначен"


class ControlSnapshot(Row, db.Model):
    """When it was taken, for which control day and which lessons."""

    __tablename__ = "control_snapshot"

    control_on: Mapped[date]
    first: Mapped[date]
    last: Mapped[date]
    taken_at: Mapped[datetime] = mapped_column(default=clock.now)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id"))


class SnapshotRow(Row, db.Model):
    """One journal at that moment: counts of lessons, and who answers for it."""

    __tablename__ = "snapshot_row"

    snapshot_id: Mapped[int] = mapped_column(ForeignKey("control_snapshot.id"), index=True)
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    class_name: Mapped[str] = mapped_column(String(80))
    course: Mapped[str] = mapped_column(String(120))
    keeper: Mapped[str] = mapped_column(String(200))  # operator or teacher, as named then
    transition: Mapped[bool]
    due: Mapped[int]
    filled: Mapped[int]  # with marks, absences or a check
    late: Mapped[int]  # the first record came after the control
    missing: Mapped[int]


def take_snapshot(control: date | None = None, run_id: int | None = None) -> ControlSnapshot:
    """Count every journal for a control day (the last one by default) and keep the result."""
    today = clock.today()
    control = control or last_control(today, numbers_on(today))
    numbers = numbers_on(control)
    first, last = period_of(control, numbers)
    snapshot = ControlSnapshot(control_on=control, first=first, last=last, run_id=run_id)
    db.session.add(snapshot)
    db.session.flush()
    facts = lesson_facts(first, last)
    late = late_records(first, last, control_due(control, numbers, working_days(control)))
    keepers = operators_of(control)
    modes = the_modes()
    for journal in journals_of(last).values():
        fact = facts.get(journal.id)
        if fact is None or not fact.held:
            continue
        transition = modes.of(journal.group, last) == TRANSITION
        operator = ", ".join(keepers.get(journal.group.class_group_id, [])) or NO_OPERATOR
        db.session.add(
            SnapshotRow(
                snapshot_id=snapshot.id,
                journal_id=journal.id,
                class_name=journal.group.name,
                course=journal.course.name,
                keeper=(operator if transition else fact.teacher)[:200],
                transition=transition,
                due=fact.held,  # a lesson that fell out owes nothing
                filled=fact.filled,
                late=late.get(journal.id, 0),
                missing=fact.held - fact.filled,
            )
        )
    db.session.flush()
    keep_tallies(snapshot)
    return snapshot


def before(snapshot: ControlSnapshot) -> ControlSnapshot | None:
    """The official snapshot of the control day before this one's, to compare with."""
    return db.session.scalar(
        select(ControlSnapshot)
        .where(ControlSnapshot.control_on < snapshot.control_on)
        .order_by(ControlSnapshot.control_on.desc(), ControlSnapshot.id)
        .limit(1)
    )


def official() -> Select:
    """The id of each control day's official snapshot, the newest day first: the one taken first;
    those taken anew are repeats."""
    first = select(func.min(ControlSnapshot.id).label("id"))
    return first.group_by(ControlSnapshot.control_on).order_by(ControlSnapshot.control_on.desc())


def official_snapshots() -> frozenset[int]:
    """The ids of all official snapshots; one select."""
    return frozenset(db.session.scalars(official()))


def snapshots(
    most: int = 60, among: frozenset[int] | None = None
) -> list[tuple[ControlSnapshot, int, int]]:
    """Snapshots with lessons due and missing, newest first; `among`: of these journals only."""
    of = (SnapshotRow.snapshot_id == ControlSnapshot.id) & _of_journals(among)
    rows = db.session.execute(
        select(ControlSnapshot, func.sum(SnapshotRow.due), func.sum(SnapshotRow.missing))
        .outerjoin(SnapshotRow, of)
        .group_by(ControlSnapshot.id)
        .order_by(ControlSnapshot.id.desc())
        .limit(most)
    )
    return [(snapshot, due or 0, missing or 0) for snapshot, due, missing in rows]


def _of_journals(among: frozenset[int] | None):
    return true() if among is None else SnapshotRow.journal_id.in_(among)


def rows_of(snapshot: ControlSnapshot, among: frozenset[int] | None = None) -> list[SnapshotRow]:
    """The journals of a snapshot (`among`: these only), worst first."""
    return list(
        db.session.scalars(
            select(SnapshotRow)
            .where(SnapshotRow.snapshot_id == snapshot.id, _of_journals(among))
            .order_by(SnapshotRow.missing.desc(), SnapshotRow.late.desc(), SnapshotRow.class_name)
        )
    )
