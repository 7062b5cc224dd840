"""The class teacher's certificates: absences of a pupil excused from a day to a day.

Never a diagnosis: only the days, the paper and whether it was illness. By the school's setting
`certificate_turns` each «н» of those days becomes «б» or «уп» in all journals at once, else the
diary and the journal's card say that it is covered.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.audit.ledger import Ledger, columns_of, row_of
from models.audit.recorder import Audited
from models.base import Row, db
from models.ground import remembered
from models.journal.cell import Attendance, Cell
from models.journal.entry import touch_cell
from models.journal.journal import Journal, raise_version
from models.journal.lesson import Lesson, LessonColumn
from models.refusal import Refused
from models.school.calendar import Term, TermClosing
from models.school.groups import StudyGroup
from models.school.school import Ruled

ILL, EXCUSED, ABSENT = "б", "уп", "н"
CODES = {ILL: "по болезни", EXCUSED: "по уважительной причине"}
LONGEST_NUMBER, LONGEST_WHY = 40, 200
LONGEST_SPAN = timedelta(days=200)


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


@dataclass(frozen=True)
class Paper:
    """What the paper says."""

    first: date | None
    until: date | None
    code: str
    number: str
    on_date: date | None


def take_certificate(
    student_id: int, paper: Paper, school: Ruled, today: date, by: int | None
) -> Certificate:
    """Enter a certificate; `turned` of the answer names the absences that it changed. Raises
    Refused."""
    _check(paper, today)
    row = Certificate(
        student_id=student_id,
        from_date=paper.first,
        until=paper.until,
        code=paper.code,
        number=" ".join(paper.number.split()),
        on_date=paper.on_date,
        entered_by=by,
    )
    db.session.add(row)
    db.session.flush()
    if school.rule("certificate_turns"):
        row.turned = _turn(_absences(student_id, paper.first, paper.until), ABSENT, paper.code)
    return row


def _check(paper: Paper, today: date) -> None:
    if paper.first is None or paper.until is None or paper.on_date is None:
        raise Refused("Укажите, с какого дня по какой, и дату справки.")
    if paper.until < paper.first or paper.until - paper.first > LONGEST_SPAN:
        raise Refused("Последний день справки раньше первого, или их слишком много.")
    if paper.on_date > today or paper.first > today:
        raise Refused("Справка ещё не начала действовать. Внесите её, когда её принесут.")
    if paper.code not in CODES:
        raise Refused("Выберите: по болезни или по уважительной причине.")
    if len(" ".join(paper.number.split())) > LONGEST_NUMBER:
        raise Refused(f"Номер справки: до {LONGEST_NUMBER} знаков.")


def annul_certificate(row: Certificate, why: str, by: int | None) -> None:
    """Take a certificate back, and what it turned with it, where that still stands. Raises
    Refused."""
    why = " ".join(why.split())[:LONGEST_WHY]
    if row.annulled_at is not None:
        raise Refused("Эта справка уже отменена.")
    if not why:
        raise Refused("Напишите, почему справка отменяется.")
    turned = [
        a for a in _absences(row.student_id, row.from_date, row.until) if a["id"] in row.turned
    ]
    _turn(turned, row.code, ABSENT)
    row.annulled_at, row.annulled_by, row.annulled_why = clock.now(), by, why


def _absences(student_id: int, first: date, last: date) -> list[dict]:
    """The pupil's absences of these days in terms that are open, journal by journal."""
    closed = (
        select(Term.id)
        .join(TermClosing, TermClosing.term_id == Term.id)
        .join(StudyGroup, StudyGroup.grade == Term.grade)
        .where(
            StudyGroup.id == Journal.study_group_id,
            Term.year_id == Journal.year_id,
            Term.starts_on <= Lesson.on_date,
            Term.ends_on >= Lesson.on_date,
        )
        .exists()
    )
    rows = db.session.execute(
        select(*columns_of(Attendance))
        .join(Lesson, Lesson.id == Attendance.lesson_id)
        .join(Journal, Journal.id == Lesson.journal_id)
        .where(Attendance.student_id == student_id, Lesson.on_date.between(first, last), ~closed)
        .order_by(Attendance.journal_id, Attendance.id)
    )
    return [row_of(Attendance, values) for values in rows]


def _turn(rows: list[dict], was: str, code: str) -> list[int]:
    """Make one code of these absences another, each journal's writers standing in line."""
    rows = [row for row in rows if row["code"] == was]
    stamps = {
        journal: raise_version(journal) for journal in sorted({r["journal_id"] for r in rows})
    }
    cells = _first_cells([row["lesson_id"] for row in rows])
    ledger = Ledger(db.session)
    for row in rows:
        ledger.change(Attendance, row, code=code)
        cell = cells.get((row["lesson_id"], row["student_id"]))
        if cell is not None:
            touch_cell(cell[0], cell[1] + 1, stamps[row["journal_id"]])
    ledger.close()
    return [row["id"] for row in rows]


def _first_cells(lessons: list[int]) -> dict[tuple[int, int], tuple[int, int]]:
    """(lesson, pupil) → (id, version) of the cell that shows the absence."""
    rows = db.session.execute(
        select(LessonColumn.lesson_id, Cell.student_id, Cell.id, Cell.version)
        .join(LessonColumn, LessonColumn.id == Cell.column_id)
        .where(LessonColumn.lesson_id.in_(lessons), LessonColumn.position == 1)
    )
    return {(row[0], row[1]): (row[2], row[3]) for row in rows}


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
