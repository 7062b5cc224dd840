"""Nothing audited is written past the audit, and nothing anonymously."""

import pytest
from sqlalchemy import delete, insert, text, update

from models.audit.bulk import bulk_insert
from models.audit.entry import Entry
from models.audit.ledger import Ledger
from models.audit.recorder import Anonymous, Unrecorded
from models.audit.undo import undo_request
from models.audit.verify import verify
from models.base import db
from models.people.person import Person
from models.refusal import Refused


def last_entry(session):
    return session.query(Entry).order_by(Entry.id.desc()).first()


def test_a_change_holds_the_whole_row_before_and_after(in_school):
    with in_school() as session:
        person = session.query(Person).filter_by(given="Пётр").one()
        person.phone = "8-914"
        session.flush()
        entry = last_entry(session)
        assert entry.action == "update"
        assert entry.before["phone"] is None
        assert entry.after["phone"] == "8-914"
        assert entry.after["surname"] == "Петров"


def test_the_old_value_is_known_even_after_a_commit(in_school):
    with in_school() as session:
        person = session.query(Person).filter_by(given="Пётр").one()
        session.commit()
        session.expire(person)
        person.given = "Пеtr"
        session.flush()
        assert last_entry(session).before["given"] == "Пётр"


def test_two_changes_in_one_flush_keep_the_first_old_value(in_school):
    with in_school() as session:
        person = session.query(Person).filter_by(given="Пётр").one()
        person.phone = "1"
        person.phone = "2"
        session.flush()
        entry = last_entry(session)
        assert (entry.before["phone"], entry.after["phone"]) == (None, "2")


def test_nobody_writes_anonymously(in_school):
    with in_school() as session:
        session.info.pop("author")
        session.add(Person(surname="Никто"))
        with pytest.raises(Anonymous):
            session.flush()


WAYS_PAST = {
    "bulk update": lambda s: s.query(Person).update({"phone": "1"}),
    "core update": lambda s: s.execute(update(Person.__table__).values(phone="1")),
    "orm insert statement": lambda s: s.execute(insert(Person), [{"surname": "А", "given": "Б"}]),
    "core delete": lambda s: s.execute(delete(Person.__table__).where(Person.id == 1)),
    "text": lambda s: s.execute(text("UPDATE person SET phone = '1'")),
    "text after a comment": lambda s: s.execute(text("/* x */ update  person set phone='1'")),
    "text with a common table": lambda s: s.execute(
        text("WITH x AS (SELECT 1) UPDATE person SET phone = '1'")
    ),
    "bulk save": lambda s: s.bulk_insert_mappings(Person, [{"surname": "А", "given": "Б"}]),
    "a connection of its own": lambda s: s.connection().exec_driver_sql(
        "UPDATE person SET phone = '1'"
    ),
    "the audit itself": lambda s: s.execute(delete(Entry)),
}


@pytest.mark.parametrize("way", WAYS_PAST)
def test_writes_past_the_audit_are_refused(in_school, way):
    with in_school() as session, pytest.raises(Unrecorded):
        WAYS_PAST[way](session)


def test_the_bulk_verb_records_each_row(in_school):
    with in_school() as session:
        before = session.query(Entry).count()
        ids = bulk_insert(session, Person, [{"surname": "А"}, {"surname": "Б"}])
        assert len(ids) == 2
        assert session.query(Entry).count() == before + 2
        assert session.get(Person, ids[1]).surname == "Б"
        assert last_entry(session).row_id == ids[1]


def test_what_stands_follows_from_the_entries(in_school):
    with in_school():
        proof = verify()
        assert proof.rows > 50
        assert proof.faults == []


def test_a_row_changed_behind_the_audits_back_is_named(in_school, a_stage):
    with in_school() as session:
        session.commit()
        raw = db.engine.raw_connection()
        raw.cursor().execute("UPDATE person SET surname = 'Чужой' WHERE id = 1")
        raw.commit()
        raw.close()
        (fault,) = verify().faults
        assert fault.sentence.startswith("Человек № 1 не совпадает с записью № ")


def test_undo_takes_a_request_back_and_is_itself_recorded(in_school, as_, cast):
    key = ("5-А", "Математика")
    as_("anna").type("teacher", cast, key, "petya", "5")
    with in_school() as session:
        request_id = session.query(Entry).filter_by(table_name="mark").one().request_id
        assert undo_request(request_id) >= 1
        session.commit()
        assert session.query(Entry).filter_by(table_name="mark").count() == 2
    diary = as_("maria").get(f"/parent/children/{cast.students['petya']}/diary/")
    assert 'class="mark' not in diary.text


def test_undo_refuses_where_something_was_touched_since(in_school, as_, cast):
    key = ("5-А", "Математика")
    as_("anna").type("teacher", cast, key, "petya", "5")
    as_("anna").type("teacher", cast, key, "petya", "4", version=1)
    with in_school() as session:
        first = session.query(Entry).filter_by(table_name="mark").order_by(Entry.id).first()
        with pytest.raises(Refused, match="Отменить нельзя"):
            undo_request(first.request_id)


def test_what_is_remembered_is_not_written_past_the_memory(in_school):
    with in_school() as session, pytest.raises(TypeError, match="person"):
        Ledger(session).insert(Person, surname="Мимо", given="Памяти")
