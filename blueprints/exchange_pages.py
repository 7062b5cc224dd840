"""The mounts of what goes out: lists, journals, the whole school, calendars."""

from blueprints.pages import calendars, exports
from blueprints.room import Room


def mount_lists(room: Room) -> None:
    """The section «Выгрузки» with the lists of the school."""
    room.mount("/exports/", exports.exports)
    room.mount("/exports/lists/<table>.<form>", exports.export_list)


def mount_journal_exports(room: Room) -> None:
    """Tables of all journals, made in the background, and OneRoster."""
    room.mount("/exports/oneroster", exports.export_roster)
    room.mount("/exports/journals", exports.export_journals, ["POST"])
    room.mount("/exports/<int:run_id>/file", exports.export_file)


def mount_everything(room: Room) -> None:
    """All data of the school as one archive: the director's (5.1(10))."""
    room.mount("/exports/everything", exports.export_everything, ["POST"])


def mount_calendars(room: Room) -> None:
    """The timetable of classes and teachers for calendar programs."""
    room.mount("/timetable/classes/<int:class_group_id>/calendar", calendars.class_calendar)
    room.mount("/timetable/teachers/<int:employee_id>/calendar", calendars.teacher_calendar)


def mount_family_calendar(room: Room) -> None:
    """A child's lessons for calendar programs."""
    room.mount("/children/<int:student_id>/calendar", calendars.pupil_calendar)
