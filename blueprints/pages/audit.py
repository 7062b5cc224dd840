"""The audit journal: who, what, when, from → to."""

from datetime import date, datetime, time, timedelta

from flask import render_template, request
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from blueprints import asked
from blueprints.guard import guarded
from blueprints.pace import paced
from blueprints.trace import traced
from models import clock
from models.access.pace import SEARCH
from models.access.viewing import CHANGES
from models.audit.entry import Entry
from models.audit.words import TITLES
from models.base import db
from models.journal.journal import Journal
from models.people.account import Account
from models.people.person import Person
from models.people.search import named
from models.people.student import Student

PAGE = 60
HATS = {
    "director": "директор",
    "administrator": "администратор",
    "deputy_head": "завуч",
    "operator": "оператор",
    "teacher": "учитель",
    "secretary": "секретарь",
    "dispatcher": "диспетчер замен",
    "visitor": "вход по коду",
    "system": "Klass",
}

_TITLE = (  # what a title needs, without losing the entries that are about no journal
    joinedload(Journal.group, innerjoin=False),
    joinedload(Journal.course, innerjoin=False),
)


@guarded("audit.view")
@paced(SEARCH)
@traced(CHANGES, detail=("who", "pupil"))
def audit():
    """Entries newest first, by filters; older ones by the number of the last seen."""
    query, words = _filtered()
    entries = db.session.execute(query.order_by(Entry.id.desc()).limit(PAGE + 1)).all()
    return render_template(
        "audit/index.html",
        rows=[_row(*found) for found in entries[:PAGE]],
        older=entries[PAGE - 1][0].id if len(entries) > PAGE else None,
        tables=sorted(TITLES.items(), key=lambda pair: pair[1]),
        hats=HATS,
        asked=words,
    )


def _filtered():
    words = {name: request.args.get(name, "").strip()[:80] for name in _FILTERS}
    pupil = select(Student.id, Person.surname, Person.given).join(
        Person, Person.id == Student.person_id
    )
    pupil = pupil.subquery()
    query = (
        select(Entry, Person, pupil.c.surname, pupil.c.given, Journal)
        .outerjoin(Account, Account.id == Entry.account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .outerjoin(pupil, pupil.c.id == Entry.student_id)
        .outerjoin(Journal, Journal.id == Entry.journal_id)
        .options(*_TITLE)
    )
    for name, narrow in _FILTERS.items():
        if words[name]:
            query = narrow(query, words[name], pupil)
    return query, words


def _who(query, text: str, _pupil):
    return query.where(named(text, Person.surname, Person.given, Account.login))


def _pupil_named(query, text: str, pupil):
    return query.where(named(text, pupil.c.surname, pupil.c.given))


def _since(query, text: str, _pupil):
    first = asked.day(text)
    return query.where(Entry.school_at >= _begins(first)) if first else query


def _until(query, text: str, _pupil):
    last = asked.day(text)
    return query.where(Entry.school_at < _begins(last + timedelta(days=1))) if last else query


def _begins(first: date) -> datetime:
    return clock.at(first, time.min)


def _run(query, text: str, _pupil):
    run_id = asked.number(text)
    return query.where(Entry.run_id == run_id) if run_id else query


def _before(query, text: str, _pupil):
    entry_id = asked.number(text)
    return query.where(Entry.id < entry_id) if entry_id else query


_FILTERS = {
    "who": _who,
    "pupil": _pupil_named,
    "table": lambda query, text, _pupil: query.where(Entry.table_name == text),
    "hat": lambda query, text, _pupil: query.where(Entry.hat == text),
    "since": _since,
    "until": _until,
    "run": _run,
    "before": _before,
}


def _row(entry: Entry, person, surname, given, journal) -> dict:
    return {
        "entry": entry,
        "who": person.initials if person else "Klass",
        "hat": HATS.get(entry.hat, entry.hat),
        "pupil": f"{surname} {given}" if surname else "",
        "journal": journal.title if journal else "",
    }
