"""One lesson: topic, homework, kinds of work and a field for each pupil (phones, no JS)."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select

from blueprints import asked
from blueprints.forms.lessons import LessonForm
from blueprints.guard import actor, authorize, entered_journal, find_or_404, guarded
from blueprints.pages.lesson_plan import plan_context, save_beside, taken_from_plan
from blueprints.room import school
from models.access.policy import may
from models.base import db
from models.journal.admission import term_of
from models.journal.entry import Outcome, Step, Wish
from models.journal.facts import columns_named, version_of, work_kinds
from models.journal.grid import read_grid
from models.journal.journal import WorkKind
from models.journal.lesson import (
    Lesson,
    StaleLesson,
    checked,
    columns_of_lesson,
    homework_of,
)
from models.journal.plans.keeping import joined
from models.journal.policy import sees
from models.journal.topics import proposed_topics
from models.office.order import TRANSITION, the_modes
from models.refusal import Refused
from models.school.timetable import WEEKDAYS

LONGEST = 60
ALREADY = "Столбец уже открыт. Если нужен ещё один, откройте его отсюда."
STALE = "Здесь уже записали «{}». Ваше «{}» осталось в поле: сравните и сохраните ещё раз."


@guarded("lesson.view")
def lesson(lesson_id: int):
    """The lesson as a page: what was taught, what is set, who has which mark."""
    found = find_or_404(Lesson, lesson_id)
    authorize("lesson.view", found)
    return render_template("lessons/lesson.html", **_context(found))


@guarded("lesson.write")
def save_lesson(lesson_id: int):
    """Save everything the form holds. What is refused stays in its field with the reason; the
    rest is saved all the same: nothing typed is lost. A check says that all is as it should be,
    so it is never made beside a refusal."""
    found = find_or_404(Lesson, lesson_id)
    whole = may(actor(), "lesson.write", found)
    authorize("lesson.write" if whole else "cell.write", found)
    if "topic" not in request.form or "homework" not in request.form:
        raise Refused("Запрос неполон. Обновите страницу и повторите.")
    form = LessonForm()
    stood_on = found.paper_on
    troubles = _save_lesson(found, form) if whole else {}
    problems = _save_cells(found) if may(actor(), "cell.write", found) else {}
    if "check" in request.form and not problems and not troubles:  # the whole page, or not at all
        authorize("attendance.check", found)
        found.check_attendance(actor().account_id)
    db.session.commit()
    if troubles or problems:
        page = _context(found, form=form, troubles=troubles, problems=problems)
        return render_template("lessons/lesson.html", **page), 422
    flash("Сохранено" + (_of_late_paper(found) if found.paper_on != stood_on else ""))
    return redirect(url_for(".lesson", lesson_id=lesson_id))


def _of_late_paper(found: Lesson) -> str:
    """What follows where the paper journal was filled in on another day than the lesson's."""
    if found.paper_on is None:
        return ""
    return (
        f". На бумаге урок записан {found.paper_on:%d.%m}, а срок переноса считается от дня урока, "
        f"{found.on_date:%d.%m}: если опоздаете из-за этого, объясните на странице «Сроки»."
    )


def _save_lesson(found: Lesson, form: LessonForm) -> dict:
    """Topic, homework, kinds, the paper's date: what could not be saved, by field."""
    if not form.validate_on_submit():
        return {"said": "; ".join(e for errors in form.errors.values() for e in errors)}
    try:
        with db.session.begin_nested():
            topic, homework = _said(found, form)
            hand = actor().account_id
            found.write(topic, homework, seen=form.version.data, account_id=hand)
            db.session.flush()
            _save_kinds(found)
            _save_paper_date(found)
            save_beside(found)
    except StaleLesson as stale:
        return {"theirs": stale}
    except Refused as refusal:
        return {"said": refusal.sentence}
    return {}


def _said(found: Lesson, form: LessonForm) -> tuple[str, str]:
    """Topic and homework of the form; the plan's where its button was pressed."""
    topic, homework = form.topic.data or "", form.homework.data or ""
    if "take" in request.form:
        topics = taken_from_plan(found)
        topic = joined(topics)
        homework = homework or "; ".join(t.homework for t in topics if t.homework)
    return topic, homework


def _save_kinds(found: Lesson) -> None:
    for column in columns_of_lesson(found.id):
        kind = work_kinds().get(request.form.get(f"kind-{column.id}", type=int))
        if kind is None or kind.id == column.kind_id:
            continue
        if not kind.offered:
            raise Refused(f"Вид работы «{kind.name}» больше не предлагается. Выберите другой.")
        column.become(kind.id)


def _save_paper_date(found: Lesson) -> None:
    text = request.form.get("paper_on")
    if text is None:
        return
    try:
        found.stand_on_paper(date.fromisoformat(text) if text else None)
    except ValueError:
        raise Refused("Не понимаю дату в бумажном журнале. Выберите день в календаре.") from None


def _save_cells(found: Lesson) -> dict[tuple[int, int], str]:
    """Write each changed cell; (column, pupil) → why not, for what is kept back."""
    wishes = [wish for column in columns_of_lesson(found.id) for wish in _changed(column.id)]
    if not wishes:
        return {}
    journal = entered_journal(found.journal_id)
    columns = columns_named(journal, sorted({wish.column_id for wish in wishes}))
    reason = request.form.get("reason", "").strip()[:200] or None
    step = Step(journal, columns, school(), actor().account_id, reason)
    return {
        (o.wish.column_id, o.wish.student_id): _problem(o)
        for o in step.write(wishes)
        if not o.saved
    }


def _changed(column_id: int) -> list[Wish]:
    """The cells of one column whose field says something else than it did."""
    found, start = [], f"cell-{column_id}-"
    for name, value in request.form.items():
        student = name.removeprefix(start)
        if name == student or not _is_id(student):
            continue
        if value.strip() != request.form.get(f"was-{column_id}-{student}", ""):
            seen = request.form.get(f"version-{column_id}-{student}", "")
            seen_number = int(seen) if _is_id(seen) else 0
            found.append(Wish(column_id, int(student), value.strip()[:LONGEST], seen_number))
    return found


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _problem(outcome: Outcome) -> str:
    if outcome.stale:
        return STALE.format(outcome.text or "пусто", outcome.wish.text or "пусто")
    return outcome.problem


@guarded("lesson.write")
def open_column(lesson_id: int):
    """A second column for a test in the same lesson."""
    found = find_or_404(Lesson, lesson_id)
    authorize("lesson.write", found)
    kind = db.session.get(WorkKind, asked.number(request.form.get("kind")) or 0)
    if kind is None or not kind.offered:
        raise Refused("Выберите вид работы для нового столбца.")
    opened = found.open_column(kind, asked.number(request.form.get("seen")))
    db.session.commit()
    flash(f"Открыт столбец: {kind.name}" if opened else ALREADY)
    return redirect(url_for(".lesson", lesson_id=lesson_id))


def refused_page(found: Lesson, sentence: str):
    """The lesson's page with what was refused; what was typed stays in its fields."""
    return render_template(
        "lessons/lesson.html", **_context(found, troubles={"said": sentence})
    ), 422


def _context(found: Lesson, *, form=None, troubles=None, problems=None) -> dict:
    """Everything the lesson's template needs, in one place."""
    version, _layout = version_of(found.journal_id)
    homework = homework_of(found.id)
    if form is None:
        said = {"topic": found.topic, "homework": homework.text if homework else ""}
        form = LessonForm(formdata=None, data=said | {"version": found.version})
    form.version.raw_data = None
    form.version.data = found.version
    journal = entered_journal(found.journal_id)
    columns = columns_of_lesson(found.id)
    term = term_of(found)
    return plan_context(found, journal, homework) | {
        "lesson": found,
        "term_id": term.id if term else 0,
        "version": version,
        "journal": journal,
        "day": f"{WEEKDAYS[found.on_date.weekday()]}, {found.on_date:%d.%m.%Y}",
        "time": f"{found.starts:%H:%M}–{found.ends:%H:%M}" if found.starts else "",
        "form": form,
        "troubles": troubles or {},
        "problems": problems or {},
        "homework": homework,
        "topics": proposed_topics(journal, found.on_date),
        "check": checked(found.id),
        "may_check": may(actor(), "attendance.check", found),
        "account_id": actor().account_id,
        "columns": columns,
        "kinds": [kind for kind in work_kinds().values() if kind.offered],
        "sees_journal": sees(actor(), found.journal_id),
        "may_write_lesson": may(actor(), "lesson.write", found),
        "may_write_cells": may(actor(), "cell.write", found),
        "may_look_back": actor().granted("cell.history"),
        "transition": the_modes().of(journal.group, found.on_date) == TRANSITION,
        "pupils": _pupils(found, problems or {}),
        "neighbours": _neighbours(found) if sees(actor(), found.journal_id) else {},
    }


def _pupils(found: Lesson, problems: dict) -> list[dict]:
    term = term_of(found)
    if term is None:
        return []
    read = read_grid(entered_journal(found.journal_id), term, school(), lesson_id=found.id)
    return [
        {
            "id": row.seat.student_id,
            "number": row.number,
            "name": row.seat.name,
            "where": _where(row.seat, found.on_date),
            "line": row.line,
            "cells": [
                _field(column.id, row.seat.student_id, cell, problems)
                for column, cell in zip(read.columns, row.cells, strict=True)
            ],
        }
        for row in read.rows
        if row.seat.sits_on(found.on_date)
    ]


def _where(seat, day) -> str:
    """Where a pupil on the list learns that day, if not in the class."""
    return "на дому" if seat.home_on(day) else seat.away_on(day)


def _field(column_id: int, student_id: int, cell: tuple, problems: dict) -> dict:
    text, version, closed, note = cell
    problem = problems.get((column_id, student_id))
    typed = request.form.get(f"cell-{column_id}-{student_id}", text) if problem else text
    return {
        "place": f"{column_id}-{student_id}",
        "column_id": column_id,
        "text": text,
        "typed": typed,
        "version": version,
        "closed": closed,
        "note": note,
        "problem": problem,
    }


def _neighbours(found: Lesson) -> dict:
    """The lessons before and after in the same journal."""
    here = (Lesson.on_date, Lesson.number)
    of_journal = select(Lesson.id).where(
        Lesson.journal_id == found.journal_id, Lesson.id != found.id
    )
    earlier = (Lesson.on_date < found.on_date) | (
        (Lesson.on_date == found.on_date) & (Lesson.number < found.number)
    )
    before = of_journal.where(earlier).order_by(*(column.desc() for column in here)).limit(1)
    after = of_journal.where(~earlier).order_by(*here).limit(1)
    return {"before": db.session.scalar(before), "after": db.session.scalar(after)}
