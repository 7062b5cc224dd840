"""The operator's room: all an operator can reach."""

from blueprints.calendar_pages import mount_calendar
from blueprints.control_pages import mount_duties
from blueprints.document_pages import mount_documents_keeping
from blueprints.exchange_pages import mount_calendars
from blueprints.fullness_pages import mount_fullness
from blueprints.journal_pages import mount_reading, mount_writing
from blueprints.operator.home import home
from blueprints.pages import right_requests, stops
from blueprints.plan_pages import mount_own_plans
from blueprints.pupil_pages import mount_extracts, mount_moving
from blueprints.room import Room
from blueprints.school_pages import mount_school
from blueprints.timetable_pages import mount_teaching_reading, mount_timetable_keeping
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
mount_calendars(operator)
mount_writing(operator)
mount_school(
    operator,
    mount_calendar,
    mount_timetable_keeping,
    mount_teaching_reading,
    mount_own_plans,
    mount_moving,
    mount_fullness,
    mount_documents_keeping,
)
mount_duties(operator)
mount_extracts(operator)
operator.mount("/stops/<int:paper_id>/acknowledgement", stops.acknowledge_stop, ["POST"])
operator.mount("/rights/", right_requests.own_rights)
operator.mount("/rights/", right_requests.ask_rights, ["POST"])
