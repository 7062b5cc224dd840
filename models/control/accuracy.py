"""The monthly check of accuracy (5.2(14)): records drawn by lot, compared with the paper journal
one by one, what deviates written down."""

from datetime import date, datetime
from functools import cache

from sqlalchemy import Date, ForeignKey, String, exists, func, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db
from models.control.class_pupils import classes_of_groups
from models.journal.journal import Journal
from models.journal.lesson import Lesson
from models.refusal import Refused

LESSON, MARK, ABSENCE, PERIOD = "lesson", "mark", "absence", "period"
KINDS = {
    LESSON: "дата урока по расписанию",
    MARK: "текущая отметка",
    ABSENCE: "пропуск",
    PERIOD: "отметка за период",
}
SIZES = (12, 24, 40, 80)
LONGEST_PLACE, LONGEST_TEXT = 160, 300


class AccuracyCheck(Row, Audited, db.Model):
    """One drawing: of which lessons, when, by whom; closed when every record was compared."""

    __tablename__ = "accuracy_check"

    first: Mapped[date]
    last: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime | None]


class AccuracyItem(Row, Audited, db.Model):
    """One record as it stood when drawn, and what the paper said."""

    __tablename__ = "accuracy_item"

    check_id: Mapped[int] = mapped_column(ForeignKey("accuracy_check.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    lesson_id: Mapped[int | None] = mapped_column(ForeignKey("lesson.id"))
    student_id: Mapped[int | None] = mapped_column(ForeignKey("student.id"))
    place: Mapped[str] = mapped_column(String(LONGEST_PLACE))  # «5-Б, Математика, 16.11, 2 урок»
    stands: Mapped[str] = mapped_column(String(40))  # what Klass says
    operator: Mapped[str] = mapped_column(String(200), default="")
    matches: Mapped[bool | None]
    deviation: Mapped[str] = mapped_column(String(LONGEST_TEXT), default="")
    compared_at: Mapped[datetime | None]
    compared_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    def compare(self, matches: bool, deviation: str, by: int | None) -> None:
        """Say what the paper says; until all is compared, said anew it replaces the former word.
        Raises Refused."""
        if db.session.get(AccuracyCheck, self.check_id).closed_at is not None:
            raise Refused("Сверка закончена: её результат больше не меняется.")
        deviation = " ".join(deviation.split())
        if matches:
            deviation = ""
        elif not 0 < len(deviation) <= LONGEST_TEXT:
            raise Refused(f"Напишите, что в бумажном журнале (до {LONGEST_TEXT} знаков).")
        self.matches, self.deviation = matches, deviation
        self.compared_at, self.compared_by = clock.now(), by
        db.session.flush()
        _close_if_done(self.check_id)


def _close_if_done(check_id: int) -> None:
    left = select(func.count(AccuracyItem.id)).where(
        AccuracyItem.check_id == check_id, AccuracyItem.matches.is_(None)
    )
    check = db.session.get(AccuracyCheck, check_id)
    if not db.session.scalar(left) and check.closed_at is None:
        check.closed_at = clock.now()


def accuracy_checks(most: int = 60) -> list[tuple[AccuracyCheck, int, int, int]]:
    """(check, drawn, compared, deviating), the newest first; one select."""
    compared = func.count(AccuracyItem.matches)
    wrong = func.count(AccuracyItem.id).filter(AccuracyItem.matches.is_(False))
    rows = db.session.execute(
        select(AccuracyCheck, func.count(AccuracyItem.id), compared, wrong)
        .join(AccuracyItem, AccuracyItem.check_id == AccuracyCheck.id)
        .group_by(AccuracyCheck.id)
        .order_by(AccuracyCheck.id.desc())
        .limit(most)
    )
    return [tuple(row) for row in rows]


def open_checks() -> list[AccuracyCheck]:
    """Drawings in which something is still to be compared, the oldest first."""
    left = exists().where(AccuracyItem.check_id == AccuracyCheck.id, AccuracyItem.matches.is_(None))
    query = select(AccuracyCheck).where(AccuracyCheck.closed_at.is_(None), left)
    return list(db.session.scalars(query.order_by(AccuracyCheck.id)))


def items_of(check: AccuracyCheck) -> list[AccuracyItem]:
    """The records of a drawing, as one leafs through paper: by class, subject and day."""
    query = select(AccuracyItem).where(AccuracyItem.check_id == check.id)
    return list(db.session.scalars(query.order_by(AccuracyItem.place, AccuracyItem.id)))


def compared_records(first: date, last: date) -> list[tuple[frozenset[int], date, bool]]:
    """(classes, the record's day, whether it matches) of what was compared in the drawings made in
    the days; a mark for a period is of the drawing's last day. A few selects a year."""
    rows = db.session.execute(
        select(
            Journal.year_id,
            Journal.study_group_id,
            func.coalesce(Lesson.on_date, AccuracyCheck.last, type_=Date),
            AccuracyItem.matches,
        )
        .join(AccuracyCheck, AccuracyCheck.id == AccuracyItem.check_id)
        .join(Journal, Journal.id == AccuracyItem.journal_id)
        .outerjoin(Lesson, Lesson.id == AccuracyItem.lesson_id)
        .where(AccuracyCheck.last.between(first, last), AccuracyItem.matches.is_not(None))
    )
    classes = cache(classes_of_groups)
    return [(classes(year)[group], day, matches) for year, group, day, matches in rows]
