"""Timetables for calendar programs: of a teacher, a class, a pupil."""

from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pace import paced
from blueprints.tables import attachment
from blueprints.trace import traced
from models.access.pace import PRINT
from models.access.viewing import CALENDAR
from models.exchange import ical
from models.people.employee import Employee
from models.people.student import Student
from models.school.groups import ClassGroup

TYPE = "text/calendar; charset=utf-8"


@guarded("timetable.view")
@paced(PRINT)
@traced(CALENDAR)
def class_calendar(class_group_id: int):
    """The year of a class."""
    found = find_or_404(ClassGroup, class_group_id)
    authorize("timetable.view", found)
    return attachment(ical.of_class(found, actor().today), f"Уроки {found.name}.ics", TYPE)


@guarded("timetable.view")
@paced(PRINT)
@traced(CALENDAR)
def teacher_calendar(employee_id: int):
    """The year of a teacher."""
    found = find_or_404(Employee, employee_id)
    authorize("timetable.view", found)
    return attachment(
        ical.of_teacher(found.id, actor().today), f"Уроки {found.person.initials}.ics", TYPE
    )


@guarded("diary.view")
@paced(PRINT)
@traced(CALENDAR)
def pupil_calendar(student_id: int):
    """The year of a child, for the family."""
    found = find_or_404(Student, student_id)
    authorize("diary.view", found)
    name = f"Уроки: {found.person.given or found.person.surname}"
    return attachment(
        ical.of_pupil(found.id, name, actor().today), f"Уроки {found.person.initials}.ics", TYPE
    )
