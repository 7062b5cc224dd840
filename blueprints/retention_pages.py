"""The mounts of retention in the section «Школа»: how long records are kept, acts of removal."""

from blueprints.pages import retention
from blueprints.room import Room

ACT = "/school/retention/acts/<int:act_id>"


def _mount(room: Room) -> None:
    room.school_part(
        ".retention", "Сроки хранения", "Сколько лет что хранится; акты об удалении старого."
    )
    room.mount("/school/retention/", retention.retention)
    room.mount(f"{ACT}/", retention.removal_act)
    room.mount(f"{ACT}/print", retention.printed_removal_act)
    room.mount(f"{ACT}/extract.csv", retention.removal_extract)


def mount_retention_keeping(room: Room) -> None:
    """The administrator sets the years, draws up acts and carries them out."""
    _mount(room)
    room.mount("/school/retention/", retention.set_retention, ["POST"])
    room.mount("/school/retention/acts", retention.make_removal_act, ["POST"])
    room.mount(f"{ACT}/annulment", retention.annul_removal_act, ["POST"])
    room.mount(f"{ACT}/removal", retention.carry_out_removal, ["POST"])


def mount_retention_signing(room: Room) -> None:
    """The director reads and signs."""
    _mount(room)
    room.mount(f"{ACT}/signature", retention.sign_removal_act, ["POST"])
