"""The deputy head's room: journals and control of the own grades; everything read-only."""

from blueprints.control_pages import mount_control
from blueprints.fullness_pages import mount_fullness
from blueprints.journal_pages import mount_reading
from blueprints.pages import control, right_requests
from blueprints.room import Room
from blueprints.school_pages import mount_school
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
mount_school(deputy_head, mount_fullness)
mount("/rights/", right_requests.own_rights)
mount("/rights/", right_requests.ask_rights, ["POST"])
