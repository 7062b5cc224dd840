"""The operator's room: all an operator can reach."""

from blueprints.operator.home import home
from blueprints.pages import cells, journals, lessons, timetable
from blueprints.room import Room
from models.access.role import Role

operator = Room(
    Role.OPERATOR,
    [(".home", "Главная"), (".journals", "Журналы"), (".timetables", "Расписание")],
)
operator.home(home)
operator.mount("/journals/", journals.journals)
operator.mount("/journals/<int:journal_id>/", journals.grid)
operator.mount("/journals/<int:journal_id>/cells", cells.write, ["POST"], "write_cell")
operator.mount(
    "/journals/<int:journal_id>/columns/<int:column_id>/students/<int:student_id>/history",
    cells.history,
    name="cell_history",
)
operator.mount("/lessons/<int:lesson_id>/", lessons.lesson)
operator.mount("/lessons/<int:lesson_id>/", lessons.save_lesson, ["POST"])
operator.mount("/lessons/<int:lesson_id>/column", lessons.save_column, ["POST"])
operator.mount("/lessons/<int:lesson_id>/attendance-check", lessons.check_attendance, ["POST"])
operator.mount("/timetable/", timetable.timetables)
operator.mount("/timetable/home", timetable.home_timetable)
operator.mount("/timetable/classes/<int:class_group_id>", timetable.class_timetable)
operator.mount("/timetable/teachers/<int:employee_id>", timetable.teacher_timetable)
