"""Reminders of the evening before: what somebody owes by the end of the next day (5.3, 5.4)."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.access.role import Role
from models.base import Row, db
from models.control.duties import duties
from models.control.duty import Duty, by_subject, coming
from models.control.rules import RULES, WRITERS
from models.people.person import Person
from models.refusal import Refused
from models.school.calendar import the_year

LOOK_BACK = timedelta(days=120)  # a period's marks may wait for exams
MOST_LINES = 12
LONGEST_EMAIL = 120


class Reminder(Row, db.Model):
    """What was told to whom, in which role, about which day. Shown until read, kept for good."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("person_id", "role", "due_on"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(20))
    due_on: Mapped[date]
    lines: Mapped[list] = mapped_column(default=list)
    number: Mapped[int]  # of things due that day, also those no line names
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]

    @property
    def title(self) -> str:
        return f"Срок {self.due_on:%d.%m}"

    @property
    def text(self) -> str:
        """The words of a letter."""
        more = self.number - len(self.lines)
        lines = [*self.lines, *([f"и ещё {more}"] if more > 0 else [])]
        return "\n".join([f"{self.title}. Нужно внести:", "", *(f"- {line}" for line in lines)])

    def tell(self, own: list[Duty]) -> None:
        """Say that these are due that day; where none is any more, there is nothing to read."""
        rows = by_subject(own)
        self.lines = [_line(together) for together in rows[:MOST_LINES]]
        self.number = len(rows)
        if not rows:
            self.read()

    def left_of(self, own: list[Duty]) -> int:
        """How many lessons, works or periods of that day are still to do."""
        after, until = _within(self.due_on)
        return len(by_subject(duty for duty in own if after < duty.due <= until))

    def read(self) -> None:
        """Whoever it is for has seen it; twice is once."""
        self.read_at = self.read_at or clock.now()


def remind(today: date) -> list[Reminder]:
    """Make the reminders of tomorrow's deadlines; those made already that nobody has read or got
    as a letter say what is so now. Returns the new ones. What came before and is not done yet has
    its own page and is not told again; what is due on the day of its own lesson (topic, absences,
    homework) is no reminder of an evening before: that lesson has not been."""
    tomorrow, now = today + timedelta(days=1), clock.now()
    after, until = _within(tomorrow)
    first = max(today - LOOK_BACK, the_year(today).starts_on)
    due = [d for d in coming(duties(first, today), now) if after < d.due <= until]
    told = db.session.scalars(select(Reminder).where(Reminder.due_on == tomorrow))
    there, owed, made = {(row.person_id, row.role): row for row in told}, _by_person(due), []
    for (person_id, role), own in owed.items():
        if (person_id, role) not in there:
            made.append(Reminder(person_id=person_id, role=role, due_on=tomorrow))
            made[-1].tell(own)
    for whose, row in there.items():
        if row.read_at is None and row.mailed_at is None:
            row.tell(owed.get(whose, []))
    db.session.add_all(made)
    db.session.flush()
    return made


def _within(day: date) -> tuple[datetime, datetime]:
    """After and until when something is due that day: what is due as a day ends is due at the
    midnight after it, that day's and not the next one's."""
    return clock.at(day, time(0)), clock.at(day + timedelta(days=1), time(0))


def _by_person(due: list[Duty]) -> dict[tuple[int, str], list[Duty]]:
    found: dict[tuple[int, str], list[Duty]] = {}
    for duty in due:
        for person_id in duty.person_ids:
            role = WRITERS[RULES[duty.rule_name].mode].value
            found.setdefault((person_id, role), []).append(duty)
    return found


def _line(together: list[Duty]) -> str:
    what = "; ".join(duty.rule.title.lower() for duty in together)
    return f"{together[0].title}, {together[0].about}: {what}"


def unread(person_id: int, role: Role, today: date) -> list[Reminder]:
    """Reminders somebody has not put away, of days that are not past; one select."""
    return list(
        db.session.scalars(
            select(Reminder)
            .where(Reminder.person_id == person_id, Reminder.role == role.value)
            .where(Reminder.read_at.is_(None), Reminder.due_on >= today)
            .order_by(Reminder.due_on)
        )
    )


def addresses(reminders: list[Reminder]) -> dict[int, str]:
    """Person → e-mail, of those who have one; one select."""
    ids = [row.person_id for row in reminders]
    rows = select(Person.id, Person.email).where(Person.id.in_(ids), Person.email.is_not(None))
    return {person_id: email for person_id, email in db.session.execute(rows) if email}


def set_address(person_id: int, text: str) -> None:
    """Where one's own reminders go besides the page; empty: nowhere. Raises Refused."""
    text = text.strip()
    local, at, domain = text.partition("@")
    if text and not (local and at and "." in domain and len(text.split()) == 1):
        raise Refused("Напишите адрес почты целиком, например ivanova@school12.ru.")
    if len(text) > LONGEST_EMAIL:
        raise Refused(f"Адрес не длиннее {LONGEST_EMAIL} знаков.")
    db.session.get(Person, person_id).email = text or None
