"""The secretary's room: so far the timetable; the movement of pupils comes here."""

from blueprints.exchange_pages import mount_calendars, mount_lists
from blueprints.journal_pages import mount_timetable
from blueprints.pages import right_requests, timetable
from blueprints.room import Room
from blueprints.school_pages import mount_school
from models.access.role import Role

secretary = Room(
    Role.SECRETARY,
    [
        (".home", "Расписание"),
        (".school", "Школа"),
        (".exports", "Выгрузки"),
        (".own_rights", "Мои права"),
    ],
)
secretary.home(timetable.timetables)
mount_timetable(secretary)
mount_calendars(secretary)
mount_lists(secretary)
mount_school(secretary)
secretary.mount("/rights/", right_requests.own_rights)
secretary.mount("/rights/", right_requests.ask_rights, ["POST"])
