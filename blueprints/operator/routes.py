"""The operator's room: all an operator can reach."""

from blueprints.operator.home import home
from blueprints.pages import (
    cards,
    cells,
    grid,
    journals,
    lessons,
    live,
    right_requests,
    term_marks,
    timetable,
)
from blueprints.room import Room
from models.access.role import Role

CELL = "/journals/<int:journal_id>/columns/<int:column_id>/students/<int:student_id>"

operator = Room(
    Role.OPERATOR,
    [
        (".home", "Главная"),
        (".journals", "Журналы"),
        (".timetables", "Расписание"),
        (".own_rights", "Мои права"),
    ],
)
operator.home(home)
operator.mount("/journals/", journals.journals)
operator.mount("/journals/<int:journal_id>/", grid.grid)
operator.mount("/journals/<int:journal_id>/cells", cells.write, ["POST"], "write_cell")
operator.mount("/journals/<int:journal_id>/changes", live.changes)
operator.mount(f"{CELL}/", cards.card)
operator.mount("/journals/<int:journal_id>/periods/<period>/", term_marks.term_marks)
operator.mount(
    "/journals/<int:journal_id>/periods/<period>/students/<int:student_id>",
    term_marks.explanation,
)
operator.mount(f"{CELL}/", cards.save_card, ["POST"])
operator.mount("/journals/<int:journal_id>/undoing", cells.undo, ["POST"])
operator.mount("/journals/<int:journal_id>/term-marks", term_marks.write_term_marks, ["POST"])
operator.mount("/journals/<int:journal_id>/periods/<period>/", term_marks.save_term_marks, ["POST"])
operator.mount("/lessons/<int:lesson_id>/columns", lessons.open_column, ["POST"])
operator.mount("/lessons/<int:lesson_id>/", lessons.lesson)
operator.mount("/lessons/<int:lesson_id>/", lessons.save_lesson, ["POST"])
operator.mount("/lessons/<int:lesson_id>/attendance-check", lessons.check_attendance, ["POST"])
operator.mount("/timetable/", timetable.timetables)
operator.mount("/timetable/home", timetable.home_timetable)
operator.mount("/timetable/classes/<int:class_group_id>", timetable.class_timetable)
operator.mount("/timetable/teachers/<int:employee_id>", timetable.teacher_timetable)
operator.mount("/rights/", right_requests.own_rights)
operator.mount("/rights/", right_requests.ask_rights, ["POST"])
