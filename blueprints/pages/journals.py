"""Journals: the list of mine, and the grid of a term."""

import hashlib
from itertools import groupby

from flask import abort, g, make_response, render_template, request, session
from flask_wtf.csrf import generate_csrf

from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pages.journal_list import entry, listing
from blueprints.presentation import asset_version
from blueprints.room import school
from models.access.policy import visible
from models.base import db
from models.journal.grid import Column, Grid, read_grid
from models.journal.journal import Journal
from models.journal.policy import JournalPolicy
from models.office.order import TRANSITION, the_modes
from models.school.calendar import Term, current_term, terms_of
from models.school.timetable import WEEKDAYS_SHORT

MONTHS = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
]


@guarded("journal.view")
def journals():
    """All journals the actor may see: one's own first, a whole school's by class."""
    modes, today = the_modes(), actor().today
    entries = [
        entry(
            journal,
            own=journal.id in _mine(),
            may_write=JournalPolicy(actor(), journal).writes_in(modes, _mine()),
            paper=modes.of(journal.group, today) == TRANSITION,
        )
        for journal in db.session.scalars(visible(actor(), Journal)).unique()
    ]
    return render_template("journals/index.html", **listing(entries, request.args.get("class", "")))


def _mine() -> set[int]:
    if "mine" not in g:
        g.mine = JournalPolicy.taught_today(actor())
    return g.mine


@guarded("journal.view")
def grid(journal_id: int):
    """The marks grid of a term."""
    journal = find_or_404(Journal, journal_id)
    authorize("journal.view", journal)
    terms = terms_of(journal.year_id, journal.group.grade)
    term = chosen_term(terms)
    response = make_response("")
    response.set_etag(_tag(journal, term), weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    if response.make_conditional(request).status_code == 304 and request.if_none_match:
        return response
    response.set_data(render_template("journals/grid.html", **grid_context(journal, terms, term)))
    return response


def _tag(journal: Journal, term: Term) -> str:
    """What the page depends on: the journal's version, and whose page and session it is."""
    parts = (
        journal.id,
        journal.version,
        term.id,
        term.is_open,
        actor().account_id,
        actor().role,
        actor().today,
        _page_token(),
        asset_version(),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]


def _page_token() -> str:
    """The session's CSRF secret: a kept page with an older one could not be sent."""
    generate_csrf()
    return session["csrf_token"]


def chosen_term(terms: list[Term]) -> Term:
    """The term asked for by `?term=`, or the current one."""
    asked = request.args.get("term", type=int)
    if asked is not None:
        return next((t for t in terms if t.id == asked), None) or abort(404)
    return current_term(terms, actor().today) or abort(404)


def grid_context(journal: Journal, terms: list[Term], term: Term) -> dict:
    """Everything the grid's template needs, in one place."""
    read = read_grid(journal, term, school())
    writes = JournalPolicy(actor(), journal).writes_in(the_modes(), _mine()) and term.is_open
    return {
        "journal": {
            "id": journal.id,
            "title": journal.title,
            "version": journal.version,
            "may_write": writes,
            "mode_note": mode_note(journal, writes, term),
        },
        "terms": [{"id": t.id, "name": t.name, "current": t is term} for t in terms],
        "term": term,
        "months": _months(read.columns),
        "columns": [_head(column) for column in read.columns],
        "rows": _rows(read),
    }


def mode_note(journal: Journal, writes: bool, term: Term) -> str | None:
    """Why this page is only for reading, where it is."""
    if writes:
        return None
    if not term.is_open:
        return "Период закрыт: записи не меняются."
    if actor().role == "teacher" and the_modes().of(journal.group, actor().today) == TRANSITION:
        return "Класс в переходном периоде: отметки из бумажного журнала переносит оператор."
    return "Только для просмотра."


def _months(columns: list[Column]) -> list[tuple[str, int]]:
    runs = groupby(columns, key=lambda c: c.day.month)
    return [(MONTHS[month - 1], len(list(run))) for month, run in runs]


def _head(column: Column) -> dict:
    return {
        "id": column.id,
        "lesson_id": column.lesson_id,
        "day": f"{column.day:%d}",
        "date": f"{column.day:%d.%m}",
        "weekday": WEEKDAYS_SHORT[column.day.weekday()],
        "number": column.number,
        "kind": column.kind,
        "topic": column.topic,
        "has_topic": bool(column.topic),
        "homework": column.homework,
        "checked": column.checked,
        "cancelled": column.status == "cancelled",
        "is_today": column.day == actor().today,
        "is_future": column.day > actor().today,
        "first_of_lesson": column.position == 1,
    }


def _rows(read: Grid) -> list[dict]:
    return [
        {
            "student_id": row.seat.student_id,
            "number": number,
            "name": row.seat.name,
            "grey_note": grey_note(row.seat),
            "cells": row.cells,
            "average": row.average,
            "absences": row.absences,
        }
        for number, row in enumerate(read.rows, start=1)
    ]


def grey_note(seat) -> str:
    """Why a pupil's row is grey, if it is."""
    if seat.home:
        return "на дому"
    today = actor().today
    if all(last is not None and last < today for _, last in seat.spans):
        return "выбыл"
    if all(first > today for first, _ in seat.spans):
        return "ещё не зачислен"
    return ""
