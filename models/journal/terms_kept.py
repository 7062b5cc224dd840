"""Terms of a grade as the administrator keeps them: quarters, half-years or trimesters.

Marks for a period hang on its row, so rows are re-dated, never replaced; a row too many is
annulled and comes back when the grade gets as many terms again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from models import clock
from models.base import db
from models.fingerprint import fingerprint
from models.journal.term_mark import TermMark
from models.refusal import Refused, WrongFields
from models.school.calendar import (
    HALF_YEAR,
    QUARTER,
    TERM_WORD,
    TRIMESTER,
    Term,
    TermFacts,
    YearFacts,
    terms_of,
)
from models.school.typed import Typed

NUMBER = {QUARTER: 4, TRIMESTER: 3, HALF_YEAR: 2}
MOST = max(NUMBER.values())


class StaleTerms(Refused):
    """The terms are others than those the writer had read."""


@dataclass(frozen=True)
class Changed:
    """What a change of terms touches: the days that change their term, and marks for periods."""

    first: date | None
    last: date | None
    marks: int


def typed_terms(terms: list[TermFacts]) -> dict[str, str]:
    """A grade's terms as the form holds them."""
    typed = {"kind": terms[0].kind if terms else QUARTER}
    for number in range(1, MOST + 1):
        term = next((term for term in terms if term.number == number), None)
        typed[f"starts_{number}"] = term.starts_on.isoformat() if term else ""
        typed[f"ends_{number}"] = term.ends_on.isoformat() if term else ""
    return typed


def terms_seen(year: YearFacts, grades: list[int]) -> str:
    """The fingerprint of the terms of these grades as they stand."""
    return fingerprint([typed_terms(terms_of(year.id, grade)) for grade in grades])


def keep_terms(year: YearFacts, grades: list[int], typed: Mapping[str, str]) -> Changed:
    """Give the grades these terms. Raises WrongFields where they overlap, leave the year or are
    too few, Refused where a term is closed or would vanish with marks in it."""
    kind, spans = _read(year, typed)
    ids, days = [], set()
    for grade in grades:
        rows = {row.number: row for row in _rows(year, grade)}
        _refuse_lost(grade, rows, kind)
        for number, row in rows.items():
            if number > len(spans) and row.annulled_at is None:
                row.annulled_at = clock.now()
        for number, (first, last) in enumerate(spans, start=1):
            row = rows.get(number)
            if row and (row.starts_on, row.ends_on) != (first, last) and row.annulled_at is None:
                _refuse_closed(grade, row)
                ids.append(row.id)
                days |= _days(row.starts_on, row.ends_on) ^ _days(first, last)
            if row is None:
                row = Term(year_id=year.id, grade=grade, number=number)
                db.session.add(row)
            row.kind, row.starts_on, row.ends_on, row.annulled_at = kind, first, last, None
    db.session.flush()
    return Changed(min(days, default=None), max(days, default=None), _marks(ids))


def _read(year: YearFacts, typed: Mapping[str, str]) -> tuple[str, list[tuple[date, date]]]:
    form = Typed(typed)
    kind = form.one_of("kind", NUMBER)
    spans: list[tuple] = []
    for number in range(1, NUMBER.get(kind, MOST) + 1):
        starts = form.day(f"starts_{number}", year)
        ends = form.day(f"ends_{number}", year)
        if starts and ends and ends < starts:
            form.wrong(f"ends_{number}", "Последний день раньше первого.")
        before = spans[-1][1] if spans else None
        if starts and before and starts <= before:
            form.wrong(f"starts_{number}", f"Предыдущий период идёт по {before:%d.%m.%Y}.")
        spans.append((starts, ends))
    if form.problems:
        raise WrongFields(form.problems)
    return kind, spans


def _rows(year: YearFacts, grade: int) -> list[Term]:
    query = select(Term).where(Term.year_id == year.id, Term.grade == grade)
    return list(db.session.scalars(query.order_by(Term.number)))


def _refuse_lost(grade: int, rows: dict[int, Term], kind: str) -> None:
    """A grade that has marks for its quarters cannot go over to half-years."""
    standing = [row for row in rows.values() if row.annulled_at is None]
    changes = any(row.kind != kind for row in standing)
    marks = _marks([row.id for row in standing]) if changes else 0
    if marks:
        raise Refused(
            f"В {grade}-х классах уже выставлено отметок за период: {marks}. Вид периодов в этом "
            "году не меняется: можно менять только даты."
        )


def _refuse_closed(grade: int, row: Term) -> None:
    if not row.is_open:
        word = TERM_WORD[row.kind]
        raise Refused(f"{row.number} {word} в {grade}-х классах: период закрыт, даты не меняются.")


def _days(first: date, last: date) -> set[date]:
    return {first + timedelta(days=n) for n in range((last - first).days + 1)}


def _marks(term_ids: list[int]) -> int:
    if not term_ids:
        return 0
    return db.session.scalar(select(func.count(TermMark.id)).where(TermMark.term_id.in_(term_ids)))
