"""One lesson: its topic, homework and the plain form for a whole column (phones, no JS)."""

from flask import flash, g, redirect, render_template, request, url_for
from sqlalchemy import select

from blueprints.forms.lessons import LessonForm
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.room import school
from models.access.policy import may
from models.base import db
from models.journal.entry import term_of, write_cell
from models.journal.grid import read_grid
from models.journal.lesson import Lesson, LessonColumn, checked, homework_of
from models.refusal import Refused, StaleMark
from models.school.timetable import WEEKDAYS


@guarded("lesson.view")
def lesson(lesson_id: int):
    """The lesson as a page: what was taught, what is set, who has which mark."""
    found = find_or_404(Lesson, lesson_id)
    authorize("lesson.view", found)
    return render_template("lessons/lesson.html", **_context(found))


@guarded("lesson.write")
def save_lesson(lesson_id: int):
    """Set topic and homework."""
    found = find_or_404(Lesson, lesson_id)
    authorize("lesson.write", found)
    form = LessonForm()
    try:
        if not form.validate_on_submit():
            raise Refused("; ".join(e for errors in form.errors.values() for e in errors))
        found.write(
            form.topic.data or "",
            form.homework.data or "",
            seen=form.version.data,
            account_id=actor().account_id,
        )
    except Refused as refusal:
        db.session.rollback()
        found = find_or_404(Lesson, lesson_id)
        return render_template(
            "lessons/lesson.html", **_context(found, form=form, problem=refusal.sentence)
        ), 422
    db.session.commit()
    flash("Сохранено")
    return redirect(url_for(".lesson", lesson_id=lesson_id))


@guarded("attendance.check")
def check_attendance(lesson_id: int):
    """«Отсутствующие отмечены» (in transition: «сверено с бумажным журналом»)."""
    found = find_or_404(Lesson, lesson_id)
    authorize("attendance.check", found)
    found.check_attendance(actor().account_id)
    db.session.commit()
    flash("Сохранено")
    return redirect(url_for(".lesson", lesson_id=lesson_id))


@guarded("cell.write")
def save_column(lesson_id: int):
    """Save the plain form of a lesson: only the cells that were changed in it."""
    found = find_or_404(Lesson, lesson_id)
    authorize("cell.write", found)
    problems = _write_changed(found)
    if problems:
        typed = {int(k[5:]): v for k, v in request.form.items() if _is_cell(k)}
        return render_template(
            "lessons/lesson.html", **_context(found, typed=typed, problems=problems)
        ), 422
    db.session.commit()
    flash("Сохранено")
    return redirect(url_for(".lesson", lesson_id=lesson_id))


def _is_cell(name: str) -> bool:
    return name.startswith("cell-") and name[5:].isdigit()


def _write_changed(found: Lesson) -> dict[int, str]:
    """Write each changed cell; what is refused is kept back with its reason, pupil by pupil.

    The understood ones are saved even when others are refused: nothing typed is lost.
    """
    column = _first_column(found)
    problems: dict[int, str] = {}
    for name, value in request.form.items():
        if not _is_cell(name):
            continue
        student_id = int(name[5:])
        if value.strip() == request.form.get(f"was-{student_id}", ""):
            continue
        seen = request.form.get(f"version-{student_id}", 0, type=int)
        try:
            with db.session.begin_nested():
                write_cell(
                    column,
                    student_id,
                    value,
                    seen=seen,
                    school=school(),
                    account_id=actor().account_id,
                )
        except Refused as refusal:
            problems[student_id] = refusal.sentence
        except StaleMark:
            problems[student_id] = "Здесь уже записал другой. Обновите страницу и сравните."
    db.session.commit()
    return problems


def _first_column(found: Lesson) -> LessonColumn:
    return db.session.scalar(
        select(LessonColumn)
        .where(LessonColumn.lesson_id == found.id)
        .order_by(LessonColumn.position)
        .limit(1)
    )


def _context(found: Lesson, *, form=None, problem=None, typed=None, problems=None) -> dict:
    """Everything the lesson's template needs, in one place."""
    homework = homework_of(found.id)
    if form is None:
        form = LessonForm(
            formdata=None,
            data={
                "topic": found.topic,
                "homework": homework.text if homework else "",
                "version": found.version,
            },
        )
    form.version.raw_data = None
    form.version.data = found.version
    return {
        "lesson": found,
        "journal": found.journal,
        "day": f"{WEEKDAYS[found.on_date.weekday()]}, {found.on_date:%d.%m.%Y}",
        "time": f"{found.starts:%H:%M}–{found.ends:%H:%M}" if found.starts else "",
        "form": form,
        "problem": problem,
        "homework": homework,
        "check": checked(found.id),
        "may_write_lesson": may(actor(), "lesson.write", found),
        "may_write_cells": may(actor(), "cell.write", found),
        "transition": g.room.role == "operator",
        "pupils": _pupils(found, typed or {}, problems or {}),
        "neighbours": _neighbours(found),
    }


def _pupils(found: Lesson, typed: dict, problems: dict) -> list[dict]:
    term = term_of(found)
    if term is None:
        return []
    read = read_grid(found.journal, term, school(), lesson_id=found.id)
    pupils = []
    for number, row in enumerate(read.rows, start=1):
        if not row.cells or not row.seat.sits_on(found.on_date):
            continue
        text, version, state = row.cells[0]
        who = row.seat.student_id
        pupils.append(
            {
                "student_id": who,
                "number": number,
                "name": row.seat.name,
                "home": row.seat.home,
                "text": text,
                "typed": typed.get(who, text),
                "version": version,
                "closed": bool(state),
                "problem": problems.get(who),
                "average": row.average,
            }
        )
    return pupils


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
