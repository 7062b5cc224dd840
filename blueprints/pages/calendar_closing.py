"""Closing periods and opening them again: what stands, what still lacks, and the form."""

from flask import flash, redirect, request, url_for

from blueprints.asked import number
from blueprints.guard import actor, guarded
from blueprints.pages.calendar import seen_year, shown
from models.base import db
from models.control.duties import marks_lacking
from models.refusal import Refused, WrongFields
from models.school.calendar import YearFacts
from models.school.kinds_of_days import grades_in_words
from models.school.terms_closed import (
    LONGEST_REASON,
    ClosingLine,
    close_terms,
    closing_lines,
    open_terms,
)
from models.school.typed import Typed


@guarded("calendar.keep")
def closing():
    """The periods of the year, each with its state and the marks that lack."""
    return _form(seen_year("calendar.keep"), {"last_day": actor().today.isoformat()})


@guarded("calendar.keep")
def change_closing():
    """Close the ticked periods, or open them again."""
    year, opens = seen_year("calendar.keep"), request.form.get("act") == "open"
    chosen = {number(key) for key in request.form.getlist("terms")}
    ids = [i for line in closing_lines(year) if line.key in chosen for i in line.term_ids]
    try:
        if opens:
            count = open_terms(year, ids, request.form.get("reason", ""))
        else:
            if asks := _unset(year, chosen):
                return _form(year, request.form, asks=asks), 422
            day = Typed(request.form).day("last_day")
            count = close_terms(year, ids, day, actor().account_id)
    except WrongFields as wrong:
        db.session.rollback()
        return _form(year, request.form, wrong.sentence, wrong.problems), 422
    except Refused as refused:
        db.session.rollback()
        return _form(year, request.form, refused.sentence), 422
    db.session.commit()
    flash(f"{'Открыто' if opens else 'Закрывается'} периодов: {count}")
    return redirect(url_for(".closing", year=year.id))


def _unset(year: YearFacts, chosen: set) -> list[str]:
    """What still lacks in the chosen lines, where nobody has said yet that it is known."""
    if request.form.get("sure"):
        return []
    lines = [line for line in closing_lines(year) if line.key in chosen]
    lacking = _lacking(lines)
    return [
        f"{line.name}, {_whom(line.grades)}; не выставлено отметок: {lacking[line.key]}."
        for line in lines
        if lacking.get(line.key)
    ]


def _form(year: YearFacts, typed, sentence: str = "", problems=None, asks=()):
    lines = closing_lines(year)
    chosen = set(typed.getlist("terms")) if hasattr(typed, "getlist") else set()
    return shown(
        "closing.html",
        year,
        lines=lines,
        lacking=_lacking(lines),
        whom={line.key: _whom(line.grades) for line in lines},
        chosen=chosen,
        asks=asks,
        typed=typed,
        longest=LONGEST_REASON,
        today=actor().today,
        sentence=sentence,
        problems=problems or {},
    )


def _lacking(lines: list[ClosingLine]) -> dict[int, int]:
    """Line → how many marks of its period nobody has given yet, of those that ended."""
    found: dict[int, int] = {}
    ended = [line for line in lines if line.ends_on < actor().today]
    for day in {line.ends_on for line in ended}:
        by_grade = marks_lacking(day)
        for line in ended:
            if line.ends_on == day:
                found[line.key] = sum(by_grade.get(grade, 0) for grade in line.grades)
    return found


def _whom(grades: tuple[int, ...]) -> str:
    """Grades in a row as one span."""
    spans: list[list[int]] = []
    for grade in grades:
        if spans and spans[-1][-1] == grade - 1:
            spans[-1].append(grade)
        else:
            spans.append([grade])
    return ", ".join(grades_in_words(span[0], span[-1]) for span in spans)
