"""Sealed blocks are carried to another disk, and whoever rewrites the whole chain is found out."""

from dataclasses import replace

import pytest

from jobs.seal import seal, ship
from models.audit import shipped
from models.audit.block import Block
from models.audit.entry import Entry
from models.audit.leaf import BEGINNING, MARK, content_hash, leaf, merkle_root
from models.audit.sealing import SAID
from models.audit.verify import verify
from models.base import db
from models.people.person import Person
from models.runs.restore_log import note_restore
from models.runs.targets import adopt
from tests.models.audit.test_chain import behind_the_back


@pytest.fixture
def disk(app, tmp_path):
    """An adopted disk of this school."""
    place = tmp_path / "usb"
    place.mkdir()
    adopt(place)
    own = app.config["KLASS"]
    app.config["KLASS"] = replace(own, copies=(place,))
    yield place
    app.config["KLASS"] = own
    (own.data / "restores.jsonl").unlink(missing_ok=True)


def write_and_seal(session, surname: str) -> None:
    session.add(Person(surname=surname))
    session.commit()
    seal()


def named(disk) -> list[str]:
    db.session.expire_all()
    return [fault.sentence for fault in verify(carried=[disk]).faults]


def test_each_block_is_carried_once_with_its_entries(in_school, disk):
    with in_school() as session:
        for surname in ("Первый", "Второй"):
            write_and_seal(session, surname)
            assert ship() == ship() == []
        assert [head["number"] for head in shipped.heads(disk)] == [1, 2]
        carried = [
            row["id"]
            for _h, line in shipped.lines_after(disk, 0)
            for row in shipped.body(line, disk)
        ]
        assert carried == session.query(Entry.id).order_by(Entry.id).all() or len(carried) == (
            session.query(Entry).count()
        )
        assert named(disk) == []


def rewrite_the_chain(session) -> None:
    """What somebody with the program's own arithmetic would do after changing an old entry."""
    previous = BEGINNING
    for block in session.query(Block).order_by(Block.number).all():
        rows = session.query(Entry.id, *SAID).filter(Entry.id.in_(block.ids)).order_by(Entry.id)
        contents = [(row[0], content_hash(row[1:])) for row in rows]
        block.marks = b"".join(content[:MARK] for _id, content in contents)
        block.merkle = merkle_root([leaf(*pair) for pair in contents]).hex()
        block.previous = previous
        previous = block.head = block.rightful_head()
        told = f"merkle = '{block.merkle}', previous = '{block.previous}', head = '{block.head}'"
        marks = "X'{}'" if session.get_bind().dialect.name == "sqlite" else "'\\x{}'"
        statement = (
            f"UPDATE audit_block SET {told}, marks = {marks.format(block.marks.hex())} "
            f"WHERE number = {block.number}"
        )
        session.expunge(block)
        behind_the_back(statement)


def test_a_rewritten_chain_proves_itself_and_not_against_what_was_carried_away(in_school, disk):
    with in_school() as session:
        write_and_seal(session, "Первый")
        write_and_seal(session, "Второй")
        ship()
        behind_the_back("UPDATE audit_entry SET reason = 'иначе' WHERE id = 1")
        db.session.expire_all()
        rewrite_the_chain(session)
        assert verify().faults == []
        assert named(disk)[0].startswith("Блок № 1 не тот, что вынесен в ")


def test_blocks_cut_off_at_the_end_are_missed(in_school, disk):
    with in_school() as session:
        write_and_seal(session, "Первый")
        write_and_seal(session, "Второй")
        ship()
        entry = session.query(Block).filter_by(number=2).one().first_id
        behind_the_back(
            "DELETE FROM audit_block WHERE number = 2",
            f"DELETE FROM audit_entry WHERE id >= {entry}",
            "DELETE FROM person WHERE surname = 'Второй'",
        )
        assert verify().faults == []
        assert named(disk)[0].startswith("Блок № 2 не тот, что вынесен в ")
        assert ship() == [f"Записи не вынесены в {disk}: блок № 2 в базе не тот, что вынесен."]


def test_a_restore_that_was_told_is_no_forgery(in_school, disk, app):
    with in_school() as session:
        write_and_seal(session, "Первый")
        head = session.query(Block).one().head
        write_and_seal(session, "Второй")
        ship()
        entry = session.query(Block).filter_by(number=2).one().first_id
        behind_the_back(
            "DELETE FROM audit_block WHERE number = 2",
            f"DELETE FROM audit_entry WHERE id >= {entry}",
            "DELETE FROM person WHERE surname = 'Второй'",
        )
        note_restore(app.config["KLASS"].data, "copy", 1, head)
        session.expire_all()
        write_and_seal(session, "Третий")
        assert ship() == []
        assert named(disk) == []
        assert [h["number"] for h, _line in shipped.lines_after(disk, 0)] == [1, 2]


def test_a_torn_line_is_closed_and_its_block_comes_again(in_school, disk):
    with in_school() as session:
        write_and_seal(session, "Первый")
        ship()
        (log,) = shipped.files(disk)
        log.write_bytes(log.read_bytes()[:-7])
        write_and_seal(session, "Второй")
        assert ship() == []
        assert [head["number"] for head in shipped.heads(disk)] == [1, 2]
        assert named(disk) == []


def test_a_disk_that_is_away_is_said_and_nothing_is_written_in_its_place(in_school, disk):
    with in_school() as session:
        (disk / "klass-copies.txt").unlink()
        write_and_seal(session, "Первый")
        (said,) = ship()
        assert said.startswith(f"В папке {disk} нет файла klass-copies.txt: диск не подключён")
        assert list(disk.iterdir()) == []
