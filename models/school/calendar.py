"""The school's year: terms by grade, holidays, week parity."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, Index, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db
from models.ground import remembered
from models.refusal import Refused
from models.school.kinds_of_days import BREAK

QUARTER, HALF_YEAR, TRIMESTER = "quarter", "half", "trimester"
TERM_WORD = {QUARTER: "четверть", HALF_YEAR: "полугодие", TRIMESTER: "триместр"}
ODD, EVEN = 1, 2


class AcademicYear(Row, Audited, db.Model):
    """From 1 September (or the first school day) to the end of summer."""

    __tablename__ = "academic_year"

    starts_on: Mapped[date] = mapped_column(unique=True)
    ends_on: Mapped[date]


@dataclass(frozen=True)
class YearFacts:
    """An academic year as pages and rules read it."""

    id: int
    starts_on: date
    ends_on: date

    @property
    def name(self) -> str:
        return f"{self.starts_on.year}/{self.ends_on.year}"

    def parity(self, day: date) -> int:
        """1 in odd, 2 in even weeks, counted from the year's first week, not by ISO numbers."""
        return ODD if ((monday(day) - monday(self.starts_on)).days // 7) % 2 == 0 else EVEN


class Term(Row, Audited, db.Model):
    """A quarter or half-year of one grade."""

    __tablename__ = "term"
    __table_args__ = (UniqueConstraint("year_id", "grade", "number"),)

    year_id: Mapped[int] = mapped_column(ForeignKey("academic_year.id"))
    grade: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10), default=QUARTER)
    number: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    annulled_at: Mapped[datetime | None]  # the grade's year was divided anew without it
    closing: Mapped["TermClosing | None"] = relationship(uselist=False, lazy="joined")

    @property
    def is_open(self) -> bool:
        return self.closing is None or self.closing.closed_at > clock.now()

    def close(self, account_id: int | None, moment: datetime | None = None) -> None:
        """Close the term: its journals refuse changes from now (or that moment) on. What is closed
        already stays so; a closing to come gets the new moment."""
        moment = moment or clock.now()
        if self.closing is None:
            self.closing = TermClosing(term_id=self.id, account_id=account_id, closed_at=moment)
        elif self.is_open:
            self.closing.account_id, self.closing.closed_at = account_id, moment


class TermClosing(Row, Audited, db.Model):
    """That a term is closed: by whom, and from which moment on, which may be to come."""

    __tablename__ = "term_closing"

    term_id: Mapped[int] = mapped_column(ForeignKey("term.id"), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime] = mapped_column(default=clock.now)


class Holiday(Row, Audited, db.Model):
    """Days without lessons, for the whole school, one grade, or grades from–to."""

    __tablename__ = "holiday"
    __table_args__ = (Index("ix_holiday_year_id_starts_on", "year_id", "starts_on"),)

    year_id: Mapped[int] = mapped_column(ForeignKey("academic_year.id"))
    kind: Mapped[str] = mapped_column(String(10), default=BREAK)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    name: Mapped[str] = mapped_column(String(80))
    grade: Mapped[int | None]
    grade_to: Mapped[int | None]  # None: `grade` alone
    annulled_at: Mapped[datetime | None]


def monday(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def year_numbered(year_id: int) -> YearFacts:
    """The academic year of a number; an unknown one raises StopIteration."""
    return next(year for year in years() if year.id == year_id)


@remembered
def years() -> list[YearFacts]:
    """All academic years in order."""
    rows = select(AcademicYear.id, AcademicYear.starts_on, AcademicYear.ends_on)
    return [YearFacts(*row) for row in db.session.execute(rows.order_by(AcademicYear.starts_on))]


def year_of(day: date) -> YearFacts | None:
    """The academic year the day lies in, or the last one begun before it; else the first."""
    begun = [year for year in years() if year.starts_on <= day]
    return begun[-1] if begun else next(iter(years()), None)


def the_year(day: date | None = None) -> YearFacts:
    """Like `year_of`, but refuses where the school has no year yet."""
    year = year_of(day or clock.today())
    if year is None:
        raise Refused("Учебный год ещё не заведён. Сначала создайте школу и её год.")
    return year


@dataclass(frozen=True)
class TermFacts:
    """A term as pages and rules read it; it is closed through `Term`."""

    id: int
    year_id: int
    grade: int
    kind: str
    number: int
    starts_on: date
    ends_on: date
    closed_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None or self.closed_at > clock.now()

    @property
    def name(self) -> str:
        return f"{self.number} {TERM_WORD[self.kind]}"

    def holds(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


def standing_terms(year_id: int) -> Select:
    """The year's terms by grade and number, without those that stand no more: a grade that went
    over to half-years keeps the rows of its quarters, with their days."""
    stands = (Term.year_id == year_id, Term.annulled_at.is_(None))
    return select(Term).where(*stands).order_by(Term.grade, Term.number)


@remembered
def terms_of(year_id: int, grade: int) -> list[TermFacts]:
    """The grade's terms in order."""
    rows = db.session.scalars(standing_terms(year_id).where(Term.grade == grade))
    return [
        TermFacts(t.id, year_id, grade, t.kind, t.number, t.starts_on, t.ends_on, closed_at(t))
        for t in rows
    ]


def closed_at(term: Term) -> datetime | None:
    """The moment from which on the term is closed, where that was decided."""
    return term.closing.closed_at if term.closing else None


def term_on(year_id: int, grade: int, day: date) -> TermFacts | None:
    """The grade's term in which the day lies; None in holidays."""
    return next((term for term in terms_of(year_id, grade) if term.holds(day)), None)


def current_term(terms: list[TermFacts], day: date) -> TermFacts | None:
    """The term the day lies in; in holidays the one just ended; before all, the first."""
    begun = [term for term in terms if term.starts_on <= day]
    return begun[-1] if begun else (terms[0] if terms else None)
