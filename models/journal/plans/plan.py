"""A plan of topics (КТП): of a course in a grade, in dated versions, bound to journals.

A version is never changed: saving makes the next one. A topic keeps its key from version to
version, so that a lesson given under its former name still counts.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import clock
from models.audit.recorder import Audited
from models.base import Row, db
from models.school.subject import Course

LONGEST_NAME, LONGEST_SECTION = 160, 160
LONGEST_PLAN_TOPIC, LONGEST_TASK = 300, 300


class TopicPlan(Row, Audited, db.Model):
    """A plan; whoever made it keeps it."""

    __tablename__ = "topic_plan"

    year_id: Mapped[int] = mapped_column(ForeignKey("academic_year.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    grade: Mapped[int]
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    course: Mapped[Course] = relationship(lazy="joined", innerjoin=True)


class PlanVersion(Row, Audited, db.Model):
    """The plan as it holds from a date, until a later version does."""

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("topic_plan.id"))
    number: Mapped[int]
    from_date: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class PlanTopic(Row, Audited, db.Model):
    """A line of a version: a topic and its hours; `term` where the plan names the quarter."""

    __tablename__ = "plan_topic"
    __table_args__ = (UniqueConstraint("version_id", "position"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"))
    position: Mapped[int]
    key: Mapped[int]
    section: Mapped[str] = mapped_column(String(LONGEST_SECTION), default="")
    name: Mapped[str] = mapped_column(String(LONGEST_PLAN_TOPIC))
    hours: Mapped[int]
    homework: Mapped[str] = mapped_column(String(LONGEST_TASK), default="")
    term: Mapped[int | None]


class PlanBinding(Row, Audited, db.Model):
    """A journal follows a plan, from a date to a date (inclusive)."""

    __tablename__ = "plan_binding"
    __table_args__ = (UniqueConstraint("journal_id", "from_date"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("topic_plan.id"), index=True)
    journal_id: Mapped[int] = mapped_column(ForeignKey("journal.id"))
    from_date: Mapped[date]
    until: Mapped[date | None]


class SheetMapping(Row, Audited, db.Model):
    """Which column of a spreadsheet is what, as somebody last said of one with this head."""

    __tablename__ = "sheet_mapping"
    __table_args__ = (UniqueConstraint("account_id", "head"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    head: Mapped[str] = mapped_column(String(64))
    columns: Mapped[list] = mapped_column(default=list)
