"""Marks of terms, years, exams and final ones: proposed, decided, explained."""

from datetime import timedelta

from flask import abort, flash, redirect, render_template, request, url_for

from blueprints import asked
from blueprints.guard import actor, authorize, guarded, seen_journal
from blueprints.htmx import fragment, is_fragment
from blueprints.once import written_once
from blueprints.pages.cells import conflict
from blueprints.pages.grid import grey_note
from blueprints.room import school
from blueprints.security import late
from models import clock
from models.access.policy import may
from models.journal.entry import Outcome, Wish
from models.journal.explain import explain
from models.journal.facts import JournalFacts
from models.journal.grid import read_grid
from models.journal.history import term_mark_history
from models.journal.line import is_marked
from models.journal.proposals import proposals_beyond
from models.journal.term_marks import Period, TermStep, periods_of
from models.refusal import Refused
from models.school.calendar import TermFacts, terms_of
from models.school.roster import roster

LONGEST, MOST = 12, 200
EARLY = timedelta(days=7)  # before a period ends, all its proposed marks are given after a question
UNREAD = "Запрос неполон. Обновите страницу и повторите."
TWICE = "Одна отметка названа дважды. Оставьте одну запись и повторите."


def _period(journal: JournalFacts, name: str) -> tuple[TermFacts, Period]:
    """(the term behind whose lessons it stands, the period), or 404."""
    for term in terms_of(journal.year_id, journal.group.grade):
        for period in periods_of(journal, term, school()):
            if period.name == name:
                return term, period
    abort(404)


@guarded("journal.view")
def term_marks(journal_id: int, period: str):
    """A period's marks as a list: average, proposal, decision, difference."""
    journal = seen_journal(journal_id)
    authorize("journal.view", journal)
    return _page(journal, *_period(journal, period))


def _page(journal, term, period, problems=None, typed=None, asks=False):
    read = read_grid(journal, term, school())
    index = next(n for n, p in enumerate(read.periods) if p.name == period.name)
    rows = [(row, row.term_cells[index]) for row in read.rows]
    gives = actor().granted("term_mark.give") and may(actor(), "term_mark.give", journal)
    return render_template(
        "journals/term_marks.html",
        journal=journal,
        term=term,
        period=period,
        rows=rows,
        gives=gives and period.is_open,
        marked=is_marked(journal, school()),
        empty=sum(1 for row, cell in rows if not cell.text and row.line.alive),
        greys={row.seat.student_id: grey_note(row.seat) for row in read.rows},
        luggage=read.luggage,
        counts=school().rule("former_marks"),
        proposals=sum(1 for _, cell in rows if not cell.text and cell.proposal),
        problems=problems or {},
        typed=typed or {},
        asks=asks,
    ), (422 if problems else 200)


@guarded("term_mark.give")
@late
def write_term_marks(journal_id: int):
    """Write marks of periods from the grid: one, or a block as one step."""
    journal = seen_journal(journal_id)
    authorize("term_mark.give", journal)
    wishes = _asked()
    step = TermStep(journal, school())
    outcomes = written_once(lambda: step.write(wishes), lambda found: any(o.saved for o in found))
    if outcomes is None:
        outcomes = step.recall(wishes)
    return _answer(journal, [name for name, _ in wishes], outcomes)


def _asked() -> list[tuple[str, Wish]]:
    names = ("period", "student", "value", "version")
    fields = [request.form.getlist(name) for name in names]
    count = len(fields[0])
    if not 0 < count <= MOST or any(len(field) != count for field in fields):
        raise Refused(UNREAD)
    wishes = [_wish(*values) for values in zip(*fields, strict=True)]
    if len({(name, wish.student_id) for name, wish in wishes}) != count:
        raise Refused(TWICE)
    return wishes


def _wish(period: str, student: str, value: str, version: str) -> tuple[str, Wish]:
    pupil, seen = asked.number(student), asked.number(version)
    if pupil is None or seen is None or len(value) > LONGEST:
        raise Refused(UNREAD)
    return period[:12], Wish(0, pupil, value, seen)


def _answer(journal: JournalFacts, names: list[str], outcomes: list[Outcome]):
    if len(outcomes) == 1 and not outcomes[0].saved:
        return _unsaved(names[0], outcomes[0])
    pairs = list(zip(outcomes, names, strict=True))
    return fragment(
        "journals/saved.html",
        cells=[],
        term_cells=[(outcome, name) for outcome, name in pairs if outcome.saved],
        lines=[],
        proposals=proposals_beyond(
            journal, school(), {outcome.wish.student_id for outcome in outcomes if outcome.saved}
        ),
        term_problems=[(outcome, name) for outcome, name in pairs if not outcome.saved],
        problems=[],
    )


def _unsaved(name: str, outcome: Outcome):
    if not outcome.stale:
        return fragment("journals/refused.html", 422, sentence=outcome.problem)
    changes = term_mark_history(
        seen_journal(request.view_args["journal_id"]).id, name, outcome.wish.student_id
    )
    return conflict(outcome, changes, period=name)


@guarded("term_mark.give")
@late
def save_term_marks(journal_id: int, period: str):
    """Save the list: what was changed in it, or all that is proposed for the empty ones. Families
    see marks at once, so long before the period ends the latter is asked once more."""
    journal = seen_journal(journal_id)
    authorize("term_mark.give", journal)
    term, found = _period(journal, period)
    proposed = "proposed" in request.form
    if proposed and "early" not in request.form and term.ends_on > clock.today() + EARLY:
        return _page(journal, term, found, asks=True)
    wishes = _proposed(journal, term, found) if proposed else _changed(found)
    step = TermStep(journal, school())
    outcomes = written_once(lambda: step.write(wishes), lambda done: any(o.saved for o in done))
    problems = {
        o.wish.student_id: o.problem or f"Здесь уже поставили «{o.text}». Сравните."
        for o in outcomes or ()
        if not o.saved
    }
    if problems:
        return _page(journal, term, found, problems, {w.student_id: w.text for _, w in wishes})
    flash("Сохранено" if wishes else "Менять нечего")
    return redirect(url_for(".term_marks", journal_id=journal.id, period=period))


def _proposed(journal, term, period: Period) -> list[tuple[str, Wish]]:
    read = read_grid(journal, term, school())
    index = next(n for n, p in enumerate(read.periods) if p.name == period.name)
    cells = [(row.seat.student_id, row.term_cells[index]) for row in read.rows]
    return [
        (period.name, Wish(0, who, cell.proposal, cell.version))
        for who, cell in cells
        if cell.proposal and not cell.text
    ]


def _changed(period: Period) -> list[tuple[str, Wish]]:
    form, found = request.form, []
    for student in form.getlist("student")[:MOST]:
        value = form.get(f"value-{student}", "").strip()
        if value != form.get(f"was-{student}", ""):
            found.append(_wish(period.name, student, value, form.get(f"version-{student}", "0")))
    return found


@guarded("journal.view")
def explanation(journal_id: int, period: str, student_id: int):
    """The arithmetic of a pupil's period and the history of its mark."""
    journal = seen_journal(journal_id)
    authorize("journal.view", journal)
    term, found = _period(journal, period)
    seats = roster(journal.study_group_id, term.starts_on, term.ends_on)
    pupil = next((s.name for s in seats if s.student_id == student_id), None) or abort(404)
    context = {
        "journal": journal,
        "period": found,
        "pupil": pupil,
        "why": explain(journal, term, school(), found, student_id),
        "weigh": school().rule("weights"),
        "changes": term_mark_history(journal.id, period, student_id),
    }
    if is_fragment():
        return fragment("journals/explanation.html", **context)
    return render_template("journals/explanation_page.html", **context)
