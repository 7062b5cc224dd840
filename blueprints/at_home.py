"""What every room's home page says beside its own matters: what is unread, what falls due."""

from dataclasses import dataclass

from flask import g, request

from models.access.actor import Actor
from models.office.documents.listing import Reminder, reminders
from models.office.notice import Notice, unread

MOST = 5  # reminders on a home page; the others are in «Документы»


@dataclass(frozen=True)
class AtHome:
    """Notices nobody of us has read, and documents to see to."""

    unread: list[Notice]
    due: list[Reminder]
    more: int


def at_home(actor: Actor) -> AtHome | None:
    """For the room's home page only; nothing elsewhere."""
    if request.endpoint != f"{g.room.name}.home":
        return None
    due = reminders(actor) if actor.granted("document.answer") else []
    return AtHome(unread(actor.person_id, actor.role), due[:MOST], max(0, len(due) - MOST))
