"""The control snapshot: the state of all journals on the 15th and 30th (clause 5.2(12))."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, func, select, true
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.base import Row, db
from models.control.class_pupils import classes_of_groups
from models.control.deadlines import control_due, last_control, lessons_judged_by
from models.control.facts import Fact, journals_of, late_records, lesson_facts
from models.control.operators import operators_of
from models.control.rule_set import numbers_on
from models.control.snapshot_tally import keep_tallies
from models.control.working_days import working_days
from models.journal.journal import Journal
from models.office.order import TRANSITION, the_modes
from models.school.calendar import the_year
from models.school.groups import StudyGroup
from models.school.school import hold_school

NO_OPERATOR = "оператор не назначен"


class ControlSnapshot(Row, db.Model):
    """When it was taken, for which control day and which lessons."""

    __tablename__ = "control_snapshot"

    control_on: Mapped[date]
    first: Mapped[date]
    last: Mapped[date]
    taken_at: Mapped[datetime] = mapped_column(default=clock.now)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id"))
    official: Mapped[bool]  # the first after the operators' hour: the one that is compared


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


def hour_of(control: date) -> datetime:
    """Until when operators enter what the control judges; before it no snapshot is official."""
    return control_due(control, numbers_on(control), working_days(control))


def take_snapshot(control: date | None = None, run_id: int | None = None) -> ControlSnapshot:
    """Count every journal for a control day (the last one by default) and keep the result. It is
    the official one where it is the first after the operators' hour."""
    control = control or last_control(clock.today(), numbers_on)
    first, last = lessons_judged_by(control, numbers_on)
    hour = hour_of(control)
    hold_school()  # of two that are taken at once one is the first
    official = hour <= clock.now() and not _has_official(control)
    own = {"control_on": control, "first": first, "last": last, "official": official}
    snapshot = ControlSnapshot(**own, run_id=run_id)
    db.session.add(snapshot)
    db.session.flush()
    facts, late = lesson_facts(first, last), late_records(first, last, hour)
    whose = _Keepers(control, last)
    for journal in journals_of(last).values():
        fact = facts.get(journal.id)
        if fact is not None and fact.held:
            db.session.add(_row(snapshot, journal, fact, whose, late.get(journal.id, 0)))
    db.session.flush()
    keep_tallies(snapshot)
    return snapshot


def _has_official(control: date) -> bool:
    there = (ControlSnapshot.control_on == control) & ControlSnapshot.official
    return db.session.scalar(select(ControlSnapshot.id).where(there).limit(1)) is not None


class _Keepers:
    """Who answers for the journals of a control day, by name; four selects."""

    def __init__(self, control: date, last: date):
        self._operators = operators_of(control)
        self._classes = classes_of_groups(the_year(last).id)
        self._modes, self._last = the_modes(), last

    def is_paper(self, group: StudyGroup) -> bool:
        return self._modes.of(group, self._last) == TRANSITION

    def operators(self, group: StudyGroup) -> str:
        """The operators of all classes that sit in the group."""
        classes = self._classes.get(group.id, frozenset())
        names = {name for one in classes for name in self._operators.get(one, ())}
        return ", ".join(sorted(names)) or NO_OPERATOR


def _row(snapshot, journal: Journal, fact: Fact, whose: _Keepers, late: int) -> SnapshotRow:
    is_paper = whose.is_paper(journal.group)
    keeper = whose.operators(journal.group) if is_paper else fact.teacher
    return SnapshotRow(
        snapshot_id=snapshot.id,
        journal_id=journal.id,
        class_name=journal.group.name,
        course=journal.course.name,
        keeper=keeper[:200],
        transition=is_paper,
        due=fact.held,  # a lesson that fell out owes nothing
        filled=fact.filled,
        late=late,
        missing=fact.held - fact.filled,
    )


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
