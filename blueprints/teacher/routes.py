"""The teacher's room: all a teacher can reach."""

from blueprints.calendar_pages import mount_calendar
from blueprints.control_pages import mount_duties
from blueprints.document_pages import mount_class_notices_sending
from blueprints.exchange_pages import mount_calendars
from blueprints.journal_pages import mount_reading, mount_writing
from blueprints.pages import code_issue, right_requests
from blueprints.past_pages import mount_past
from blueprints.plan_pages import mount_plans
from blueprints.pupil_pages import mount_extracts, mount_pupil_papers
from blueprints.room import Room
from blueprints.school_pages import mount_school
from blueprints.teacher.home import home
from models.access.role import Role

teacher = Room(
    Role.TEACHER,
    [
        (".home", "Сегодня"),
        (".journals", "Журналы"),
        (".plans", "Планы"),
        (".school", "Школа"),
        (".own_duties", "Сроки"),
        (".timetables", "Расписание"),
        (".own_rights", "Мои права"),
    ],
)
teacher.home(home)
mount_reading(teacher)
mount_calendars(teacher)
mount_writing(teacher)
mount_plans(teacher)
mount_school(teacher, mount_calendar, mount_pupil_papers, mount_class_notices_sending)
mount_extracts(teacher)
mount_duties(teacher)
teacher.mount("/families/", code_issue.own_families)
teacher.mount("/families/<int:class_group_id>/", code_issue.class_codes)
teacher.mount("/families/<int:class_group_id>/", code_issue.issue_class_codes, ["POST"])
teacher.mount("/families/<int:class_group_id>/handing", code_issue.hand_over_class_codes, ["POST"])
teacher.mount("/rights/", right_requests.own_rights)
teacher.mount("/rights/", right_requests.ask_rights, ["POST"])
mount_past(teacher)
