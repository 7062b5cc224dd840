"""The mounts of the time machine: journals, lists and pupils at a past moment."""

from blueprints.pages import past
from blueprints.room import Room


def mount_past(room: Room) -> None:
    """What was, and what is different since."""
    room.mount("/journals/<int:journal_id>/past", past.journal_past)
    room.mount("/school/pupils/classes/<int:class_group_id>/past", past.class_past)
    room.mount("/school/pupils/<int:student_id>/past", past.pupil_past)
