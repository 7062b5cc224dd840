"""What every room has, whatever its role: what Klass holds about oneself."""

from blueprints.pages import dossier
from blueprints.room import Room


def furnish(room: Room) -> None:
    """Mount what is everybody's own in a room."""
    room.mount("/own/data/", dossier.own_data)
    room.mount("/own/data/file", dossier.own_dossier)
