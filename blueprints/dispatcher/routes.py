"""The dispatcher's room: so far the timetable; replacements come here."""

from blueprints.pages import right_requests, timetable
from blueprints.room import Room
from models.access.role import Role

dispatcher = Room(Role.DISPATCHER, [(".home", "Расписание"), (".own_rights", "Мои права")])
dispatcher.home(timetable.timetables)
dispatcher.mount("/timetable/", timetable.timetables)
dispatcher.mount("/timetable/home", timetable.home_timetable)
dispatcher.mount("/timetable/classes/<int:class_group_id>", timetable.class_timetable)
dispatcher.mount("/timetable/teachers/<int:employee_id>", timetable.teacher_timetable)
dispatcher.mount("/rights/", right_requests.own_rights)
dispatcher.mount("/rights/", right_requests.ask_rights, ["POST"])
