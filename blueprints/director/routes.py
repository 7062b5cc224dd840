"""The director's room: is the school in time, and where not; everything read-only."""

from blueprints.pages import (
    appointments,
    cards,
    control,
    grid,
    journals,
    lessons,
    live,
    rights,
    term_marks,
    timetable,
)
from blueprints.room import Room
from models.access.role import Role

CELL = "/journals/<int:journal_id>/columns/<int:column_id>/students/<int:student_id>"

director = Room(
    Role.DIRECTOR,
    [
        (".home", "Заполнение"),
        (".control", "Срезы"),
        (".journals", "Журналы"),
        (".timetables", "Расписание"),
        (".appointments", "Приказы"),
    ],
)
director.home(control.picture)
director.mount("/control/", control.control)
director.mount("/control/<int:snapshot_id>", control.snapshot)
director.mount("/journals/", journals.journals)
director.mount("/journals/<int:journal_id>/", grid.grid)
director.mount("/journals/<int:journal_id>/changes", live.changes)
director.mount(f"{CELL}/", cards.card)
director.mount("/journals/<int:journal_id>/periods/<period>/", term_marks.term_marks)
director.mount(
    "/journals/<int:journal_id>/periods/<period>/students/<int:student_id>",
    term_marks.explanation,
)
director.mount("/lessons/<int:lesson_id>/", lessons.lesson)
director.mount("/timetable/", timetable.timetables)
director.mount("/timetable/home", timetable.home_timetable)
director.mount("/timetable/classes/<int:class_group_id>", timetable.class_timetable)
director.mount("/timetable/teachers/<int:employee_id>", timetable.teacher_timetable)
director.mount("/appointments/", appointments.appointments)
director.mount("/appointments/<int:appointment_id>/", appointments.appointment)
director.mount("/orders/", appointments.orders)
director.mount("/orders/<int:order_id>/", appointments.order)
director.mount("/rights/", rights.rights)
