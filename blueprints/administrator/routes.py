"""The administrator's room: imports, people, accounts, backups, the audit journal, control."""

from blueprints.administrator.home import home
from blueprints.pages import timetable
from blueprints.room import Room
from models.access.role import Role

administrator = Room(
    Role.ADMINISTRATOR,
    [
        (".home", "Главная"),
        (".timetables", "Расписание"),
    ],
)
administrator.home(home)
administrator.mount("/timetable/", timetable.timetables)
administrator.mount("/timetable/classes/<int:class_group_id>", timetable.class_timetable)
administrator.mount("/timetable/teachers/<int:employee_id>", timetable.teacher_timetable)
