"""Closing of periods by the administrator: once a day is over nothing in them changes any more
(clause 5.4(4)), until one is opened again for a reason that stays in the log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from models import clock
from models.audit.author import because
from models.base import db
from models.refusal import Refused, WrongFields
from models.school.calendar import TERM_WORD, Term, YearFacts, standing_terms, terms_of

LONGEST_REASON = 200
_LATEST = timedelta(days=366)  # after the year's end


@dataclass(frozen=True)
class ClosingLine:
    """Periods of one name, the same days and the same state, of one or more grades."""

    name: str
    starts_on: date
    ends_on: date
    closed_at: datetime | None
    term_ids: tuple[int, ...]
    grades: tuple[int, ...]

    @property
    def key(self) -> int:
        """What the form calls the line: its first period."""
        return self.term_ids[0]

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None and self.closed_at <= clock.now()

    @property
    def last_day(self) -> date | None:
        """The last day on which something could or can be written, where that was decided."""
        return (
            clock.school_time(self.closed_at - timedelta(seconds=1)).date()
            if self.closed_at
            else None
        )


def closing_lines(year: YearFacts) -> list[ClosingLine]:
    """The periods of the year in order of their days; those of grades alike stand together."""
    order = (Term.starts_on, Term.number, Term.grade)
    rows = db.session.scalars(standing_terms(year.id).order_by(None).order_by(*order))
    found: dict[tuple, list[Term]] = {}
    for term in rows:
        moment = term.closing.closed_at if term.closing else None
        name = f"{term.number} {TERM_WORD[term.kind]}"
        found.setdefault((name, term.starts_on, term.ends_on, moment), []).append(term)
    return [
        ClosingLine(*same, tuple(t.id for t in terms), tuple(t.grade for t in terms))
        for same, terms in found.items()
    ]


def close_terms(
    year: YearFacts, term_ids: Iterable[int], last_day: date | None, by: int | None
) -> int:
    """Close periods once `last_day` is over; returns how many. One that is to be closed on
    another day gets the new one. Raises WrongFields, Refused where one has not ended by then."""
    rows = _rows(year, term_ids)
    if last_day is None:
        raise WrongFields({"last_day": "Укажите дату."})
    if last_day < clock.today():
        raise WrongFields({"last_day": "Этот день уже прошёл: закрыть можно с конца сегодняшнего."})
    if last_day > year.ends_on + _LATEST:
        raise WrongFields({"last_day": f"Учебный год кончается {year.ends_on:%d.%m.%Y}."})
    if early := next((term for term in rows if term.ends_on > last_day), None):
        word = TERM_WORD[early.kind]
        raise Refused(f"{early.number} {word}: период ещё идёт, до {early.ends_on:%d.%m.%Y}.")
    moment = clock.at(last_day + timedelta(days=1), time())
    still_open = [term for term in rows if term.is_open]
    for term in still_open:
        term.close(by, moment)
    db.session.flush()
    return len(still_open)


def open_terms(year: YearFacts, term_ids: Iterable[int], reason: str) -> int:
    """Open closed periods again; returns how many. Raises WrongFields without a reason."""
    reason, rows = " ".join(reason.split()), _rows(year, term_ids)
    if not 0 < len(reason) <= LONGEST_REASON:
        raise WrongFields({"reason": f"Напишите, зачем открыть (до {LONGEST_REASON} знаков)."})
    closings = [term.closing for term in rows if term.closing is not None]
    with because(db.session, reason):
        for closing in closings:
            db.session.delete(closing)
    return len(closings)


def _rows(year: YearFacts, term_ids: Iterable[int]) -> list[Term]:
    wanted = set(term_ids)
    found = list(db.session.scalars(standing_terms(year.id).where(Term.id.in_(wanted))))
    if not found or len(found) != len(wanted):
        raise WrongFields({"terms": "Отметьте периоды в списке."})
    return found


def refuse_closed_days(
    year: YearFacts, grades: Iterable[int], first: date, last: date = date.max
) -> None:
    """Refuse a change of the days from `first` to `last` (or for good) where a closed term of
    these grades has one of them: lists, groups, timetables and calendar of closed days stand as
    still as their marks."""
    for grade in sorted(set(grades)):
        for term in terms_of(year.id, grade):
            if not term.is_open and term.ends_on >= first and term.starts_on <= last:
                raise Refused(
                    f"Период закрыт: {term.name}, {grade}-е классы. По {term.ends_on:%d.%m.%Y} "
                    "ничего не меняется, пока администратор журнала не откроет его снова."
                )
