"""Where HTTP meets policy, and nowhere else."""

from flask import abort, g

from models.access.actor import Actor, UnknownAction
from models.access.grants import ACTIONS
from models.access.policy import visible, why_not
from models.base import db
from models.journal.facts import JournalFacts, journal_facts
from models.journal.policy import sees, took_over_in

NOT_ALLOWED = "Смотреть это вам можно, а менять нельзя."


def guarded(action: str):
    """Mark a view with the action of the matrix it needs; `Room.mount` refuses others."""
    if action not in ACTIONS:
        raise UnknownAction(action)

    def mark(view):
        view.guarded_by = action
        return view

    return mark


def actor() -> Actor:
    """The account in the role of the room in the address."""
    return g.actor


def find_or_404(model, row_id: int):
    """One thing the actor may know of; otherwise it does not exist."""
    query = visible(actor(), model).where(model.id == row_id)
    return db.session.scalar(query) or abort(404)


def authorize(action: str, thing) -> None:
    """403 with the reason where the actor sees the thing but may not do this to it now."""
    allowed, because = why_not(actor(), action, thing)
    if not allowed:
        abort(403, description=because or NOT_ALLOWED)


def seen_journal(journal_id: int) -> JournalFacts:
    """A journal the actor may know of, without a query where it is remembered."""
    facts = journal_facts(journal_id) if sees(actor(), journal_id) else None
    return facts or abort(404)


def entered_journal(journal_id: int) -> JournalFacts:
    """A journal the actor may write something in: one's own, or one of which a lesson was taken
    over. What in it, each column's policy says."""
    known = sees(actor(), journal_id) or took_over_in(actor(), journal_id)
    return (journal_facts(journal_id) if known else None) or abort(404)
