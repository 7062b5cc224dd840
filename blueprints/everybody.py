"""What every room has, whatever its role: one's own sign-ins, password and second factor, and what
Klass holds about oneself."""

from blueprints.pages import dossier, help, notices, own, second_factor
from blueprints.room import Room
from models.school.policy import STAFF


def furnish(room: Room) -> None:
    """Mount what is everybody's own in a room."""
    room.mount("/own/", own.own)
    room.mount("/own/sign-ins/<int:session_id>/ending", own.end_sign_in, ["POST"])
    room.mount("/own/sign-ins/others/ending", own.end_other_sign_ins, ["POST"])
    room.mount("/own/password", own.change_password, ["POST"])
    room.mount("/own/data/", dossier.own_data)
    room.mount("/own/data/file", dossier.own_dossier)
    room.mount("/help/", help.help_index)
    room.mount("/help/memo", help.security_memo)
    room.mount("/help/memo/print", help.printed_memo)
    room.mount("/help/pages/<topic>", help.help_on)
    room.mount("/notices/", notices.own_notices)
    room.mount("/notices/<int:letter_id>/reading", notices.read_notice, ["POST"])
    if room.role in STAFF:
        _furnish_staff(room)


def _furnish_staff(room: Room) -> None:
    room.mount("/own/second-factor/", second_factor.second_factor)
    for name, view in (
        ("secret", second_factor.begin_second_factor),
        ("confirmation", second_factor.confirm_second_factor),
        ("recovery-codes", second_factor.renew_recovery_codes),
        ("removal", second_factor.remove_second_factor),
    ):
        room.mount(f"/own/second-factor/{name}", view, ["POST"])
