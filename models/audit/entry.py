"""One entry of the audit journal: a row as it was and as it became."""

from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Row, db


class Entry(Row, db.Model):
    """Who changed which row, when, in which role, from what to what. Only ever added."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_row", "table_name", "row_id", "id"),
        Index("ix_audit_entry_journal", "journal_id", "id"),
        Index("ix_audit_entry_student", "student_id", "id"),
        Index("ix_audit_entry_account", "account_id", "id"),
        Index(
            "ix_audit_entry_run_id",
            "run_id",
            sqlite_where=text("run_id IS NOT NULL"),
            postgresql_where=text("run_id IS NOT NULL"),
        ),
    )

    at: Mapped[datetime]  # real time, UTC
    school_at: Mapped[datetime]  # the school's clock, UTC
    account_id: Mapped[int | None]  # None: the program itself (hat "system")
    hat: Mapped[str] = mapped_column(String(20))
    request_id: Mapped[str | None] = mapped_column(String(40), index=True)
    run_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(6))  # insert, update, delete
    table_name: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[int]
    before: Mapped[dict | None]
    after: Mapped[dict | None]
    journal_id: Mapped[int | None]
    student_id: Mapped[int | None]
    reason: Mapped[str | None]


def plain(value):
    """A column value as JSON can hold it: dates in ISO, decimals as text."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value
