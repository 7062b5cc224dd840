"""Subjects and their courses."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.audit.recorder import Audited
from models.base import Row, db


class Subject(Row, Audited, db.Model):
    """A subject as the certificate names it."""

    __tablename__ = "subject"

    name: Mapped[str] = mapped_column(String(120), unique=True)


class Course(Row, Audited, db.Model):
    """A part of a subject with its own journal; the whole subject where it has no parts."""

    __tablename__ = "course"

    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    name: Mapped[str] = mapped_column(String(120), unique=True)
    short: Mapped[str] = mapped_column(String(30), default="")
    marked: Mapped[bool] = mapped_column(default=True)  # numbers are given in it
