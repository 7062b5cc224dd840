"""The teacher's room: all a teacher can reach."""

from blueprints.pages import (
    cards,
    cells,
    code_issue,
    grid,
    journals,
    lessons,
    live,
    right_requests,
    term_marks,
    timetable,
)
from blueprints.room import Room
from blueprints.teacher.home import home
from models.access.role import Role

CELL = "/journals/<int:journal_id>/columns/<int:column_id>/students/<int:student_id>"

teacher = Room(
    Role.TEACHER,
    [
        (".home", "Сегодня"),
        (".journals", "Журналы"),
        (".timetables", "Расписание"),
        (".own_rights", "Мои права"),
    ],
)
teacher.home(home)
teacher.mount("/journals/", journals.journals)
teacher.mount("/journals/<int:journal_id>/", grid.grid)
teacher.mount("/journals/<int:journal_id>/cells", cells.write, ["POST"], "write_cell")
teacher.mount("/journals/<int:journal_id>/changes", live.changes)
teacher.mount(f"{CELL}/", cards.card)
teacher.mount("/journals/<int:journal_id>/periods/<period>/", term_marks.term_marks)
teacher.mount(
    "/journals/<int:journal_id>/periods/<period>/students/<int:student_id>",
    term_marks.explanation,
)
teacher.mount(f"{CELL}/", cards.save_card, ["POST"])
teacher.mount("/journals/<int:journal_id>/undoing", cells.undo, ["POST"])
teacher.mount("/journals/<int:journal_id>/term-marks", term_marks.write_term_marks, ["POST"])
teacher.mount("/journals/<int:journal_id>/periods/<period>/", term_marks.save_term_marks, ["POST"])
teacher.mount("/lessons/<int:lesson_id>/columns", lessons.open_column, ["POST"])
teacher.mount("/lessons/<int:lesson_id>/", lessons.lesson)
teacher.mount("/lessons/<int:lesson_id>/", lessons.save_lesson, ["POST"])
teacher.mount("/lessons/<int:lesson_id>/attendance-check", lessons.check_attendance, ["POST"])
teacher.mount("/timetable/", timetable.timetables)
teacher.mount("/timetable/home", timetable.home_timetable)
teacher.mount("/timetable/classes/<int:class_group_id>", timetable.class_timetable)
teacher.mount("/timetable/teachers/<int:employee_id>", timetable.teacher_timetable)
teacher.mount("/families/", code_issue.own_families)
teacher.mount("/families/<int:class_group_id>/", code_issue.class_codes)
teacher.mount("/families/<int:class_group_id>/", code_issue.issue_class_codes, ["POST"])
teacher.mount("/families/<int:class_group_id>/handing", code_issue.hand_over_class_codes, ["POST"])
teacher.mount("/rights/", right_requests.own_rights)
teacher.mount("/rights/", right_requests.ask_rights, ["POST"])
