"""The timetable of any class and teacher, odd and even weeks."""

from flask import render_template

from blueprints.guard import actor, authorize, find_or_404, guarded
from models.people.employee import Employee
from models.school.calendar import EVEN, ODD, the_year
from models.school.groups import ClassGroup
from models.school.timetable import WEEKDAYS
from models.school.week import Place, classes_of, lesson_times, of_class, of_teacher, teachers


@guarded("timetable.view")
def timetables():
    """Choose a class or a teacher."""
    year = the_year(actor().today)
    return render_template("timetable/index.html", classes=classes_of(year.id), teachers=teachers())


@guarded("timetable.view")
def class_timetable(class_group_id: int):
    """The week of a class."""
    found = find_or_404(ClassGroup, class_group_id)
    authorize("timetable.view", found)
    return _page(found.name, of_class(found, actor().today), by="class")


@guarded("timetable.view")
def teacher_timetable(employee_id: int):
    """The week of a teacher."""
    found = find_or_404(Employee, employee_id)
    authorize("timetable.view", found)
    return _page(found.person.full_name, of_teacher(found, actor().today), by="teacher")


def _page(title: str, places: list[Place], by: str):
    year = the_year(actor().today)
    times = lesson_times(year.id)
    days = sorted({place.weekday for place in places} | set(range(5)))
    numbers = sorted({place.number for place in places} | set(times))
    cells: dict[tuple, list[Place]] = {}
    for place in places:
        cells.setdefault((place.weekday, place.number), []).append(place)
    return render_template(
        "timetable/week.html",
        title=title,
        by=by,
        days=[(day, WEEKDAYS[day]) for day in days],
        numbers=[(n, times.get(n)) for n in numbers],
        cells=cells,
        total=len(places),
        parity=year.parity(actor().today),
        odd=ODD,
        even=EVEN,
        today=actor().today.weekday(),
    )
