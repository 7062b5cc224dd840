"""Material of a lesson: added and taken away by who writes the lesson, read by families."""

from flask import abort, current_app, flash, redirect, request, send_file, url_for

from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.once import made_once
from blueprints.pace import paced
from blueprints.pages.diary import the_child
from blueprints.pages.lessons import refused_page
from blueprints.security import begin_writing, late
from models.access.pace import PRINT, UPLOAD
from models.base import db
from models.journal.lesson import Lesson
from models.journal.plans.material import LessonMaterial, add_material, brought
from models.journal.plans.shown import shows_material
from models.refusal import Refused


@guarded("lesson.write")
@paced(UPLOAD)
@late
@made_once
def add_lesson_material(lesson_id: int):
    """One more link or file; it is looked at before anything is written."""
    authorize("lesson.write", find_or_404(Lesson, lesson_id))
    file = request.files.get("file")
    try:
        read = brought(file.filename, file.stream.read) if file and file.filename else None
        begin_writing()
        found = find_or_404(Lesson, lesson_id)
        authorize("lesson.write", found)
        title, url = (request.form.get(name, "") for name in ("title", "url"))
        data = current_app.config["KLASS"].data
        add_material(found, title, url, read, data, actor().account_id)
    except Refused as refusal:
        db.session.rollback()
        return refused_page(find_or_404(Lesson, lesson_id), refusal.sentence)
    flash("Материал добавлен")
    return redirect(url_for(".lesson", lesson_id=lesson_id, _anchor="material"))


@guarded("lesson.write")
def remove_lesson_material(lesson_id: int, material_id: int):
    """Show it no longer."""
    found = find_or_404(Lesson, lesson_id)
    material = _of_lesson(found, material_id, removed=True)
    authorize("lesson.write", found)
    material.remove(actor().account_id)
    db.session.commit()
    flash("Материал убран")
    return redirect(url_for(".lesson", lesson_id=lesson_id, _anchor="material"))


def _of_lesson(lesson: Lesson, material_id: int, removed: bool = False) -> LessonMaterial:
    """The lesson's own material; one that was removed only where that does not matter."""
    material = db.session.get(LessonMaterial, material_id)
    if material is None or material.lesson_id != lesson.id:
        abort(404)
    if material.removed_at is not None and not removed:
        abort(404)
    return material


@guarded("lesson.view")
@paced(PRINT)
def lesson_material(lesson_id: int, material_id: int):
    """A file of a lesson, always as an attachment."""
    found = find_or_404(Lesson, lesson_id)
    authorize("lesson.view", found)
    return _sent(_of_lesson(found, material_id))


@guarded("diary.view")
@paced(PRINT)
def diary_material(student_id: int, material_id: int):
    """The same for a family: of lessons their child sits in, once paper is left."""
    child = the_child(student_id)
    material = db.session.get(LessonMaterial, material_id)
    if material is None or material.removed_at is not None:
        abort(404)
    if not shows_material(child.id, material.lesson_id):
        abort(404)
    return _sent(material)


def _sent(material: LessonMaterial):
    if material.file is None:
        abort(404)
    path = material.file.path(current_app.config["KLASS"].data)
    if not path.exists():
        raise Refused("Файла нет на диске: его не вернули вместе с копией базы.")
    return send_file(
        path,
        mimetype=material.file.media,
        as_attachment=True,
        download_name=material.file.name,
        max_age=0,
    )
