"""The deputy head's room: journals and control of the own grades; everything read-only."""

from blueprints.pages import (
    cards,
    control,
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

deputy_head = Room(
    Role.DEPUTY_HEAD,
    [
        (".home", "Заполнение"),
        (".control", "Срезы"),
        (".journals", "Журналы"),
        (".timetables", "Расписание"),
        (".own_rights", "Мои права"),
    ],
)
mount = deputy_head.mount
deputy_head.home(control.picture)
mount("/control/", control.control)
mount("/control/<int:snapshot_id>", control.snapshot)
mount("/journals/", journals.journals)
mount("/journals/<int:journal_id>/", grid.grid)
mount("/journals/<int:journal_id>/changes", live.changes)
mount(f"{CELL}/", cards.card)
mount("/journals/<int:journal_id>/periods/<period>/", term_marks.term_marks)
mount(
    "/journals/<int:journal_id>/periods/<period>/students/<int:student_id>",
    term_marks.explanation,
)
mount("/lessons/<int:lesson_id>/", lessons.lesson)
mount("/timetable/", timetable.timetables)
mount("/timetable/home", timetable.home_timetable)
mount("/timetable/classes/<int:class_group_id>", timetable.class_timetable)
mount("/timetable/teachers/<int:employee_id>", timetable.teacher_timetable)
mount("/rights/", right_requests.own_rights)
mount("/rights/", right_requests.ask_rights, ["POST"])
