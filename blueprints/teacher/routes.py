"""The teacher's room: all a teacher can reach."""

from blueprints.pages import cells, journals, lessons, timetable
from blueprints.room import Room
from blueprints.teacher.home import home
from models.access.role import Role

teacher = Room(
    Role.TEACHER,
    [(".home", "Сегодня"), (".journals", "Журналы"), (".timetables", "Расписание")],
)
teacher.home(home)
teacher.mount("/journals/", journals.journals)
teacher.mount("/journals/<int:journal_id>/", journals.grid)
teacher.mount("/journals/<int:journal_id>/cells", cells.write, ["POST"], "write_cell")
teacher.mount(
    "/journals/<int:journal_id>/columns/<int:column_id>/students/<int:student_id>/history",
    cells.history,
    name="cell_history",
)
teacher.mount("/lessons/<int:lesson_id>/", lessons.lesson)
teacher.mount("/lessons/<int:lesson_id>/", lessons.save_lesson, ["POST"])
teacher.mount("/lessons/<int:lesson_id>/column", lessons.save_column, ["POST"])
teacher.mount("/lessons/<int:lesson_id>/attendance-check", lessons.check_attendance, ["POST"])
teacher.mount("/timetable/", timetable.timetables)
teacher.mount("/timetable/home", timetable.home_timetable)
teacher.mount("/timetable/classes/<int:class_group_id>", timetable.class_timetable)
teacher.mount("/timetable/teachers/<int:employee_id>", timetable.teacher_timetable)
