"""The dispatcher's room: so far the timetable; replacements come here."""

from blueprints.journal_pages import mount_timetable
from blueprints.pages import right_requests, timetable
from blueprints.room import Room
from models.access.role import Role

dispatcher = Room(Role.DISPATCHER, [(".home", "Расписание"), (".own_rights", "Мои права")])
dispatcher.home(timetable.timetables)
mount_timetable(dispatcher)
dispatcher.mount("/rights/", right_requests.own_rights)
dispatcher.mount("/rights/", right_requests.ask_rights, ["POST"])
