"""The mounts that rooms share: journals and the timetable to read, and journals to write."""

from blueprints.pages import (
    cards,
    cells,
    grid,
    journals,
    lesson_check,
    lesson_plan,
    lessons,
    live,
    material,
    term_marks,
    timetable,
)
from blueprints.room import Room

JOURNAL = "/journals/<int:journal_id>"
CELL = f"{JOURNAL}/columns/<int:column_id>/students/<int:student_id>/"
PERIOD = f"{JOURNAL}/periods/<period>/"
LESSON = "/lessons/<int:lesson_id>/"


def mount_reading(room: Room) -> None:
    """Journals with the story of each cell, lessons and the timetable, to look at."""
    mount_journals(room)
    room.mount(CELL, cards.card)
    mount_timetable(room)


def mount_journals(room: Room) -> None:
    """Journals and lessons, without who wrote what."""
    room.mount("/journals/", journals.journals)
    room.mount(f"{JOURNAL}/", grid.grid)
    room.mount(f"{JOURNAL}/changes", live.changes)
    room.mount(PERIOD, term_marks.term_marks)
    room.mount(f"{PERIOD}students/<int:student_id>", term_marks.explanation)
    room.mount(LESSON, lessons.lesson)
    room.mount(f"{LESSON}materials/<int:material_id>", material.lesson_material)


def mount_timetable(room: Room) -> None:
    """The timetable of classes, teachers and pupils taught at home."""
    room.mount("/timetable/", timetable.timetables)
    room.mount("/timetable/home", timetable.home_timetable)
    room.mount("/timetable/classes/<int:class_group_id>", timetable.class_timetable)
    room.mount("/timetable/teachers/<int:employee_id>", timetable.teacher_timetable)


def mount_writing(room: Room) -> None:
    """Marks, period marks and lessons, to write."""
    room.mount(f"{JOURNAL}/cells", cells.write, ["POST"], "write_cell")
    room.mount(CELL, cards.save_card, ["POST"])
    room.mount(f"{JOURNAL}/undoing", cells.undo, ["POST"])
    room.mount(f"{JOURNAL}/term-marks", term_marks.write_term_marks, ["POST"])
    room.mount(PERIOD, term_marks.save_term_marks, ["POST"])
    room.mount(f"{LESSON}columns", lessons.open_column, ["POST"])
    room.mount(LESSON, lessons.save_lesson, ["POST"])
    room.mount(f"{LESSON}plan-topic", lesson_plan.take_topic, ["POST"])
    room.mount(f"{LESSON}copies", lesson_plan.copy_lesson, ["POST"])
    room.mount(f"{LESSON}materials", material.add_lesson_material, ["POST"])
    removing = f"{LESSON}materials/<int:material_id>/removing"
    room.mount(removing, material.remove_lesson_material, ["POST"])
    room.mount(f"{LESSON}attendance-check", lesson_check.check_attendance, ["POST"])
