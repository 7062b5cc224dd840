"""The secretary's room: so far the timetable; the movement of pupils comes here."""

from blueprints.calendar_pages import mount_calendar
from blueprints.journal_pages import mount_timetable
from blueprints.pages import right_requests, timetable
from blueprints.room import Room
from blueprints.school_pages import mount_school
from models.access.role import Role

secretary = Room(
    Role.SECRETARY, [(".home", "Расписание"), (".school", "Школа"), (".own_rights", "Мои права")]
)
secretary.home(timetable.timetables)
mount_timetable(secretary)
mount_school(secretary, mount_calendar)
secretary.mount("/rights/", right_requests.own_rights)
secretary.mount("/rights/", right_requests.ask_rights, ["POST"])
