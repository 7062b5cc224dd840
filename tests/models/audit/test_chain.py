"""What was sealed cannot be changed unnoticed: every way of touching a single row is named."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import inspect, text

from jobs.seal import seal
from models.audit import chain, sealing
from models.audit.block import Block
from models.audit.entry import Entry
from models.audit.leaf import merkle_root
from models.audit.recorder import AUDITED, image_keys
from models.audit.verify import verify
from models.audit.words import TITLES
from models.base import db
from models.people.person import Person

MATHS = ("5-А", "Математика")


@pytest.fixture
def sealed(in_school, as_, cast):
    """The school with some marks, all sealed in three blocks."""
    anna = as_("anna")
    for version, value in enumerate("543"):
        anna.type("teacher", cast, MATHS, "petya", value, version=version)
        with in_school():
            seal()
    return in_school


def behind_the_back(*statements: str) -> None:
    """Write as somebody with the database's own tools would."""
    db.session.rollback()
    raw = db.engine.raw_connection()
    for statement in statements:
        raw.cursor().execute(statement)
    raw.commit()
    raw.close()


def named() -> list[str]:
    db.session.expire_all()
    return [fault.sentence for fault in verify().faults]


def test_everything_is_sealed_and_proved(sealed):
    with sealed() as session:
        proof = verify()
        assert proof.faults == []
        assert proof.blocks == session.query(Block).count() == 3
        assert proof.sealed == proof.entries == session.query(Entry).count()
        assert seal() == []


def test_an_entry_that_is_not_sealed_yet_is_no_fault(sealed):
    with sealed() as session:
        session.add(Person(surname="Новый"))
        session.commit()
        proof = verify()
        assert proof.faults == []
        assert proof.entries == proof.sealed + 1


def a_marks_entry(session) -> int:
    return session.query(Entry.id).filter_by(table_name="mark").order_by(Entry.id).first()[0]


@pytest.mark.parametrize(
    "change",
    ["account_id = 999", "reason = 'иначе'", "at = '2026-01-01 00:00:00'", "row_id = 777"],
)
def test_a_changed_entry_is_named(sealed, change):
    with sealed() as session:
        entry = a_marks_entry(session)
        behind_the_back(f"UPDATE audit_entry SET {change} WHERE id = {entry}")
        assert named()[0] == f"Запись № {entry} изменена"


def test_a_removed_entry_is_named(sealed):
    with sealed() as session:
        entry = a_marks_entry(session)
        behind_the_back(f"DELETE FROM audit_entry WHERE id = {entry}")
        assert named()[0] == f"Запись № {entry} удалена"


def test_two_swapped_entries_are_named(sealed):
    with sealed() as session:
        one = a_marks_entry(session)
        behind_the_back(
            f"UPDATE audit_entry SET id = -1 WHERE id = {one}",
            f"UPDATE audit_entry SET id = {one} WHERE id = {one - 1}",
            f"UPDATE audit_entry SET id = {one - 1} WHERE id = -1",
        )
        assert named()[:2] == [f"Запись № {one - 1} переставлена", f"Запись № {one} переставлена"]


def test_an_entry_put_among_sealed_ones_is_named(sealed):
    columns = "at, school_at, account_id, hat, action, table_name, row_id"
    with sealed() as session:
        first = session.query(Entry.id).order_by(Entry.id).first()[0]
        behind_the_back(
            f"INSERT INTO audit_entry (id, {columns}) SELECT -5, {columns} FROM audit_entry "
            f"WHERE id = {first}"
        )
        assert "Запись № -5 вставлена" in named()


@pytest.mark.parametrize("table", sorted(AUDITED))
def test_a_row_touched_without_an_entry_is_named_in_every_audited_table(sealed, table):
    """Each table that has a row: its row changed; the entries taken from it; one put in."""
    with sealed() as session:
        ids = session.scalars(text(f'SELECT id FROM "{table}" ORDER BY id')).all()
        if not ids:
            _named_when_put_in(session, table)
            return
        if column := changeable(table):
            behind_the_back(f'UPDATE "{table}" SET {column} WHERE id = {ids[0]}')
            assert named()[0].startswith(f"{TITLES[table]} № {ids[0]}")
            assert " не совпадает с записью № " in named()[0]
        row = session.query(Entry.id).filter_by(table_name=table, row_id=ids[-1])
        last = row.order_by(Entry.id.desc()).first()[0]
        behind_the_back(
            f"UPDATE audit_entry SET row_id = {ids[-1] + 100000} "
            f"WHERE table_name = '{table}' AND row_id = {ids[-1]}"
        )
        found = named()
        assert f"Запись № {last} изменена" in found
        assert f"{TITLES[table]} № {ids[-1]} без записи" in found


def changeable(table: str) -> str:
    """A change to a column that refers to nothing, or nothing where every column refers."""
    ways = {str: "'я'", int: "77", bool: None, date: "'2001-02-03'", Decimal: "7"}
    for name in image_keys(AUDITED[table]):
        column = inspect(AUDITED[table]).column_attrs[name].columns[0]
        free = not column.primary_key and not column.foreign_keys
        if free and (value := ways.get(column.type.python_type)):
            return f'"{column.name}" = {value}'
    return ""


def _named_when_put_in(session, table: str) -> None:
    model = AUDITED[table]
    assert session.query(model).count() == 0
    behind_the_back(
        "INSERT INTO audit_entry (id, at, school_at, hat, action, table_name, row_id, after) "
        f"SELECT -9, at, school_at, 'system', 'insert', '{table}', 1, after "
        "FROM audit_entry WHERE id = (SELECT min(id) FROM audit_entry)"
    )
    assert "Запись № -9 вставлена" in named()


def test_a_mark_changed_in_its_own_table_is_named(sealed):
    with sealed() as session:
        mark = session.scalar(text("SELECT id FROM mark"))
        was = session.scalar(text("SELECT shown FROM mark"))
        behind_the_back("UPDATE mark SET shown = '5'")
        said = named()[0]
        assert said.startswith(f"Отметка № {mark} (") and "Математика, 5-А, урок " in said
        assert f"в записи «{was}», в базе «5»" in said


def test_a_mark_removed_from_its_own_table_is_named(sealed):
    with sealed() as session:
        mark = session.scalar(text("SELECT id FROM mark"))
        behind_the_back("DELETE FROM mark")
        assert named()[0].startswith(f"Отметка № {mark} (")
        assert "строки в базе нет, а по записи № " in named()[0]


@pytest.mark.parametrize(
    "change", ["merkle = previous", "spans = '[[1, 2]]'", "sealed_at = '2026-01-01'"]
)
def test_a_changed_block_is_named(sealed, change):
    with sealed():
        behind_the_back(f"UPDATE audit_block SET {change} WHERE number = 2")
        assert named()[0].startswith("Блок № 2 ")


def test_a_removed_block_is_named(sealed):
    with sealed():
        behind_the_back("DELETE FROM audit_block WHERE number = 2")
        assert named()[0] == "Блока № 2 в цепочке нет"


def test_an_entry_inserted_with_its_row_and_dated_back_is_named_once_sealed(sealed):
    columns = "school_at, account_id, hat, action, table_name, row_id, after"
    with sealed() as session:
        top = session.query(Entry.id).order_by(Entry.id.desc()).first()[0]
        behind_the_back(
            f"INSERT INTO audit_entry (id, at, {columns}) "
            f"SELECT {top + 1}, '2026-01-01 00:00:00', {columns} FROM audit_entry "
            f"WHERE id = {top}"
        )
        seal()
        assert f"Запись № {top + 1} вставлена" in named()


def test_what_waited_for_days_in_more_than_one_block_is_no_fault(in_school, monkeypatch):
    monkeypatch.setattr(sealing, "MOST", 8)
    monkeypatch.setattr(chain, "MOST", 8)
    with in_school():
        behind_the_back("UPDATE audit_entry SET at = '2026-01-01 00:00:00'")
        assert len(seal()) > 2
        assert named() == []


def test_a_transaction_that_ends_late_is_sealed_behind_the_block_that_passed_it_by(sealed, a_stage):
    if a_stage.database.kind == "sqlite":
        return  # one writer at a time: numbers come in the order of commits
    with sealed() as session:
        slow = db.engine.raw_connection()
        slow.cursor().execute(
            "INSERT INTO audit_entry (at, school_at, hat, action, table_name, row_id) "
            "VALUES (now(), now(), 'system', 'insert', 'slow', 1)"
        )
        session.add(Person(surname="Быстрый"))
        session.commit()
        assert [block.entries for block in seal()] == [1]
        assert named() == []
        slow.commit()
        slow.close()
        assert named() == []
        assert [block.entries for block in seal()] == [1]
        assert named() == []


def test_the_root_of_one_leaf_is_the_leaf_and_every_leaf_counts():
    leaves = [bytes([number]) * 32 for number in range(7)]
    assert merkle_root(leaves[:1]) == leaves[0]
    roots = {merkle_root(leaves[:count]) for count in range(1, 8)}
    roots |= {merkle_root([*leaves[:place], b"x" * 32, *leaves[place + 1 :]]) for place in range(7)}
    assert len(roots) == 14
