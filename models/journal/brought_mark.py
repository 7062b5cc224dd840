"""Marks a pupil brings on paper: from hospital, a sanatorium or the former school."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Numeric, String, select
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db
from models.journal.journal import Journal
from models.refusal import Refused
from models.school.calendar import the_year, year_numbered
from models.school.places import groups_of
from models.school.roster import class_of
from models.school.school import Ruled
from models.school.subject import Course
from models.school.terms_closed import refuse_closed_days

LONGEST_DOCUMENT, LONGEST_WHY = 80, 200
OUTCOMES = ("зач", "незач")


class BroughtMark(Row, Audited, db.Model):
    """A mark of a certificate: for which course and day, and what it says. It counts in the
    average of the course as the marks given here do; an outcome counts in none."""

    __tablename__ = "brought_mark"
    __table_args__ = (Index("ix_brought_mark_student_day", "student_id", "on_date"),)

    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    on_date: Mapped[date]
    shown: Mapped[str] = mapped_column(String(8))
    counted: Mapped[Decimal | None] = mapped_column(Numeric(3, 1))
    document: Mapped[str] = mapped_column(String(LONGEST_DOCUMENT))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    annulled_at: Mapped[datetime | None]
    annulled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    annulled_why: Mapped[str] = mapped_column(String(LONGEST_WHY), default="")


def courses_studied(student_id: int, day: date) -> list[Course]:
    """The courses of the journals of the groups in which the pupil sits in the day's year, by
    name: of another there is no journal in which a brought mark could be seen."""
    year = the_year(day)
    groups = groups_of(student_id, year.starts_on, year.ends_on)
    query = (
        select(Course)
        .join(Journal, Journal.course_id == Course.id)
        .where(Journal.year_id == year.id, Journal.study_group_id.in_(groups))
        .distinct()
    )
    return sorted(db.session.scalars(query), key=lambda course: course.name)


def bring_marks(
    student_id: int,
    course: Course | None,
    on_date: date | None,
    text: str,
    document: str,
    school: Ruled,
    today: date,
    by: int | None,
) -> list[BroughtMark]:
    """Enter the marks of one course on one certificate: «5 4 4». Raises Refused."""
    document, words = " ".join(document.split()), text.casefold().split()
    if course is None:
        raise Refused("Выберите предмет.")
    if on_date is None or on_date > today:
        raise Refused("Укажите день, за который отметка: он уже наступил.")
    if course.id not in {one.id for one in courses_studied(student_id, on_date)}:
        raise Refused(f"«{course.name}» ученик в этом году не изучает. Выберите другой предмет.")
    if not document or len(document) > LONGEST_DOCUMENT:
        raise Refused(f"Назовите справку: номер, дата, кем выдана (до {LONGEST_DOCUMENT} знаков).")
    _refuse_unknown(words, school)
    if (group := class_of(student_id, on_date)) is not None:
        refuse_closed_days(year_numbered(group.year_id), [group.grade], on_date)
    own = {"student_id": student_id, "course_id": course.id, "on_date": on_date}
    same = select(BroughtMark.shown).filter_by(**own, document=document, annulled_at=None)
    if sorted(db.session.scalars(same)) == sorted(words):
        raise Refused("Эти отметки по этой справке уже внесены.")
    own["entered_by"] = by
    rows = [
        BroughtMark(
            **own,
            shown=word,
            counted=Decimal(word) if word.isdigit() else None,
            document=document,
        )
        for word in words
    ]
    db.session.add_all(rows)
    return rows


def _refuse_unknown(words: list[str], school: Ruled) -> None:
    if not 0 < len(words) <= 20:
        raise Refused("Напишите отметки через пробел: 5 4 4.")
    allowed = ("5", "4", "3", "2") + (("1",) if school.rule("mark_one") else ())
    for word in words:
        if word not in (*allowed, *OUTCOMES):
            raise Refused(f"Не понимаю «{word}». Можно: {' '.join(allowed)}, зач, незач.")


def brought_by(student_id: int) -> list[tuple[BroughtMark, str]]:
    """All a pupil has brought, annulled ones too, with the course's name, the newest first."""
    rows = db.session.execute(
        select(BroughtMark, Course.name)
        .join(Course, Course.id == BroughtMark.course_id)
        .where(BroughtMark.student_id == student_id)
        .order_by(BroughtMark.on_date.desc(), Course.name, BroughtMark.id)
    )
    return [tuple(row) for row in rows]
