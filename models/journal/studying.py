"""The class teacher records that a pupil studied elsewhere; the subject teachers are told (5.4)."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models.base import db
from models.journal.journal import Journal
from models.journal.paper_days import check_days, refuse_overlap
from models.people.person import Person, with_initials
from models.people.student import Student
from models.refusal import Refused
from models.school.places import groups_of_many
from models.school.studied import LONGEST_DOCUMENT, StudiedElsewhere

LONGEST_OPEN = timedelta(days=60)


def record_study(
    student_id: int,
    days: tuple[date | None, date | None, date | None],
    document: str,
    today: date,
    by: int | None,
) -> StudiedElsewhere:
    """Open the days of a certificate. `days`: the first, the last, and until when marks are
    entered. Raises Refused."""
    (first, until, open_until), document = days, " ".join(document.split())
    if first is None or until is None or open_until is None:
        raise Refused("Укажите, с какого дня по какой ученик учился и до какого дня открыть дни.")
    check_days(first, until, today)
    if not today <= open_until <= today + LONGEST_OPEN:
        raise Refused("Дни открывают не раньше чем сегодня и не дольше чем на 60 дней.")
    if not 0 < len(document) <= LONGEST_DOCUMENT:
        raise Refused(f"Назовите справку: номер, дата, кем выдана (до {LONGEST_DOCUMENT} знаков).")
    said = {"student_id": student_id, "from_date": first, "until": until, "document": document}
    refuse_overlap(
        StudiedElsewhere, first, until, lambda row: f"«{row.document}»", student_id=student_id
    )
    row = StudiedElsewhere(**said, open_until=open_until, entered_by=by)
    db.session.add(row)
    db.session.flush()
    return row


@dataclass(frozen=True)
class OpenDays:
    """What a subject teacher is told: whose days are open in which journal, until when."""

    journal_id: int
    title: str
    pupil: str
    study: StudiedElsewhere


def open_days_in(journals: frozenset[int], today: date) -> list[OpenDays]:
    """Open days of pupils who sit in any of the journals; four selects where there are any."""
    rows = db.session.execute(
        select(StudiedElsewhere, Person.surname, Person.given, Person.patronymic)
        .join(Student, Student.id == StudiedElsewhere.student_id)
        .join(Person, Person.id == Student.person_id)
        .where(StudiedElsewhere.annulled_at.is_(None), StudiedElsewhere.open_until >= today)
        .order_by(StudiedElsewhere.open_until, StudiedElsewhere.id)
    ).all()
    if not rows or not journals:
        return []
    first = min(row[0].from_date for row in rows)
    last = max(row[0].until for row in rows)
    places = groups_of_many(tuple({row[0].student_id for row in rows}), first, last)
    own = list(db.session.scalars(select(Journal).where(Journal.id.in_(journals))).unique())
    return [
        OpenDays(journal.id, journal.title, with_initials(*name), study)
        for study, *name in rows
        for journal in own
        if journal.study_group_id in places.get(study.student_id, {})
    ]
