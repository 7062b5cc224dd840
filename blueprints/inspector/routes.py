"""The inspector's room: journals and control until the appointment's last day; no write, no
history of who wrote, no contacts."""

from blueprints.pages import control, grid, journals, lessons, live, term_marks, timetable
from blueprints.room import Room
from models.access.role import Role

inspector = Room(
    Role.INSPECTOR,
    [
        (".home", "Заполнение"),
        (".control", "Срезы"),
        (".journals", "Журналы"),
        (".timetables", "Расписание"),
    ],
)
mount = inspector.mount
inspector.home(control.picture)
mount("/control/", control.control)
mount("/control/<int:snapshot_id>", control.snapshot)
mount("/journals/", journals.journals)
mount("/journals/<int:journal_id>/", grid.grid)
mount("/journals/<int:journal_id>/changes", live.changes)
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
