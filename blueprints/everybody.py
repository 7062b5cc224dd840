"""What every room has, whatever its role: one's own sign-ins and password."""

from blueprints.pages import own
from blueprints.room import Room


def furnish(room: Room) -> None:
    """Mount what is everybody's own in a room."""
    room.mount("/own/", own.own)
    room.mount("/own/sign-ins/<int:session_id>/ending", own.end_sign_in, ["POST"])
    room.mount("/own/sign-ins/others/ending", own.end_other_sign_ins, ["POST"])
    room.mount("/own/password", own.change_password, ["POST"])
