"""Taking a certificate of absence, and taking it back: what it does to the journals."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from models import clock
from models.audit.ledger import Ledger, columns_of, row_of
from models.base import db
from models.journal.cell import Attendance, Cell
from models.journal.certificate import ABSENT, CODES, LONGEST_NUMBER, LONGEST_WHY, Certificate
from models.journal.entry import touch_cell
from models.journal.journal import Journal, raise_version
from models.journal.lesson import Lesson, LessonColumn
from models.journal.paper_days import check_days, refuse_overlap
from models.refusal import Refused
from models.school.calendar import Term, TermClosing
from models.school.groups import StudyGroup
from models.school.school import Ruled


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
    said = {
        "student_id": student_id,
        "from_date": paper.first,
        "until": paper.until,
        "code": paper.code,
        "number": _number(paper.number),
        "on_date": paper.on_date,
    }
    same = {"student_id": student_id, "code": paper.code}
    refuse_overlap(Certificate, paper.first, paper.until, lambda row: row.name, **same)
    row = Certificate(**said, entered_by=by)
    db.session.add(row)
    db.session.flush()
    if school.rule("certificate_turns"):
        row.turned = _turn(_absences(student_id, paper.first, paper.until), ABSENT, paper.code)
    return row


def _check(paper: Paper, today: date) -> None:
    if paper.first is None or paper.until is None or paper.on_date is None:
        raise Refused("Укажите, с какого дня по какой, и дату справки.")
    check_days(paper.first, paper.until, today)
    if paper.on_date > today:
        raise Refused("Справка датирована будущим днём. Проверьте дату справки.")
    if paper.code not in CODES:
        raise Refused("Выберите: по болезни или по уважительной причине.")
    if len(_number(paper.number)) > LONGEST_NUMBER:
        raise Refused(f"Номер справки: до {LONGEST_NUMBER} знаков.")


def _number(typed: str) -> str:
    """The number without the sign, which the paper's name says anyway: «№ 77» is «77»."""
    return " ".join(typed.split()).lstrip("№ ")


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
    _refuse_closed(row, {a["id"] for a in turned})
    _turn(turned, row.code, ABSENT)
    row.annulled_at, row.annulled_by, row.annulled_why = clock.now(), by, why


def _refuse_closed(row: Certificate, open_ids: set[int]) -> None:
    """What the paper turned and a closed period holds cannot be turned back."""
    held = select(func.count(Attendance.id)).where(
        Attendance.id.in_(set(row.turned) - open_ids), Attendance.code == row.code
    )
    if number := db.session.scalar(held):
        raise Refused(
            f"Пропусков этой справки в закрытом периоде: {number}. Справку можно отменить, когда "
            "администратор журнала откроет его снова."
        )


def _absences(student_id: int, first: date, last: date) -> list[dict]:
    """The pupil's absences of these days in terms that are open, journal by journal."""
    closed = (
        select(Term.id)
        .join(TermClosing, TermClosing.term_id == Term.id)
        .join(StudyGroup, StudyGroup.grade == Term.grade)
        .where(
            StudyGroup.id == Journal.study_group_id,
            Term.year_id == Journal.year_id,
            Term.annulled_at.is_(None),
            Term.starts_on <= Lesson.on_date,
            Term.ends_on >= Lesson.on_date,
            TermClosing.closed_at <= clock.now(),
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
