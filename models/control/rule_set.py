"""The school's own numbers of deadlines, dated; before the first the regulation's hold."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db
from models.control.numbers import REGULATION, Numbers, numbers_of, refuse_unchanged
from models.ground import remembered
from models.refusal import Refused, WrongFields

LONGEST_ACT = 200


class RuleSet(Row, Audited, db.Model):
    """Numbers that hold from a day on, and the local act that says so. Never changed: another
    set from another day follows it, and yesterday stays judged by what held then. One that has
    not begun can be taken back."""

    __tablename__ = "rule_set"

    from_date: Mapped[date]
    act: Mapped[str] = mapped_column(String(LONGEST_ACT))
    numbers: Mapped[dict]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    taken_back_at: Mapped[datetime | None]

    def take_back(self, today: date) -> None:
        """It shall not begin; twice is once. Raises Refused where it has begun."""
        db.session.refresh(self, with_for_update=True)
        if self.taken_back_at is None and self.from_date <= today:
            raise Refused("Эти сроки уже действуют: введите другие с нового дня.")
        self.taken_back_at = self.taken_back_at or clock.now()


def rule_sets() -> list[RuleSet]:
    """All sets, the newest first, with those taken back."""
    newest = (RuleSet.from_date.desc(), RuleSet.id.desc())
    return list(db.session.scalars(select(RuleSet).order_by(*newest)))


def sets_to_come(today: date) -> list[RuleSet]:
    """The sets that will begin, the soonest first."""
    later = (RuleSet.from_date > today) & RuleSet.taken_back_at.is_(None)
    return list(db.session.scalars(select(RuleSet).where(later).order_by(RuleSet.from_date)))


@remembered
def _dated() -> list[tuple[date, Numbers]]:
    held = select(RuleSet.from_date, RuleSet.numbers).where(RuleSet.taken_back_at.is_(None))
    rows = held.order_by(RuleSet.from_date)
    return [(since, numbers_of(kept)) for since, kept in db.session.execute(rows)]


def numbers_on(day: date) -> Numbers:
    """The numbers by which things of this day are judged."""
    return numbers_by_day()(day)


def numbers_by_day() -> Callable[[date], Numbers]:
    """The same for the many days of one counting; one select."""
    dated = _dated()

    def held(day: date) -> Numbers:
        return next((numbers for since, numbers in reversed(dated) if since <= day), REGULATION)

    return held


def set_numbers(numbers: Numbers, from_date: date | None, act: str, today: date, by: int | None):
    """From this day on other numbers hold. Raises Refused: what is past stays judged as it was."""
    problems, act = {}, act.strip()
    if from_date is None or from_date < today:
        problems["from_date"] = "Укажите день, не раньше сегодняшнего: прошлое не пересматривают."
    elif any(since == from_date for since, _ in _dated()):
        problems["from_date"] = "С этого дня сроки уже изменены. Укажите другой день."
    if not 0 < len(act) <= LONGEST_ACT:
        problems["act"] = f"Назовите локальный акт (до {LONGEST_ACT} знаков)."
    if problems:
        raise WrongFields(problems)
    refuse_unchanged(numbers, numbers_on(from_date))
    made = RuleSet(from_date=from_date, act=act, numbers=numbers.as_json(), account_id=by)
    db.session.add(made)
    db.session.flush()
    return made
