"""The operator's room: all an operator can reach."""

from blueprints.control_pages import mount_duties
from blueprints.fullness_pages import mount_fullness
from blueprints.journal_pages import mount_reading, mount_writing
from blueprints.operator.home import home
from blueprints.pages import right_requests, stops
from blueprints.room import Room
from blueprints.school_pages import mount_school
from models.access.role import Role

operator = Room(
    Role.OPERATOR,
    [
        (".home", "Главная"),
        (".journals", "Журналы"),
        (".own_duties", "Сроки"),
        (".school", "Школа"),
        (".timetables", "Расписание"),
        (".own_rights", "Мои права"),
    ],
)
operator.home(home)
mount_reading(operator)
mount_writing(operator)
mount_duties(operator)
mount_school(operator, mount_fullness)
operator.mount("/stops/<int:paper_id>/acknowledgement", stops.acknowledge_stop, ["POST"])
operator.mount("/rights/", right_requests.own_rights)
operator.mount("/rights/", right_requests.ask_rights, ["POST"])
