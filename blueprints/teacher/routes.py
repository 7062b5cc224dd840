"""The teacher's room: all a teacher can reach."""

from blueprints.journal_pages import mount_reading, mount_writing
from blueprints.room import Room
from blueprints.teacher.home import home
from models.access.role import Role

teacher = Room(
    Role.TEACHER,
    [(".home", "Сегодня"), (".journals", "Журналы"), (".timetables", "Расписание")],
)
teacher.home(home)
mount_reading(teacher)
mount_writing(teacher)
