"""Cells of the grid: one key press or a whole paste is one write, exactly once, undone as one."""

from flask import abort, make_response, request

from blueprints import asked
from blueprints.guard import actor, authorize, entered_journal, guarded
from blueprints.htmx import fragment
from blueprints.once import written_once
from blueprints.room import school
from blueprints.security import late
from models.journal.admission import term_of
from models.journal.entry import Outcome, Step, Wish
from models.journal.facts import ColumnFacts, JournalFacts, columns_named
from models.journal.history import Change, cell_history
from models.journal.line import pupil_line
from models.journal.notes import noted
from models.journal.policy import sees
from models.journal.term_mark import period_of
from models.journal.undo_step import columns_of_step, touches_periods, undo_step
from models.refusal import Refused

LONGEST = 60
MOST = 2000  # cells of one paste: a large class for half a term
UNREAD = "Запрос неполон. Обновите страницу и повторите."
TWICE = "Одна клетка названа дважды. Оставьте одну запись и повторите."


@guarded("cell.write")
@late
def write(journal_id: int):
    """Replace what cells say. One cell is answered as itself, a block cell by cell."""
    journal = entered_journal(journal_id)
    wishes = _asked()
    columns = _allowed_columns(journal, {wish.column_id for wish in wishes})
    reason = request.form.get("reason", "").strip()[:200] or None
    step = Step(journal, columns, school(), actor().account_id, reason)
    if request.form.get("dry"):
        return _preview(step, wishes)

    def act() -> tuple[list[Outcome], list[tuple]]:
        return _with_lines(journal, columns, step.write(wishes))

    done = written_once(act, _any_saved)
    return _answer(columns, *(done or _with_lines(journal, columns, step.recall(wishes))))


def _with_lines(journal, columns: dict, outcomes: list[Outcome]) -> tuple:
    """Outcomes with the lines of their pupils, read in the same transaction."""
    if not sees(actor(), journal.id):
        return outcomes, []  # who stood in for a lesson sees that lesson alone
    saved = [outcome for outcome in outcomes if outcome.saved]
    return outcomes, saved_lines(journal, columns, saved)


def _asked() -> list[Wish]:
    """The cells of the form: as many values of each field as there are cells."""
    form = request.form
    fields = [form.getlist(name) for name in ("column", "student", "value", "version")]
    count = len(fields[0])
    if not 0 < count <= MOST or any(len(field) != count for field in fields):
        raise Refused(UNREAD)
    wishes = [
        Wish(_number(column), _number(student), _text(value), _number(version))
        for column, student, value, version in zip(*fields, strict=True)
    ]
    if len({(wish.column_id, wish.student_id) for wish in wishes}) != count:
        raise Refused(TWICE)
    return wishes


def _number(text: str) -> int:
    found = asked.number(text)
    if found is None:
        raise Refused(UNREAD)
    return found


def _text(text: str) -> str:
    if len(text) > LONGEST:
        raise Refused(f"В клетке не больше {LONGEST} знаков.")
    return text.strip()


def _allowed_columns(journal: JournalFacts, ids: set[int]) -> dict[int, ColumnFacts]:
    columns = columns_named(journal, sorted(ids))
    if len(columns) != len(ids):
        abort(404)
    for column in columns.values():
        authorize("cell.write", column)
    return columns


def _any_saved(done: tuple[list[Outcome], list[tuple]]) -> bool:
    return any(outcome.saved for outcome in done[0])


def _answer(columns: dict, outcomes: list[Outcome], lines: list[tuple]):
    if len(outcomes) == 1 and not outcomes[0].saved:
        outcome = outcomes[0]
        return _conflict(columns, outcome) if outcome.stale else _refused(outcome)
    saved = [outcome for outcome in outcomes if outcome.saved]
    return fragment(
        "journals/saved.html",
        cells=[(outcome, columns[outcome.wish.column_id]) for outcome in saved],
        lines=lines,
        problems=[outcome for outcome in outcomes if not outcome.saved],
    )


def saved_lines(journal: JournalFacts, columns: dict, saved: list[Outcome]) -> list[tuple]:
    """(pupil, period, line) of every pupil whose cells were written, each once."""
    lines = {}
    for outcome in saved:
        term, who = term_of(columns[outcome.wish.column_id].lesson), outcome.wish.student_id
        if term is not None and (who, term.id) not in lines:
            lines[who, term.id] = pupil_line(journal, term, school(), who)
    return [(who, period_of(term_id), line) for (who, term_id), line in lines.items()]


def _refused(outcome: Outcome):
    response = make_response(fragment("journals/refused.html", 422, sentence=outcome.problem))
    if outcome.wants_reason:
        response.headers["X-Klass-Reason"] = "wanted"
    return response


def _conflict(columns: dict, outcome: Outcome):
    column, who = columns[outcome.wish.column_id], outcome.wish.student_id
    changes = cell_history(column.id, column.lesson_id, who)
    return conflict(outcome, changes, column_id=column.id)


def conflict(outcome: Outcome, changes: list[Change], **place):
    """Both values, and whose hand was the first: another's, or one's own in another window."""
    last = changes[0] if changes else None
    return fragment(
        "journals/conflict.html",
        409,
        student_id=outcome.wish.student_id,
        version=outcome.version,
        theirs=outcome.text,
        mine=outcome.wish.text,
        own=last is not None and last.account_id == actor().account_id,
        last=last,
        **place,
    )


def _preview(step: Step, wishes: list[Wish]):
    """What a block would do, pupil by pupil, before anything is written."""
    found = step.preview(wishes)
    return fragment(
        "journals/preview.html",
        outcomes=found,
        columns=step.columns,
        good=sum(outcome.saved for outcome in found),
    )


def _always(_outcomes) -> bool:
    """A step that touched no cell (a check, marks of periods) is taken back all the same."""
    return True


@guarded("cell.write")
@late
def undo(journal_id: int):
    """Take back one step of mine (a key, a fill, a paste), named by the key it was sent with."""
    journal = entered_journal(journal_id)
    key = request.form.get("step", "")
    columns = columns_of_step(journal, actor().account_id, key)
    for column in columns.values():
        authorize("cell.write", column)
    if touches_periods(actor().account_id, key):
        authorize("term_mark.give", journal)
    touched = written_once(lambda: undo_step(journal, actor().account_id, key), _always)
    outcomes = touched or []
    return fragment(
        "journals/saved.html",
        cells=[(outcome, columns[outcome.wish.column_id]) for outcome in outcomes],
        lines=saved_lines(journal, columns, outcomes),
        problems=[],
        noted=noted(columns, [(o.wish.column_id, o.wish.student_id) for o in outcomes]),
    )
