"""The grid of a term: pupils × lessons, now or as it stood at a past moment."""

import hashlib
from collections import Counter
from datetime import UTC, date, datetime
from itertools import groupby

from flask import make_response, render_template, request, session
from flask_wtf.csrf import generate_csrf

from blueprints.guard import actor, authorize, guarded, seen_journal
from blueprints.kept_part import with_kept_part
from blueprints.pages.journals import chosen_term
from blueprints.presentation import asset_version
from blueprints.room import school
from models import clock, ground
from models.access.policy import may, why_not
from models.journal.brought import luggage_versions
from models.journal.facts import JournalFacts, version_of
from models.journal.grid import Column, Grid, read_grid
from models.journal.lesson import HELD
from models.journal.plans.progress import proposed
from models.journal.policy import JournalPolicy
from models.office.order import TRANSITION, the_modes
from models.refusal import Refused
from models.school.calendar import TermFacts, terms_of
from models.school.timetable import WEEKDAYS_SHORT

MONTHS = (
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
)
PLACE = "<!-- table -->"


@guarded("journal.view")
def grid(journal_id: int):
    """The marks grid of a term."""
    journal = seen_journal(journal_id)
    authorize("journal.view", journal)
    terms = terms_of(journal.year_id, journal.group.grade)
    term, moment = chosen_term(terms), _asked_moment()
    seen = (*version_of(journal_id), moment, _by_paper(journal))
    brought = luggage_versions(journal, term.starts_on, term.ends_on)
    response = make_response("")
    response.set_etag(_tag(journal, term, seen, brought), weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    if response.make_conditional(request).status_code == 304 and request.if_none_match:
        return response
    drawn = _drawn(journal, terms, term, seen, brought)
    drawn.set_etag(_tag(journal, term, seen, brought), weak=True)
    drawn.headers["Cache-Control"] = "private, no-cache"
    return drawn


def _tag(journal: JournalFacts, term: TermFacts, seen: tuple, brought: tuple) -> str:
    """What the page depends on: the journal's version and those of journals from which somebody
    came, the school's order and clock, and whose page and session it is."""
    person = (actor().account_id, actor().role, _page_token())
    return _hash(journal.id, term.id, seen, brought, ground.standing(), actor().today, person)


def _hash(*parts) -> str:
    return hashlib.sha256(repr((*parts, asset_version())).encode()).hexdigest()[:24]


def _page_token() -> str:
    """The session's CSRF secret: a kept page with an older one could not be sent."""
    generate_csrf()
    return session["csrf_token"]


def _asked_moment() -> datetime | None:
    """The past moment of `?at=2026-10-15T09:00` (or a day: its end), in UTC."""
    text = request.args.get("at", "")
    if not text or not actor().granted("cell.history"):
        return None
    try:
        asked = datetime.fromisoformat(text)
        if len(text) == 10:
            asked = asked.replace(hour=23, minute=59, second=59)
        moment = asked.replace(tzinfo=clock.zone()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused("Не понимаю день и час. Нужно вроде 15.10.2026 09:00.") from None
    return None if moment >= clock.now() else moment


def _by_paper(journal: JournalFacts) -> bool:
    """Whether rows and days stand as in the paper journal: as asked, else in transition."""
    asked = request.args.get("order")
    if asked in ("paper", "name"):
        return asked == "paper"
    paper = the_modes().of(journal.group, actor().today) == TRANSITION
    return paper and school().rule("paper_order")


def _drawn(journal: JournalFacts, terms: list, term: TermFacts, seen: tuple, brought: tuple):
    writes, gives = _rights(journal, term, seen[2])
    frame = _frame(journal, terms, term, seen, writes, gives)
    page = render_template("journals/grid.html", **frame)
    reader = (actor().today, actor().role, writes, gives)
    key = _hash(journal.id, term.id, seen, brought, ground.standing(), reader)
    return with_kept_part(page, PLACE, key, lambda: _table(journal, term, seen, writes, gives))


def _rights(journal: JournalFacts, term: TermFacts, moment) -> tuple[bool, bool]:
    """(may write marks of lessons here, may mark the periods): for the picture only."""
    if moment is not None or not term.is_open:
        return False, False
    gives = actor().granted("term_mark.give") and may(actor(), "term_mark.give", journal)
    return JournalPolicy(actor(), journal).writes_in(the_modes()), gives


def _frame(journal, terms, term, seen, writes: bool, gives: bool) -> dict:
    """What the page around the table needs."""
    version, _layout, moment, by_paper = seen
    return {
        "journal": journal,
        "version": version,
        "terms": [{"id": t.id, "name": t.name, "current": t is term} for t in terms],
        "term": term,
        "writes": writes,
        "gives": gives,
        "note": _mode_note(journal, writes or gives, term, moment),
        "moment": clock.school_time(moment) if moment else None,
        "now": clock.school_time(clock.now()),
        "by_paper": by_paper,
        "transition": the_modes().of(journal.group, actor().today) == TRANSITION,
        "may_look_back": actor().granted("cell.history"),
    }


def _mode_note(journal, writes: bool, term: TermFacts, moment: datetime | None) -> str | None:
    """Why this page is only for reading, where it is."""
    if moment is not None or writes:
        return None
    if not term.is_open:
        return "Период закрыт: записи не меняются."
    _, because = why_not(actor(), "term_mark.give", journal)
    return because or "Только для просмотра."


def _table(journal: JournalFacts, term: TermFacts, seen: tuple, writes: bool, gives: bool) -> str:
    _version, _layout, moment, by_paper = seen
    read = read_grid(journal, term, school(), by_paper=by_paper, moment=moment)
    today = clock.school_time(moment).date() if moment else actor().today
    plan = proposed(journal.id, today) if writes else {}
    return render_template(
        "journals/_table.html",
        journal=journal,
        writes=writes,
        gives=gives,
        months=_months(read.columns),
        columns=[
            _head(column, journal, today, plan.get(column.lesson_id)) for column in read.columns
        ],
        latest=_latest(read.columns),
        periods=read.periods,
        luggage=read.luggage,
        counts=school().rule("former_marks"),
        rows=_rows(read),
    )


def _latest(columns: list[Column]) -> dict | None:
    """The last lesson up to today, which a phone opens as a list."""
    come = [column for column in columns if column.day <= actor().today and column.position == 1]
    return {"lesson_id": come[-1].lesson_id, "said": f"{come[-1].day:%d.%m}"} if come else None


def _months(columns: list[Column]) -> list[tuple[str, int]]:
    runs = groupby(columns, key=lambda column: column.stands_on.month)
    return [(MONTHS[month - 1], len(list(run))) for month, run in runs]


def _head(column: Column, journal: JournalFacts, today: date, proposal=None) -> dict:
    paper = the_modes().of(journal.group, column.day) == TRANSITION  # topics stay on paper
    first = column.position == 1
    moved = column.stands_on != column.day
    date_said = f"{WEEKDAYS_SHORT[column.day.weekday()]} {column.day:%d.%m}, {column.number} урок"
    return {
        "id": column.id,
        "lesson_id": column.lesson_id,
        "day": f"{column.stands_on:%d}",
        "said": date_said + (f", в бумажном {column.stands_on:%d.%m}" if moved else ""),
        "kind": column.kind,
        "topic": column.topic,
        "plan": proposal.said if proposal and first and column.day <= today else "",
        "bare": not column.topic and not paper and column.day <= today and column.status == HELD,
        "checked": column.checked and first,
        "off": column.status != HELD,
        "today": column.day == today,
        "first": first,
    }


def _rows(read: Grid) -> list[dict]:
    alike = Counter(row.seat.short_name() for row in read.rows)
    return [
        {
            "id": row.seat.student_id,
            "number": row.number,
            "name": row.seat.name,
            "short": row.seat.short_name(4 if alike[row.seat.short_name()] > 1 else 1),
            "grey": grey_note(row.seat),
            "cells": row.cells,
            "line": row.line,
            "luggage": row.luggage,
            "term_cells": row.term_cells,
        }
        for row in read.rows
    ]


def grey_note(seat) -> str:
    """Why a pupil's row is grey, if it is."""
    today: date = actor().today
    if not seat.sits_on(today):
        return _when_listed(seat, today)
    return "на дому" if seat.home_on(today) else seat.away_on(today)


def _when_listed(seat, today: date) -> str:
    """When somebody who is not on the list today was, or will be."""
    left = [last for _, last in seat.spans if last is not None and last < today]
    if left:
        return f"{'выбыла' if seat.sex == 'f' else 'выбыл'} {max(left):%d.%m}"
    return f"с {min(first for first, _ in seat.spans):%d.%m}"
