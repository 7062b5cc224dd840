"""The analytic note: at least once a quarter, edited, signed, told to the council (5.2(13)(15))."""

from collections import Counter
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.audit.recorder import Audited
from models.base import Row, Versioned, db
from models.control.duties import duties
from models.control.duty import Tally, tally
from models.control.note_text import composed, figures_of
from models.control.operators_work import OperatorWork, operators_work
from models.control.snapshot_tally import counted
from models.control.trend import school_trend
from models.refusal import Refused
from models.school.calendar import TermFacts, terms_of, the_year, year_numbered, years

GRADE = 5  # notes follow the terms of this grade
LONGEST_TEXT, LONGEST_TITLE, LONGEST_COUNCIL = 8000, 120, 200


class StaleNote(Refused):
    """Somebody else edited or signed the note since it was read."""


class AnalyticNote(Row, Audited, Versioned, db.Model):
    """The figures as they were counted, never changed; the text is edited until it is signed."""

    __tablename__ = "analytic_note"
    __unaudited__ = frozenset({"version"})

    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    first: Mapped[date]
    last: Mapped[date]
    figures: Mapped[dict]
    text: Mapped[str] = mapped_column(String(LONGEST_TEXT))
    council: Mapped[str] = mapped_column(String(LONGEST_COUNCIL), default="")
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    @property
    def is_open(self) -> bool:
        return self.signed_at is None

    @property
    def term_ends_on(self) -> date:
        """The last day of the term it is of, which may come after the last day it counted."""
        terms = terms_of(the_year(self.first).id, GRADE)
        return next((t.ends_on for t in terms if t.starts_on == self.first), self.last)

    @property
    def why_not_yet(self) -> str:
        """Why it cannot be signed: its term goes on, or was not over when it was counted."""
        ends_on = self.term_ends_on
        if self.last < ends_on:
            counted = (
                f"Справка посчитана по {self.last:%d.%m.%Y}, а период идёт до {ends_on:%d.%m.%Y}"
            )
            return f"{counted}. Для подписи составьте справку после его конца."
        if ends_on >= clock.today():
            return f"Период ещё идёт, до {ends_on:%d.%m.%Y}: подписать можно после него."
        return ""

    def rewrite(self, text: str, council: str, seen: int | None) -> bool:
        """Change the words; whether anything changed. Raises Refused, StaleNote."""
        db.session.refresh(self, with_for_update=True)
        text, council = text.replace("\r\n", "\n").strip(), council.strip()
        if (text, council) == (self.text, self.council):
            return False
        if seen != self.version:
            raise StaleNote("Пока вы правили, справку изменили. Ваш текст остался: проверьте.")
        if not self.is_open and text != self.text:
            raise Refused("Справка подписана: её текст больше не меняется.")
        if not text:
            raise Refused("Напишите текст справки.")
        if len(text) > LONGEST_TEXT or len(council) > LONGEST_COUNCIL:
            raise Refused(f"Текст до {LONGEST_TEXT} знаков, заседание до {LONGEST_COUNCIL}.")
        self.text, self.council = text, council
        self.version += 1
        return True

    def sign(self, by: int | None) -> None:
        """Sign it off; twice is once. Raises Refused where it does not count its whole term."""
        if self.is_open and self.why_not_yet:
            raise Refused(self.why_not_yet)
        if self.is_open:
            self.signed_at, self.signed_by = clock.now(), by
            self.version += 1


def write_note(title: str, first: date, last: date, by: int | None) -> AnalyticNote:
    """Count the period up to now and put the figures into words."""
    found, now = duties(first, last), clock.now()
    figures = figures_of(counted(found, now), tally(found, now))
    operators = _operators(operators_work(first, last, found))
    text = composed(title, f"{first:%d.%m.%Y}", f"{last:%d.%m.%Y}", figures, operators)
    own = {"title": title, "first": first, "last": last, "made_by": by}
    trend = [[p.day.isoformat(), p.due, p.in_time] for p in school_trend(until=last)]
    kept = figures | {"operators": operators, "trend": trend}
    note = AnalyticNote(figures=kept, text=text, **own)
    db.session.add(note)
    db.session.flush()
    return note


def _operators(work: list[OperatorWork]) -> list[list]:
    """The lines of operators with deadlines that have passed."""
    rows = [(row.name, row.tally) for row in work]
    return figures_of({"operators": rows}, Tally(Counter()))["operators"]


def terms_to_note(today: date) -> list[TermFacts]:
    """The terms a note can be written of, in order: those of the year that have begun, and before
    them the last one of the former year until its note is signed."""
    year = the_year(today)
    begun = [term for term in terms_of(year.id, GRADE) if term.starts_on <= today]
    former = next((one for one in reversed(years()) if one.starts_on < year.starts_on), None)
    owed = terms_of(former.id, GRADE)[-1:] if former else []
    return [term for term in owed if term.starts_on not in _signed()] + begun


def _signed() -> set[date]:
    signed = select(AnalyticNote.first).where(AnalyticNote.signed_at.is_not(None))
    return set(db.session.scalars(signed))


def terms_without_note(today: date) -> list[str]:
    """Names of the terms that are over and have no signed note (at least one a quarter)."""
    there, year = _signed(), the_year(today)
    over = [t for t in terms_to_note(today) if t.ends_on < today and t.starts_on not in there]
    return [t.name if t.year_id == year.id else f"{t.name} {year_name(t)}" for t in over]


def year_name(term: TermFacts) -> str:
    """The academic year of a term: «2026/2027»."""
    return year_numbered(term.year_id).name


def signed_note(first: date) -> AnalyticNote | None:
    """The first signed note of the period that begins then."""
    signed = (AnalyticNote.first == first) & AnalyticNote.signed_at.is_not(None)
    return db.session.scalar(select(AnalyticNote).where(signed).order_by(AnalyticNote.id).limit(1))


def notes() -> list[AnalyticNote]:
    """All notes, the newest first."""
    return list(db.session.scalars(select(AnalyticNote).order_by(AnalyticNote.id.desc())))
