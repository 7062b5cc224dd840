"""What every room's home page says beside its own matters: what is unread, what falls due. A
family's home is the diary."""

from dataclasses import dataclass

from flask import g, request

from models.access.actor import Actor
from models.office.documents.listing import Reminder, reminders
from models.office.notice import Unread, unread

MOST = 5  # reminders on a home page; the others are in «Документы»


@dataclass(frozen=True)
class AtHome:
    """Notices nobody of us has read, and documents to see to."""

    unread: list[Unread]
    due: list[Reminder]
    more: int


def at_home(actor: Actor) -> AtHome | None:
    """For the room's home page, or the diary, only; nothing elsewhere."""
    if request.endpoint not in (f"{g.room.name}.home", f"{g.room.name}.diary"):
        return None
    due = reminders(actor) if actor.granted("document.answer") else []
    return AtHome(
        unread(actor.person_id, actor.role, actor.today), due[:MOST], max(0, len(due) - MOST)
    )


def unread_count() -> int:
    """How many notices wait for the reader of the page; remembered until something is sent."""
    return len(unread(g.actor.person_id, g.actor.role, g.actor.today))
