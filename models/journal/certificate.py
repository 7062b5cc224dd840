"""The class teacher's certificates: absences of a pupil excused from a day to a day.

Never a diagnosis: only the days, the paper and whether it was illness. By the school's setting
`certificate_turns` each «н» of those days becomes «б» or «уп» in all journals at once, else the
diary and the journal's card say that it is covered.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db
from models.ground import remembered

ILL, EXCUSED, ABSENT = "б", "уп", "н"
CODES = {ILL: "по болезни", EXCUSED: "по уважительной причине"}
LONGEST_NUMBER, LONGEST_WHY = 40, 200


class Certificate(Row, Audited, db.Model):
    """Days of absence a paper covers (both inclusive). `turned` lists the absences it changed,
    to be taken back where it is annulled."""

    __tablename__ = "certificate"
    __table_args__ = (Index("ix_certificate_student_from", "student_id", "from_date"),)

    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"))
    from_date: Mapped[date]
    until: Mapped[date]
    code: Mapped[str] = mapped_column(String(4))
    number: Mapped[str] = mapped_column(String(LONGEST_NUMBER), default="")
    on_date: Mapped[date]
    turned: Mapped[list] = mapped_column(default=list)
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    annulled_at: Mapped[datetime | None]
    annulled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    annulled_why: Mapped[str] = mapped_column(String(LONGEST_WHY), default="")

    @property
    def name(self) -> str:
        """«справка № 7 от 10.11»."""
        number = f" № {self.number}" if self.number else ""
        return f"справка{number} от {self.on_date:%d.%m.%Y}"


def certificates_of(student_id: int) -> list[Certificate]:
    """All of a pupil, annulled ones too, the newest first."""
    query = select(Certificate).where(Certificate.student_id == student_id)
    return list(db.session.scalars(query.order_by(Certificate.from_date.desc(), Certificate.id)))


@remembered
def covered_days(student_id: int) -> list[tuple[date, date, str, str]]:
    """The days a pupil's certificates cover: (first, last, code, name of the paper)."""
    return [
        (row.from_date, row.until, row.code, row.name)
        for row in certificates_of(student_id)
        if row.annulled_at is None
    ]


def covering(student_id: int, day: date) -> tuple[str, str] | None:
    """(code, name) of the certificate that covers the day, or None."""
    return next(
        ((code, name) for a, b, code, name in covered_days(student_id) if a <= day <= b), None
    )
