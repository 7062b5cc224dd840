"""The director's room: is the school in time, and where not; everything read-only."""

from blueprints.calendar_pages import mount_calendar
from blueprints.journal_pages import mount_reading
from blueprints.pages import appointments, control, rights
from blueprints.plan_pages import mount_plan_reports
from blueprints.pupil_pages import mount_pupils
from blueprints.rollover_pages import mount_rollover
from blueprints.room import Room
from blueprints.school_pages import mount_school
from models.access.role import Role

director = Room(
    Role.DIRECTOR,
    [
        (".home", "Заполнение"),
        (".control", "Срезы"),
        (".journals", "Журналы"),
        (".school", "Школа"),
        (".timetables", "Расписание"),
        (".appointments", "Приказы"),
    ],
)
director.home(control.picture)
director.mount("/control/", control.control)
director.mount("/control/<int:snapshot_id>", control.snapshot)
mount_reading(director)
mount_school(director, mount_calendar, mount_plan_reports, mount_pupils, mount_rollover)
director.mount("/appointments/", appointments.appointments)
director.mount("/appointments/<int:appointment_id>/", appointments.appointment)
director.mount("/orders/", appointments.orders)
director.mount("/orders/<int:order_id>/", appointments.order)
director.mount("/rights/", rights.rights)
