"""A block of sealed entries: their Merkle root, chained to the block before."""

import hashlib
from datetime import datetime

from sqlalchemy import LargeBinary, String, func, select
from sqlalchemy.orm import Mapped, deferred, mapped_column

from models.audit.add_only import AddOnly
from models.audit.leaf import MARK, block_head
from models.base import Row, db


class Block(Row, AddOnly, db.Model):
    """Which entries, in which order, saying what. Only ever added."""

    __tablename__ = "audit_block"

    number: Mapped[int] = mapped_column(unique=True)  # 1, 2, 3 …
    sealed_at: Mapped[datetime]  # real time, UTC
    first_id: Mapped[int]
    last_id: Mapped[int] = mapped_column(index=True)
    entries: Mapped[int]
    spans: Mapped[list]  # [[first, last], …] of the numbers in it, rising
    # MARK bytes of each entry's hash
    marks: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    merkle: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))  # the head of the block before
    head: Mapped[str] = mapped_column(String(64))

    def rightful_head(self) -> str:
        """The head that follows from everything else the block says."""
        return block_head(
            {
                "number": self.number,
                "sealed_at": self.sealed_at,
                "spans": self.spans,
                "marks": hashlib.sha256(self.marks).hexdigest(),
                "merkle": self.merkle,
                "previous": self.previous,
            }
        )

    @property
    def ids(self) -> list[int]:
        """The numbers of its entries, in order."""
        return [number for first, last in self.spans for number in range(first, last + 1)]

    def mark_of(self, place: int) -> bytes:
        return self.marks[place * MARK : (place + 1) * MARK]


def last_block() -> Block | None:
    """The newest block."""
    return db.session.scalar(select(Block).order_by(Block.number.desc()).limit(1))


def sealed_entries() -> int:
    """How many entries lie in blocks."""
    return db.session.scalar(select(func.coalesce(func.sum(Block.entries), 0)))


def spans_of(numbers: list[int]) -> list[list[int]]:
    """Rising numbers as spans: 1, 2, 3, 7 → [[1, 3], [7, 7]]."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return spans


def gaps(spans: list[list[int]]) -> list[list[int]]:
    """What lies between spans of numbers, which may overlap and come in any order."""
    found, reached = [], None
    for first, last in sorted(spans):
        if reached is not None and first > reached + 1:
            found.append([reached + 1, first - 1])
        reached = last if reached is None else max(reached, last)
    return found
