"""An act of removal never stands still half done: what refers to a row goes before it."""

import pytest

from models.base import db
from models.exchange.retention.due import HEAPS

STAYS: dict[tuple[str, str], str] = {}  # (table, column) → why none of it refers to what goes


def referring(table: str) -> set[tuple[str, str]]:
    return {
        (other.name, column.name)
        for other in db.metadata.sorted_tables
        for column in other.columns
        for key in column.foreign_keys
        if key.column.table.name == table
    }


@pytest.mark.parametrize("kind", HEAPS)
def test_what_refers_to_a_heap_lies_in_an_earlier_one(app, kind):
    gone: set[str] = set()
    for heap in HEAPS[kind]:
        table = heap.model.__tablename__
        left = {(name, at) for name, at in referring(table) if name not in gone} - set(STAYS)
        assert not left, f"put these before «{heap.title}», or say in STAYS why they may stay"
        gone.add(table)


def test_what_stays_is_there_and_has_a_reason(app):
    goes = {heap.model.__tablename__ for heaps in HEAPS.values() for heap in heaps}
    there = {key for table in goes for key in referring(table)}
    assert set(STAYS) <= there and all(STAYS.values())
