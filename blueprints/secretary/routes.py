"""The secretary's room: so far the timetable; the movement of pupils comes here."""

from blueprints.pages import right_requests, timetable
from blueprints.room import Room
from models.access.role import Role

secretary = Room(Role.SECRETARY, [(".home", "Расписание"), (".own_rights", "Мои права")])
secretary.home(timetable.timetables)
secretary.mount("/timetable/", timetable.timetables)
secretary.mount("/timetable/home", timetable.home_timetable)
secretary.mount("/timetable/classes/<int:class_group_id>", timetable.class_timetable)
secretary.mount("/timetable/teachers/<int:employee_id>", timetable.teacher_timetable)
secretary.mount("/rights/", right_requests.own_rights)
secretary.mount("/rights/", right_requests.ask_rights, ["POST"])
