"""«Отсутствующие отмечены» by a press of its own, from the grid or the lesson's page."""

from flask import flash, redirect, request, url_for

from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.htmx import is_fragment
from blueprints.once import once
from models.journal.lesson import Lesson


@guarded("attendance.check")
@once
def check_attendance(lesson_id: int):
    """«Отсутствующие отмечены» (in transition: «сверено с бумажным журналом»), or that taken
    back."""
    found = find_or_404(Lesson, lesson_id)
    authorize("attendance.check", found)
    if "back" in request.form:
        found.uncheck_attendance(actor().account_id)
        flash("Снято: урок снова ждёт проверки")
        return redirect(url_for(".lesson", lesson_id=lesson_id))
    found.check_attendance(actor().account_id)
    if is_fragment():
        return f'<i data-lesson="{found.id}" data-checked></i>'
    flash("Сохранено")
    return redirect(url_for(".lesson", lesson_id=lesson_id))
