"""How what is held about a person came to be, and who looked at it."""

from sqlalchemy import and_, or_, select

from models.access.role import Role
from models.audit.entry import Entry
from models.audit.wording import in_words, wording
from models.base import db
from models.exchange.dossier.chapter import Chapter, Subject
from models.exchange.dossier.names import names_of
from models.office.viewings import Asked, lines

HISTORY = ("attendance", "enrolment", "mark", "membership", "remark", "term_mark")
_TITLES = {role.value: role.title.lower() for role in Role}
_MOST_LOOKS = 5000


def history(subject: Subject) -> Chapter:
    """Every change of the card and of a pupil's marks, absences and classes. Not of papers and
    guardianships: what ends another parent's rights is that parent's."""
    own = and_(Entry.table_name == "person", Entry.row_id == subject.person)
    about = and_(Entry.student_id == (subject.student or 0), Entry.table_name.in_(HISTORY))
    entries = db.session.scalars(select(Entry).where(or_(own, about)).order_by(Entry.id)).all()
    journals = names_of("journal", (e.journal_id for e in entries if e.journal_id))
    rows = [
        [
            in_words(entry.school_at),
            _TITLES.get(entry.hat, "Klass"),
            journals.get(entry.journal_id, ""),
            wording(entry),
        ]
        for entry in entries
    ]
    return Chapter("История изменений", ["Когда", "Кто", "Журнал", "Что"], rows)


def looks(subject: Subject) -> Chapter:
    """Who looked, as a family is told it."""
    found = lines(Asked(person_id=subject.person), _MOST_LOOKS)
    rows = [
        [in_words(line.look.school_at), line.told_to(subject.account or 0), line.what, line.about]
        for line in reversed(found)
    ]
    return Chapter("Кто смотрел", ["Когда", "Кто", "Что", "О ком"], rows)
