"""The director's room: is the school in time, and where not; everything read-only."""

from blueprints.calendar_pages import mount_calendar
from blueprints.control_pages import mount_asking, mount_control
from blueprints.document_pages import (
    mount_class_notices,
    mount_documents_answering,
    mount_notices,
)
from blueprints.exchange_pages import (
    mount_calendars,
    mount_everything,
    mount_journal_exports,
    mount_lists,
)
from blueprints.fullness_pages import mount_fullness
from blueprints.journal_pages import mount_reading
from blueprints.pages import appointments, control, rights, runs
from blueprints.past_pages import mount_past
from blueprints.plan_pages import mount_plan_reports
from blueprints.pupil_pages import mount_pupils
from blueprints.retention_pages import mount_retention_signing
from blueprints.rollover_pages import mount_rollover
from blueprints.room import Room
from blueprints.school_pages import mount_school
from blueprints.timetable_pages import (
    mount_substitutions_reading,
    mount_teaching_reading,
    mount_timetable_reading,
)
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
        (".exports", "Выгрузки"),
    ],
)
director.home(control.picture)
mount_control(director)
mount_asking(director)
mount_reading(director)
mount_calendars(director)
mount_lists(director)
mount_journal_exports(director)
mount_everything(director)
director.mount("/runs/<int:run_id>", runs.run)
mount_school(
    director,
    mount_calendar,
    mount_timetable_reading,
    mount_teaching_reading,
    mount_substitutions_reading,
    mount_plan_reports,
    mount_pupils,
    mount_fullness,
    mount_rollover,
    mount_documents_answering,
    mount_notices,
    mount_class_notices,
    mount_retention_signing,
)
director.mount("/appointments/", appointments.appointments)
director.mount("/appointments/<int:appointment_id>/", appointments.appointment)
director.mount("/orders/", appointments.orders)
director.mount("/orders/print", appointments.printed_orders)
director.mount("/orders/<int:order_id>/", appointments.order)
director.mount("/rights/", rights.rights)
mount_past(director)
