"""How a person has set the columns of a list: remembered by its heads for the next file."""

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from models.audit.recorder import Audited
from models.base import Row, db


class ColumnMapping(Row, Audited, db.Model):
    """The heads of one kind of list, and what each column means."""

    __tablename__ = "column_mapping"

    signature: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    heads: Mapped[list]
    columns: Mapped[list]


def known_columns(kind: str) -> dict[str, list[str]]:
    """Signature of the heads → meanings, as people have set them."""
    rows = db.session.scalars(select(ColumnMapping).where(ColumnMapping.kind == kind))
    return {row.signature: row.columns for row in rows}


def remember(kind: str, signature: str, heads: list[str], columns: list[str]) -> None:
    """Read lists with these heads so from now on."""
    row = db.session.scalar(select(ColumnMapping).where(ColumnMapping.signature == signature))
    if row is None:
        values = {"signature": signature, "kind": kind, "heads": heads}
        db.session.add(ColumnMapping(**values, columns=columns))
    elif row.columns != columns:
        row.columns = columns
