"""The inspector's room: journals and control until the appointment's last day; no write, no
history of who wrote, no contacts."""

from blueprints.control_pages import mount_control
from blueprints.document_pages import mount_documents
from blueprints.exchange_pages import mount_calendars
from blueprints.journal_pages import mount_journals, mount_timetable
from blueprints.pages import control
from blueprints.room import Room
from blueprints.school_pages import mount_school
from models.access.role import Role

inspector = Room(
    Role.INSPECTOR,
    [
        (".home", "Заполнение"),
        (".control", "Контроль"),
        (".journals", "Журналы"),
        (".school", "Документы"),
        (".timetables", "Расписание"),
    ],
)
inspector.home(control.picture)
mount_control(inspector)
mount_journals(inspector)
mount_timetable(inspector)
mount_calendars(inspector)
mount_school(inspector, mount_documents)
