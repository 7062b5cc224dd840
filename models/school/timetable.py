"""The timetable: rooms, bell times and the places of lessons in the week."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.audit.recorder import Audited
from models.base import Row, db

WEEKDAYS = ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота", "Воскресенье")
WEEKDAYS_SHORT = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
REPLACED, SWAPPED, JOINED = "replaced", "swapped", "joined"
SUBJECT, CANCELLED, ADDED = "subject", "cancelled", "added"
CHANGE_WORD = {
    REPLACED: "замена",
    SWAPPED: "перенесён",
    JOINED: "группы вместе",
    SUBJECT: "другой предмет",
    CANCELLED: "отменён",
    ADDED: "добавлен",
}


class Classroom(Row, Audited, db.Model):
    """A room with lessons in it; a gym holds more than one at once."""

    __tablename__ = "classroom"

    name: Mapped[str] = mapped_column(String(60), unique=True)
    holds: Mapped[int] = mapped_column(default=1)
    closed_from: Mapped[date | None]  # from this day on it is there no more


class BellSchedule(Row, Audited, db.Model):
    """Bells of a shift that are not the ordinary ones: of some grades, a weekday, or one date.

    What is narrower wins: a date before grades, grades before a weekday. `annulled_at`: it rings
    no more."""

    __tablename__ = "bell_schedule"

    year_id: Mapped[int] = mapped_column(ForeignKey("academic_year.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    shift: Mapped[int] = mapped_column(default=1)
    grade: Mapped[int | None]
    grade_to: Mapped[int | None]  # None: `grade` alone
    weekday: Mapped[int | None]  # 0 is Monday
    on_date: Mapped[date | None]
    annulled_at: Mapped[datetime | None]


class LessonTime(Row, Audited, db.Model):
    """When the lesson of a number begins and ends, on the school's clock: by a bell schedule
    of its own, or (without one) by the ordinary bells of the year."""

    __tablename__ = "lesson_time"
    __table_args__ = (
        UniqueConstraint("schedule_id", "number"),
        Index(
            "uq_lesson_time_ordinary",
            "year_id",
            "number",
            unique=True,
            sqlite_where=text("schedule_id IS NULL"),
            postgresql_where=text("schedule_id IS NULL"),
        ),
    )

    year_id: Mapped[int] = mapped_column(ForeignKey("academic_year.id"))
    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("bell_schedule.id"))
    number: Mapped[int]
    starts: Mapped[time]
    ends: Mapped[time]
    annulled_at: Mapped[datetime | None]  # the schedule no longer has a lesson of this number


class LessonSlot(Row, Audited, db.Model):
    """A place in the timetable: weekday and number, every week or odd (1) or even (2) ones,
    valid from a date to a date (inclusive). Ends, never vanishes."""

    __tablename__ = "lesson_slot"
    __table_args__ = (Index("ix_lesson_slot_day", "weekday", "number"),)

    year_id: Mapped[int] = mapped_column(ForeignKey("academic_year.id"))
    study_group_id: Mapped[int] = mapped_column(ForeignKey("study_group.id"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    weekday: Mapped[int]  # 0 is Monday
    number: Mapped[int]
    parity: Mapped[int] = mapped_column(default=0)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    assistant_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    classroom_id: Mapped[int | None] = mapped_column(ForeignKey("classroom.id"))
    other_classroom_id: Mapped[int | None] = mapped_column(ForeignKey("classroom.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class TeacherAbsence(Row, Audited, db.Model):
    """A teacher away from a day to a day (inclusive): the reason and period of replacements."""

    __tablename__ = "teacher_absence"

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    from_date: Mapped[date]
    until: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200))
    document: Mapped[str] = mapped_column(String(120), default="")


def _kind(context) -> str:
    return REPLACED if context.get_current_parameters().get("employee_id") else CANCELLED


class Substitution(Row, Audited, db.Model):
    """One lesson of one day is another than the timetable says.

    `slot_id` is the lesson that changes; nothing where a lesson is added. `study_group_id` and
    `course_id` say of whom and what a lesson is held that the timetable lacks (another subject,
    added); `number` the hour it moves to (swapped) or is held in. Taken back, it stays with
    `withdrawn_at`.
    """

    __tablename__ = "substitution"
    __table_args__ = (UniqueConstraint("slot_id", "on_date"),)

    slot_id: Mapped[int | None] = mapped_column(ForeignKey("lesson_slot.id"))
    on_date: Mapped[date] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(10), default=_kind)
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), index=True)
    study_group_id: Mapped[int | None] = mapped_column(ForeignKey("study_group.id"))
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"))
    joined_slot_id: Mapped[int | None] = mapped_column(ForeignKey("lesson_slot.id"))
    number: Mapped[int | None]
    classroom_id: Mapped[int | None] = mapped_column(ForeignKey("classroom.id"))
    absence_id: Mapped[int | None] = mapped_column(ForeignKey("teacher_absence.id"))
    reason: Mapped[str] = mapped_column(String(200), default="")
    withdrawn_at: Mapped[datetime | None]

    @property
    def drops(self) -> bool:
        """Whether the lesson of the timetable is not held."""
        return self.kind in (CANCELLED, SUBJECT)

    @property
    def has_own_lesson(self) -> bool:
        """Whether a lesson is held that the timetable lacks."""
        return self.kind in (SUBJECT, ADDED)

    @property
    def takes_over(self) -> bool:
        """Whether another teacher holds the lesson of the timetable."""
        return self.kind in (REPLACED, JOINED)


def standing():
    """The condition that a change has not been taken back."""
    return Substitution.withdrawn_at.is_(None)


def room_words(names: str) -> str:
    """Rooms as people call them: «каб. 32» for a number, «Спортивный зал» as it is."""
    return f"каб. {names}" if names[:1].isdigit() else names
