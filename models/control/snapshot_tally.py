"""What a snapshot keeps of the rules: duties counted by rule, person and class, and frozen."""

from dataclasses import dataclass

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.base import Row, db
from models.control.duties import duties
from models.control.duty import CLASS, EXEMPT, LATE, NOBODY, OPEN, PERSON, RULE, Duty, counts_of
from models.control.rules import RULES
from models.people.person import people_named
from models.printable import share
from models.school.groups import AT_HOME, ClassGroup, by_grade

GROUPS = {RULE: "По правилам", PERSON: "По людям", CLASS: "По классам"}
LONGEST_NAME = 160


class SnapshotTally(Row, db.Model):
    """Duties of one rule, person or class at that moment, by state; the name as it was."""

    __tablename__ = "snapshot_tally"

    snapshot_id: Mapped[int] = mapped_column(ForeignKey("control_snapshot.id"), index=True)
    counted_by: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    due: Mapped[int]
    not_done: Mapped[int]
    late: Mapped[int]
    exempt: Mapped[int]  # neither in time nor to blame

    @property
    def in_time(self) -> int:
        return self.due - self.not_done - self.late

    @property
    def percent(self) -> int:
        return share(self.in_time, self.due)


def keep_tallies(snapshot) -> None:
    """Count the duties of the snapshot's lessons and keep the counts with it."""
    found = duties(snapshot.first, snapshot.last)
    for counted_by, rows in counted(found, clock_now=clock.now()).items():
        for name, tally in rows:
            db.session.add(
                SnapshotTally(
                    snapshot_id=snapshot.id,
                    counted_by=counted_by,
                    name=name[:LONGEST_NAME],
                    due=tally.due,
                    not_done=tally.of(OPEN),
                    late=tally.of(LATE),
                    exempt=tally.of(EXEMPT),
                )
            )
    db.session.flush()


def counted(found: list[Duty], clock_now) -> dict[str, list[tuple]]:
    """Group → (name, tally), with names of people, classes and rules; two selects."""
    people = people_named({one for duty in found for one in duty.person_ids})
    classes = classes_named({one for duty in found for one in duty.class_ids})
    called = {
        RULE: lambda key: RULES[key].title,
        PERSON: lambda key: people.get(key, NOBODY),
        CLASS: lambda key: classes.get(key, AT_HOME),
    }
    return {
        group: [(name(key), tally) for key, tally in counts_of(group, found, clock_now).items()]
        for group, name in called.items()
    }


def classes_named(ids: set[int]) -> dict[int, str]:
    """Class id → its name; one select."""
    rows = db.session.scalars(select(ClassGroup).where(ClassGroup.id.in_(ids)))
    return {group.id: group.name for group in rows}


@dataclass(frozen=True)
class Compared:
    """A row of a snapshot beside the same of the snapshot before."""

    row: SnapshotTally
    before: int | None  # the share of then

    @property
    def change(self) -> str:
        """«+3», «−2», or nothing."""
        if self.before is None or self.before == self.row.percent:
            return ""
        return f"{self.row.percent - self.before:+d}".replace("-", "−")


def compared(snapshot_id: int, before_id: int | None) -> dict[str, list[Compared]]:
    """The counts of a snapshot by rule, person and class, worst first, each with its change."""
    rows = db.session.scalars(
        select(SnapshotTally).where(SnapshotTally.snapshot_id.in_([snapshot_id, before_id or 0]))
    ).all()
    past = {(r.counted_by, r.name): r.percent for r in rows if r.snapshot_id != snapshot_id}
    found: dict[str, list[Compared]] = {group: [] for group in GROUPS}
    for row in rows:
        if row.snapshot_id == snapshot_id and row.due:
            found[row.counted_by].append(Compared(row, past.get((row.counted_by, row.name))))
    for lines in found.values():
        lines.sort(key=lambda line: (-line.row.not_done - line.row.late, by_grade(line.row.name)))
    return found
