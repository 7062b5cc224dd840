"""The secretary's room: the timetable, pupils and their movement."""

from blueprints.calendar_pages import mount_calendar
from blueprints.document_pages import mount_documents_keeping
from blueprints.exchange_pages import mount_calendars, mount_lists
from blueprints.journal_pages import mount_timetable
from blueprints.pages import right_requests, timetable
from blueprints.pupil_pages import mount_keeping
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
mount_school(secretary, mount_calendar, mount_keeping, mount_documents_keeping)
secretary.mount("/rights/", right_requests.own_rights)
secretary.mount("/rights/", right_requests.ask_rights, ["POST"])
