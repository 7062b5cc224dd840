"""The database handle, its conventions and the column types every model shares."""

from datetime import UTC, datetime

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, MetaData, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

from models.session import RecordedSession

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator):
    """A moment: stored in UTC, always aware in Python."""

    impl = DateTime(timezone=True)
    cache_ok = True
    python_type = datetime

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Base(DeclarativeBase):
    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={datetime: UTCDateTime, dict: Json, list: Json},
    )


db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    session_options={"class_": RecordedSession, "expire_on_commit": False},
)


class Row:
    """What every table has: a number of its own."""

    id: Mapped[int] = mapped_column(primary_key=True)


class Versioned:
    """A row that counts its changes: a write says which version it saw."""

    version: Mapped[int] = mapped_column(default=1)


def line_to_database():
    """The connection of the session's transaction, found once per transaction: hot paths ask it
    a dozen times, and the session would look it up anew each time."""
    return _line()[1]


def driver_line() -> tuple:
    """(dialect, the driver's own connection) of the session's transaction."""
    return _line()[2:]


def _line() -> tuple:
    session = db.session.registry()
    transaction = session.get_transaction()
    known = session.info.get("line")
    if known is None or transaction is None or known[0] is not transaction:
        connection = session.connection()
        raw = connection.connection.dbapi_connection
        known = (session.get_transaction(), connection, connection.dialect, raw)
        session.info["line"] = known
    return known
