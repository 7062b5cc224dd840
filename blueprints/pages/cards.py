"""The card of a cell: its marks one by one, the remark, its history. A page and a dialog."""

from datetime import date
from secrets import token_hex

from flask import abort, flash, redirect, render_template, request, url_for

from blueprints import asked
from blueprints.guard import actor, authorize, guarded, seen_journal
from blueprints.htmx import fragment, is_fragment
from blueprints.once import written_once
from blueprints.pages.cells import saved_lines
from blueprints.security import late
from models.access.policy import may
from models.journal.cell import MARK_KINDS
from models.journal.details import MarkDetails, cell_standing, describe, remark_of, retaken
from models.journal.entry import Outcome, Wish
from models.journal.facts import ColumnFacts, columns_named, work_kinds
from models.journal.history import cell_history
from models.journal.notes import noted
from models.journal.scale import ABSENCES
from models.office.order import TRANSITION, the_modes
from models.refusal import Refused, StaleMark
from models.school.roster import roster
from models.school.timetable import WEEKDAYS


@guarded("cell.history")
def card(journal_id: int, column_id: int, student_id: int):
    """Everything about one cell: who, when, from, to, why; and what may be said of its marks."""
    column = _column(journal_id, column_id)
    authorize("cell.history", column)
    return _card(column, student_id)


def _column(journal_id: int, column_id: int) -> ColumnFacts:
    journal = seen_journal(journal_id)
    return columns_named(journal, [column_id]).get(column_id) or abort(404)


def _card(column: ColumnFacts, student_id: int, problem: str | None = None):
    lesson, journal = column.lesson, column.lesson.journal
    cell = cell_standing(column, student_id)
    marks, remark = _as_typed(cell.marks, remark_of(lesson.id, student_id))
    used = {column.kind_id, *(mark["work_kind_id"] for mark in marks)}
    context = {
        "journal": journal,
        "column": column,
        "student_id": student_id,
        "pupil": _name(journal.study_group_id, lesson.on_date, student_id),
        "day": f"{WEEKDAYS[lesson.on_date.weekday()]}, {lesson.on_date:%d.%m.%Y}",
        "lesson": lesson,
        "cell": cell,
        "marks": marks,
        "remark": remark,
        "key": token_hex(16),
        "kinds": MARK_KINDS,
        "work_kinds": [k for k in work_kinds().values() if k.offered or k.id in used],
        "absences": ABSENCES,
        "changes": cell_history(column.id, lesson.id, student_id),
        "may_write": actor().granted("cell.write") and may(actor(), "cell.write", column),
        "problem": problem,
        "transition": the_modes().of(journal.group, lesson.on_date) == TRANSITION,
    }
    status = 422 if problem else 200
    if is_fragment():
        return fragment("journals/card.html", status, **context)
    return render_template("journals/card_page.html", **context), status


def _as_typed(marks: list[dict], remark: str) -> tuple[list[dict], str]:
    """The marks and the remark as they stand, or as a refused form has them: nothing typed is
    lost. Where there are other marks by now, only the remark is kept."""
    form = request.form
    if not form:
        return marks, remark
    typed = [_typed(row, n) for n, row in enumerate(marks)] if _is_whole(len(marks)) else marks
    return typed, form.get("remark", remark)


def _is_whole(count: int) -> bool:
    return all(len(request.form.getlist(name)) == count for name in ("kind", *_LISTS))


def _typed(row: dict, n: int) -> dict:
    typed = {name: request.form.getlist(name)[n] for name in ("kind", *_LISTS)}
    work = asked.number(typed.pop("work_kind"))
    return row | typed | {"work_kind_id": work, "counts": f"counts-{n}" in request.form}


def _name(study_group_id: int, day: date, student_id: int) -> str:
    seats = roster(study_group_id, day, day)
    return next((s.name for s in seats if s.student_id == student_id), None) or abort(404)


@guarded("cell.write")
@late
def save_card(journal_id: int, column_id: int, student_id: int):
    """Set the details of a cell's marks and the remark."""
    column = _column(journal_id, column_id)
    authorize("cell.write", column)
    journal = column.lesson.journal
    try:
        marks, seen = _said(), request.form.get("version", 0, type=int)
        cell = written_once(
            lambda: describe(
                journal,
                column,
                student_id,
                marks,
                request.form.get("remark", ""),
                seen=seen,
                account_id=actor().account_id,
            ),
            lambda _cell: True,
        )
    except Refused as refusal:
        return _card(column, student_id, refusal.sentence)
    except StaleMark:
        return _card(column, student_id, "Пока вы писали, клетку изменили. Проверьте и повторите.")
    if not is_fragment():
        flash("Сохранено")
        return redirect(url_for(".card", **request.view_args))
    cell = cell or cell_standing(column, student_id)
    wish = Wish(column.id, student_id, cell.content.text, cell.version)
    saved = [Outcome(wish, cell.version, cell.content.text)]
    return fragment(
        "journals/saved.html",
        cells=[(saved[0], column)],
        lines=saved_lines(journal, {column.id: column}, saved),
        problems=[],
        noted=noted({column.id: column}, [(column.id, student_id)]),
    )


def _said() -> list[MarkDetails]:
    """The marks of the form, in order; «counts-N» is there where the box is ticked."""
    form = request.form
    count = len(form.getlist("kind"))
    marks = [
        MarkDetails(
            form.getlist("kind")[n],
            asked.number(form.getlist("work_kind")[n]),
            f"counts-{n}" in form,
            _day(form.getlist("handed_in_on")[n]),
            _day(form.getlist("due_on")[n]),
            form.getlist("comment")[n],
        )
        for n in range(min(count, *(len(form.getlist(name)) for name in _LISTS)))
    ]
    for button in ("instead", "both"):
        if button in form:  # one press: a retake, and whether the mark before it counts
            at = asked.number(form[button])
            marks = retaken(marks, -1 if at is None else at, both=button == "both")
    return marks


_LISTS = ("work_kind", "handed_in_on", "due_on", "comment")


def _day(text: str) -> date | None:
    if not text:
        return None
    return asked.written_day(text)
