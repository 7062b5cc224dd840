"""The mounts of «Полнота»: the six obligatory modules of the journal, class by class."""

from blueprints.pages import fullness
from blueprints.room import Room

ABOUT = "Шесть обязательных разделов журнала: что есть в каждом классе и чего не хватает."


def mount_fullness(room: Room) -> None:
    """The table of classes, and one class with what lacks."""
    room.school_part(".class_fullness", "Полнота", ABOUT)
    room.mount("/school/fullness/", fullness.class_fullness)
    room.mount("/school/fullness/<int:kept_class_id>/", fullness.fullness_of_class)
