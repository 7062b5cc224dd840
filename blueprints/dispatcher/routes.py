"""The dispatcher's room: the timetable and replacements."""

from blueprints.calendar_pages import mount_calendar
from blueprints.exchange_pages import mount_calendars
from blueprints.journal_pages import mount_timetable
from blueprints.pages import right_requests, timetable
from blueprints.room import Room
from blueprints.school_pages import mount_school
from blueprints.timetable_pages import (
    mount_substitutions_keeping,
    mount_teaching_keeping,
    mount_timetable_keeping,
)
from models.access.role import Role

dispatcher = Room(
    Role.DISPATCHER, [(".home", "Расписание"), (".school", "Школа"), (".own_rights", "Мои права")]
)
dispatcher.home(timetable.timetables)
mount_timetable(dispatcher)
mount_school(
    dispatcher,
    mount_calendar,
    mount_timetable_keeping,
    mount_teaching_keeping,
    mount_substitutions_keeping,
)
mount_calendars(dispatcher)
dispatcher.mount("/rights/", right_requests.own_rights)
dispatcher.mount("/rights/", right_requests.ask_rights, ["POST"])
