"""The mounts of the section «Школа»: the school's year, which several rooms keep together.

Each part has a module of its own beside this one, whose mount names its tab by
`Room.school_part` and puts its pages under `/school/`.
"""

from blueprints.pages import school
from blueprints.room import Room


def mount_school(room: Room, *parts) -> None:
    """The section's own page, and the parts of it this room reaches, in this order."""
    room.mount("/school/", school.school)
    for mount in parts:
        mount(room)
