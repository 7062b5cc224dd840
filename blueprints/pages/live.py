"""An open grid learns what others wrote: a cheap question with an ETag every few seconds."""

from flask import make_response, request

from blueprints.guard import authorize, guarded, seen_journal
from blueprints.htmx import fragment
from blueprints.pages.cells import saved_lines
from blueprints.presence import by_itself
from blueprints.room import school
from models.journal.entry import Outcome, Wish
from models.journal.facts import version_of
from models.journal.news import News, news_since
from models.journal.proposals import proposals_beyond
from models.journal.term_mark import period_of


@guarded("journal.view")
@by_itself("always")
def changes(journal_id: int):
    """Cells that changed since `?since=`; 304 where nothing did, and a word to load the page
    anew where columns came or went."""
    journal = seen_journal(journal_id)
    authorize("journal.view", journal)
    version, layout = version_of(journal_id)
    since = request.args.get("since", 0, type=int)
    response = make_response("")
    response.set_etag(str(version))
    response.headers["Cache-Control"] = "private, no-cache"
    if since >= version:
        response.status_code = 304
        return response
    told = _told(journal, news_since(journal, since))
    told.headers["X-Klass-Version"] = str(version)
    if layout > since:
        told.headers["X-Klass-Layout"] = "changed"
    return told


def _told(journal, news: News):
    """News as an answer to a save would tell them; averages of the term that is looked at."""
    term_id = request.args.get("term", type=int)
    lines = saved_lines(journal, news.columns, news.cells)
    marked = {who for _, who, _, _ in news.term_cells}
    return fragment(
        "journals/saved.html",
        cells=[(outcome, news.columns[outcome.wish.column_id]) for outcome in news.cells],
        term_cells=[
            (Outcome(Wish(0, who, value, version), version, value), period)
            for period, who, value, version in news.term_cells
        ],
        heads=news.heads,
        lines=[line for line in lines if term_id is None or line[1] == period_of(term_id)],
        proposals=proposals_beyond(journal, school(), marked),
        problems=[],
        noted=news.noted,
    )
