"""Applications and consents of families, and what ends them: clauses 4.4, 5.2(8), 6.1, 6.3.

A paper is never changed: it is followed by another one, or annulled where it was entered by
mistake. What holds on a day follows from the papers up to that day.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, and_, exists, or_, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db
from models.people.guardian import Guardianship
from models.people.student import Student
from models.school.teaching import within

APPLICATION, CONSENT = "application", "consent"
STOP, WITHDRAWAL, REFUSAL = "stop", "withdrawal", "refusal"
GIVEN = (APPLICATION, CONSENT)  # both are needed before access
ENDS = {APPLICATION: (STOP, REFUSAL), CONSENT: (WITHDRAWAL,)}
ENDING = (STOP, WITHDRAWAL, REFUSAL)
TITLES = {
    APPLICATION: "заявление",
    CONSENT: "согласие на обработку данных",
    STOP: "заявление о прекращении услуги",
    WITHDRAWAL: "отзыв согласия",
    REFUSAL: "отказ от электронной формы",
}
PAPER, ELECTRONIC = "paper", "electronic"
FORMS = {PAPER: "на бумаге", ELECTRONIC: "в электронном виде"}
LONGEST_NOTE = 200


class FamilyPaper(Row, Audited, db.Model):
    """One paper of one family member about one child, valid from its date on."""

    __tablename__ = "family_paper"
    __table_args__ = (Index("ix_family_paper_whose", "student_id", "person_id", "kind"),)

    kind: Mapped[str] = mapped_column(String(12))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"))
    form: Mapped[str] = mapped_column(String(10), default=PAPER)
    on_date: Mapped[date]
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    annulled_at: Mapped[datetime | None]
    annulled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    annulled_why: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")

    @property
    def title(self) -> str:
        return TITLES[self.kind]


def _holds(kind: str, person_id, student_id, day: date):
    """The condition that such a paper was given by the day and nothing has ended it since."""
    given, ended = aliased(FamilyPaper), aliased(FamilyPaper)
    later = or_(
        ended.on_date > given.on_date,
        and_(ended.on_date == given.on_date, ended.id > given.id),
    )
    over = exists().where(
        ended.kind.in_(ENDS[kind]),
        ended.person_id == given.person_id,
        ended.student_id == given.student_id,
        ended.annulled_at.is_(None),
        ended.on_date <= day,
        later,
    )
    return exists().where(
        given.kind == kind,
        given.person_id == person_id,
        given.student_id == student_id,
        given.annulled_at.is_(None),
        given.on_date <= day,
        ~over,
    )


def asked_and_agreed(person_id, student_id, day: date):
    """The condition that on the day this person has both applied and consented for the child."""
    return and_(*(_holds(kind, person_id, student_id, day) for kind in GIVEN))


def children_open_to(person_id: int, day: date):
    """A select of the pupils a parent may look at on the day: theirs by guardianship, and by
    papers (4.4)."""
    return select(Guardianship.student_id).where(
        Guardianship.person_id == person_id,
        within(Guardianship, day),
        asked_and_agreed(Guardianship.person_id, Guardianship.student_id, day),
    )


def pupil_is_let_in(day: date):
    """The condition on `Student` that the pupil's own diary is open on the day: somebody has
    applied and consented for them, or they in person once grown up. What a parent gave stays
    valid when that parent's own rights end: the child must not notice."""
    somebody = aliased(FamilyPaper)
    return exists().where(
        somebody.student_id == Student.id,
        asked_and_agreed(somebody.person_id, somebody.student_id, day),
    )
