"""The director's room: is the school in time, and where not; everything read-only."""

from blueprints.control_pages import mount_asking, mount_control
from blueprints.fullness_pages import mount_fullness
from blueprints.journal_pages import mount_reading
from blueprints.pages import appointments, control, rights
from blueprints.room import Room
from blueprints.school_pages import mount_school
from models.access.role import Role

director = Room(
    Role.DIRECTOR,
    [
        (".home", "Заполнение"),
        (".control", "Контроль"),
        (".journals", "Журналы"),
        (".school", "Школа"),
        (".timetables", "Расписание"),
        (".appointments", "Приказы"),
    ],
)
director.home(control.picture)
mount_control(director)
mount_asking(director)
mount_reading(director)
mount_school(director, mount_fullness)
director.mount("/appointments/", appointments.appointments)
director.mount("/appointments/<int:appointment_id>/", appointments.appointment)
director.mount("/orders/", appointments.orders)
director.mount("/orders/<int:order_id>/", appointments.order)
director.mount("/rights/", rights.rights)
