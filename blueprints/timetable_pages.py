"""The mounts of «Расписание», «Нагрузка» and «Замены» in the section «Школа»."""

from blueprints.pages import (
    classrooms,
    substitutions,
    substitutions_printed,
    teaching,
    timetable_entry,
    timetable_keeping,
)
from blueprints.room import Room

CLASS_WEEK = "/school/timetable/classes/<int:class_group_id>/"
CLASS_TEACHING = "/school/teaching/classes/<int:class_group_id>/"


def mount_timetable_reading(room: Room) -> None:
    """Timetables by quarter, to look at."""
    room.school_part(
        ".timetable_classes",
        "Сетка уроков",
        "Расписание каждого класса по четвертям: какое действует и с какого дня.",
    )
    room.mount("/school/timetable/", timetable_keeping.timetable_classes)
    room.mount(CLASS_WEEK, timetable_keeping.class_week)


def mount_timetable_keeping(room: Room) -> None:
    """Timetables by quarter, to enter: an operator's own classes, the office's all."""
    mount_timetable_reading(room)
    room.mount(CLASS_WEEK, timetable_entry.lay_class_week, ["POST"])
    room.mount(f"{CLASS_WEEK}copy", timetable_entry.copy_class_week, ["POST"])


def mount_teaching_reading(room: Room) -> None:
    """Who teaches what, to look at."""
    room.school_part(
        ".teaching", "Нагрузка", "Кто что ведёт в каждом классе и группе, часы и сроки."
    )
    room.mount("/school/teaching/", teaching.teaching)
    room.mount(CLASS_TEACHING, teaching.class_teaching)


def mount_teaching_keeping(room: Room) -> None:
    """Who teaches what, to keep."""
    mount_teaching_reading(room)
    room.mount(CLASS_TEACHING, teaching.assign, ["POST"])
    room.mount("/school/teaching/<int:assignment_id>/end", teaching.change_assignment, ["POST"])
    room.mount("/school/teaching/<int:assignment_id>/annulment", teaching.annul_teaching, ["POST"])


def mount_substitutions_reading(room: Room) -> None:
    """Changes of a day, the sheet for the door and the register, to look at."""
    room.school_part(
        ".substitutions", "Замены", "Изменения расписания по дням, лист на дверь, журнал замен."
    )
    room.mount("/school/substitutions/", substitutions.substitutions)
    room.mount("/school/substitutions/sheet", substitutions_printed.sheet)
    room.mount("/school/substitutions/register", substitutions_printed.missed)
    room.mount("/school/substitutions/register/print", substitutions_printed.printed_missed)


def mount_substitutions_keeping(room: Room) -> None:
    """Changes of a day, to make and to take back."""
    mount_substitutions_reading(room)
    room.mount("/school/substitutions/absence", substitutions.absence)
    room.mount("/school/substitutions/absence", substitutions.save_absence, ["POST"])
    room.mount("/school/substitutions/absence/ending", substitutions.end_absence, ["POST"])
    room.mount("/school/substitutions/change", substitutions.new_change)
    room.mount("/school/substitutions/change", substitutions.save_change, ["POST"])
    room.mount(
        "/school/substitutions/<int:substitution_id>/withdrawal",
        substitutions.withdraw_change,
        ["POST"],
    )


def mount_classrooms_keeping(room: Room) -> None:
    """Rooms, and how many lessons each holds at once."""
    room.mount("/school/classrooms/", classrooms.all_classrooms)
    room.mount("/school/classrooms/", classrooms.change_classrooms, ["POST"])
    room.mount("/school/classrooms/names", classrooms.rename_classroom, ["POST"])
    room.mount("/school/classrooms/closings", classrooms.close_classroom, ["POST"])
    room.mount("/school/classrooms/openings", classrooms.open_classroom, ["POST"])
