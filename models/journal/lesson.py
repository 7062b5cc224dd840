"""A lesson: a place in the timetable on one date, and what was done in it."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import clock
from models.audit.recorder import Audited
from models.base import Row, Versioned, db
from models.journal.journal import Journal, WorkKind, columns_changed, raise_version
from models.refusal import Refused

HELD, CANCELLED = "held", "cancelled"
LONGEST_TOPIC, LONGEST_HOMEWORK = 300, 1000
MOST_COLUMNS = 3
NO_HOMEWORK = "Не задано"
NO_HOMEWORK_IN = 1  # the first grade has none
PAPER_WITHIN = timedelta(days=60)  # a lesson stands in the paper journal by then


class Lesson(Row, Audited, Versioned, db.Model):
    """Keeps its own copy of teacher, room and times: a changed timetable cannot alter it."""

    __tablename__ = "lesson"
    __table_args__ = (
        UniqueConstraint("slot_id", "on_date"),
        UniqueConstraint("substitution_id"),
        Index("ix_lesson_journal_date", "journal_id", "on_date"),
        Index("ix_lesson_day_teacher", "on_date", "employee_id"),
    )
    __unaudited__ = frozenset({"stamp"})
    __hot__ = True

    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("lesson_slot.id"))
    substitution_id: Mapped[int | None] = mapped_column(ForeignKey("substitution.id"))
    on_date: Mapped[date]
    number: Mapped[int]
    starts: Mapped[time | None]
    ends: Mapped[time | None]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    assistant_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    classroom_id: Mapped[int | None] = mapped_column(ForeignKey("classroom.id"))
    substituted: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(String(10), default=HELD)
    topic: Mapped[str] = mapped_column(String(LONGEST_TOPIC), default="")
    topic_entered_at: Mapped[datetime | None]
    paper_on: Mapped[date | None]  # its date in the paper journal, where that is another
    stamp: Mapped[int] = mapped_column(default=0)  # the journal's version when last changed
    journal: Mapped[Journal] = relationship(lazy="joined", innerjoin=True)

    def write(self, topic: str, homework: str, *, seen: int, account_id: int | None) -> None:
        """Set topic and homework. Raises StaleLesson where someone else set other ones since
        they were read, and Refused where they are too long."""
        stamp = self.locked()
        topic, homework = topic.strip(), homework.strip()
        stands = homework_of(self.id)
        if (topic, homework) == (self.topic, stands.text if stands else ""):
            return
        if seen != self.version:
            raise StaleLesson(self.topic, stands.text if stands else "")
        if len(topic) > LONGEST_TOPIC or len(homework) > LONGEST_HOMEWORK:
            raise Refused(
                f"Тема не длиннее {LONGEST_TOPIC} знаков, задание не длиннее {LONGEST_HOMEWORK}."
            )
        self._set_topic(topic)
        self._set_homework(homework, account_id)
        self.version += 1
        self.stamp = stamp

    def locked(self) -> int:
        """Stand in line with the journal's other writers, and see what they left; returns the
        journal's new version."""
        stamp = raise_version(self.journal_id)
        db.session.refresh(self, ["version", "topic", "paper_on", "stamp"])
        return stamp

    def _set_topic(self, topic: str) -> None:
        if topic != self.topic:
            self.topic = topic
            # when it was first there: a word mended later is no late topic
            self.topic_entered_at = (self.topic_entered_at or clock.now()) if topic else None

    def _set_homework(self, text: str, account_id: int | None) -> None:
        homework = homework_of(self.id)
        if text == (homework.text if homework else ""):
            return
        if homework is None:
            homework = Homework(lesson_id=self.id, journal_id=self.journal_id)
            db.session.add(homework)
        if not homework.text or not text:
            homework.entered_at = clock.now()  # when it was first there, not when mended
        homework.text, homework.account_id = text, account_id

    def check_attendance(self, account_id: int | None) -> bool:
        """«Отсутствующие отмечены»: a fact of its own, also where nobody was absent. Twice is
        once; returns whether it is new."""
        stamp = self.locked()
        if checked(self.id) is not None:
            return False
        db.session.add(
            AttendanceCheck(lesson_id=self.id, journal_id=self.journal_id, account_id=account_id)
        )
        self.stamp = stamp
        return True

    def uncheck_attendance(self, account_id: int | None) -> None:
        """Take one's own check back, made by mistake; it stays in the audit. Where there is none,
        nothing happens. Raises Refused where another made it."""
        stamp, check = self.locked(), checked(self.id)
        if check is None:
            return
        if check.account_id != account_id:
            raise Refused("Это отметил другой сотрудник: снять может только он.")
        db.session.delete(check)
        self.stamp = stamp

    def stand_on_paper(self, day: date | None) -> None:
        """Set the lesson's date in the paper journal, where that is another. Raises Refused."""
        stamp = self.locked()
        day = None if day == self.on_date else day
        if day is not None and day != self.paper_on:
            self._check_paper_day(day)
        if day != self.paper_on:
            self.paper_on, self.stamp = day, stamp
            columns_changed(self.journal_id, stamp)

    def _check_paper_day(self, day: date) -> None:
        if day > clock.today():
            raise Refused("Дата в бумажном журнале ещё не наступила. Проверьте её.")
        if day < self.on_date:
            raise Refused(f"Дата в бумажном журнале раньше урока ({self.on_date:%d.%m.%Y}).")
        if day > self.on_date + PAPER_WITHIN:
            last = self.on_date + PAPER_WITHIN
            limit = "не позже чем через 60 дней после урока"
            raise Refused(f"Дата в бумажном журнале {limit}: до {last:%d.%m.%Y}.")

    def open_column(self, kind: WorkKind, seen: int | None = None) -> "LessonColumn | None":
        """One more column beside the lesson's first: a test in the same lesson. None where there
        are more already than the asker has seen: a button was pressed twice."""
        stamp = self.locked()
        position = 1 + max(column.position for column in columns_of_lesson(self.id))
        if seen is not None and seen < position - 1:
            return None
        if position > MOST_COLUMNS:
            raise Refused(f"У урока не больше {MOST_COLUMNS} столбцов.")
        column = LessonColumn(
            lesson_id=self.id, journal_id=self.journal_id, position=position, kind_id=kind.id
        )
        db.session.add(column)
        columns_changed(self.journal_id, stamp)
        return column


class Homework(Row, Audited, db.Model):
    """What a lesson set for home; «Не задано» is an answer too."""

    __tablename__ = "homework"
    __hot__ = True

    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), unique=True)
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    text: Mapped[str] = mapped_column(String(LONGEST_HOMEWORK))
    minutes: Mapped[int | None]  # how long it takes, as the teacher expects
    entered_at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class AttendanceCheck(Row, Audited, db.Model):
    """That absences of a lesson were checked: who and when. In transition mode: compared
    with the paper journal, nothing more to enter."""

    __tablename__ = "attendance_check"
    __hot__ = True

    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), unique=True)
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    checked_at: Mapped[datetime] = mapped_column(default=clock.now)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class LessonColumn(Row, Audited, db.Model):
    """A column of a lesson: an answer, or a test beside it."""

    __tablename__ = "lesson_column"
    __table_args__ = (UniqueConstraint("lesson_id", "position"),)
    __hot__ = True

    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    position: Mapped[int] = mapped_column(default=1)
    kind_id: Mapped[int] = mapped_column(ForeignKey("work_kind.id"))
    lesson: Mapped[Lesson] = relationship(lazy="joined", innerjoin=True)
    kind: Mapped[WorkKind] = relationship(lazy="joined", innerjoin=True)

    def become(self, kind_id: int) -> None:
        """Change the kind of work; marks without a kind of their own go with it."""
        if kind_id != self.kind_id:
            stamp = self.lesson.locked()
            self.kind_id = kind_id
            columns_changed(self.journal_id, stamp)


class StaleLesson(Exception):
    """Somebody else set another topic or homework since they were read."""

    def __init__(self, topic: str, homework: str):
        super().__init__("Пока вы писали, тему или задание уже изменили.")
        self.topic, self.homework = topic, homework


def columns_of_lesson(lesson_id: int) -> list[LessonColumn]:
    """The columns of a lesson in order."""
    query = select(LessonColumn).where(LessonColumn.lesson_id == lesson_id)
    return list(db.session.scalars(query.order_by(LessonColumn.position)))


def homework_of(lesson_id: int) -> Homework | None:
    """The homework of a lesson."""
    return db.session.scalar(select(Homework).where(Homework.lesson_id == lesson_id))


def checked(lesson_id: int) -> AttendanceCheck | None:
    """The fact that absences of the lesson were checked, if they were."""
    return db.session.scalar(select(AttendanceCheck).where(AttendanceCheck.lesson_id == lesson_id))
