"""Journals: the list of those I keep or may look at; which term is asked for."""

from flask import abort, render_template, request

from blueprints.guard import actor, guarded
from blueprints.pages.journal_list import entry, listing
from models.access.policy import visible
from models.base import db
from models.journal.journal import Journal
from models.journal.policy import JournalPolicy
from models.journal.reach import taught_today
from models.office.order import TRANSITION, the_modes
from models.school.calendar import TermFacts, current_term, the_year


@guarded("journal.view")
def journals():
    """All journals the actor may see: one's own first, a whole school's by class."""
    modes, today = the_modes(), actor().today
    entries = [
        entry(
            journal,
            own=journal.id in taught_today(actor()),
            may_write=JournalPolicy(actor(), journal).writes_in(modes),
            paper=modes.of(journal.group, today) == TRANSITION,
        )
        for journal in db.session.scalars(_of_this_year()).unique()
    ]
    return render_template("journals/index.html", **listing(entries, request.args.get("class", "")))


def _of_this_year():
    """The visible journals of the current year; those of years gone by are not a daily matter."""
    return visible(actor(), Journal).where(Journal.year_id == the_year(actor().today).id)


def chosen_term(terms: list[TermFacts]) -> TermFacts:
    """The term asked for by `?term=`, or the current one."""
    asked = request.args.get("term", type=int)
    if asked is not None:
        return next((t for t in terms if t.id == asked), None) or abort(404)
    return current_term(terms, actor().today) or abort(404)
