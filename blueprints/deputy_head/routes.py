"""The deputy head's room: journals and control of the own grades; everything read-only."""

from blueprints.calendar_pages import mount_calendar
from blueprints.control_pages import mount_control
from blueprints.exchange_pages import mount_calendars
from blueprints.fullness_pages import mount_fullness
from blueprints.journal_pages import mount_reading
from blueprints.pages import control, right_requests
from blueprints.past_pages import mount_past
from blueprints.plan_pages import mount_plan_reports
from blueprints.pupil_pages import mount_extracts, mount_pupils
from blueprints.room import Room
from blueprints.school_pages import mount_school
from blueprints.timetable_pages import (
    mount_substitutions_reading,
    mount_teaching_reading,
    mount_timetable_reading,
)
from models.access.role import Role

deputy_head = Room(
    Role.DEPUTY_HEAD,
    [
        (".home", "Заполнение"),
        (".control", "Контроль"),
        (".journals", "Журналы"),
        (".school", "Школа"),
        (".timetables", "Расписание"),
        (".own_rights", "Мои права"),
    ],
)
mount = deputy_head.mount
deputy_head.home(control.picture)
mount_control(deputy_head)
mount_reading(deputy_head)
mount_school(
    deputy_head,
    mount_calendar,
    mount_timetable_reading,
    mount_teaching_reading,
    mount_substitutions_reading,
    mount_plan_reports,
    mount_pupils,
    mount_fullness,
)
mount_extracts(deputy_head)
mount_calendars(deputy_head)
mount("/rights/", right_requests.own_rights)
mount("/rights/", right_requests.ask_rights, ["POST"])
mount_past(deputy_head)
