"""What is kept no longer goes by an act of two signatures, and the chain still proves."""

import csv
import io
import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, func, select, text

from models.access.viewing import Viewing
from models.audit.add_only import Rewritten
from models.audit.entry import Entry
from models.audit.removal import RemovedEntries, remove_entries
from models.audit.verify import verify
from models.base import db
from models.control.accuracy import open_checks
from models.exchange.retention.act import RemovalAct
from models.exchange.retention.kinds import KINDS, keep, years_of
from models.journal.past import past_of_journal
from models.journal.term_mark import TermMark
from models.refusal import Refused
from models.session import recorded
from tests.marks_grid import MATHS
from tests.removal import LATER, OF_LESSONS, PAGE, carried_out, drawn_up, faults, number_of


def test_journals_go_with_their_entries_and_the_chain_proves(app, as_, cast, years_later):
    assert number_of(app, *OF_LESSONS) > 10 and faults(app) == []
    act = carried_out(app, as_)
    assert number_of(app, *OF_LESSONS) == 0
    assert number_of(app, TermMark) == 1, "the summary is kept longer"
    with app.app_context():
        about = Entry.table_name.in_([model.__tablename__ for model in OF_LESSONS])
        assert db.session.scalar(select(func.count()).where(about)) == 0
        proof = verify()
        assert proof.faults == [] and proof.removed[1] > 10
        assert proof.sealed == proof.entries + sum(proof.removed.values())
    page = as_("admin").get(f"/administrator{PAGE}acts/{act}/").text
    assert "исполнен" in page


def test_the_extract_says_whose_data_of_which_kind_went_when_and_why(app, as_, years_later):
    act = carried_out(app, as_)
    answer = as_("director").get(f"/director{PAGE}acts/{act}/extract.csv")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    told = {(row[0], row[1]): row for row in rows[1:]}
    assert told["Петров Пётр", "Отметки"][2] == "1"
    assert told["Петров Пётр", "Пропуски и опоздания"][2] == "1"
    assert told["Орлова Ольга", "Отметки"][2:5] == ["1", "Klass", "Истёк срок хранения, лет: 5."]
    assert told["Орлова Ольга", "Отметки"][5].startswith("20.01.2045")
    paper = as_("director").get(f"/director{PAGE}acts/{act}/print")
    assert paper.data.startswith(b"%PDF")


def test_a_drawing_goes_with_what_it_compared_and_the_next_may_be_drawn(
    app, as_, cast, years_later
):
    act = carried_out(app, as_)
    answer = as_("director").get(f"/director{PAGE}acts/{act}/extract.csv").data.decode("utf-8-sig")
    assert re.search(r"[А-Я]\w+ [А-Я]\w+;Записи, отобранные для сверки", answer)
    with app.app_context():
        assert open_checks() == []


@pytest.mark.parametrize("kind", ["audit", "viewings", "sign_ins", "journals"])
def test_after_any_removal_the_chain_proves(app, as_, years_later, kind):
    carried_out(app, as_, kind)
    assert faults(app) == []


def test_of_changes_the_last_of_each_row_stays_and_the_past_goes_on_from_it(
    app, as_, cast, in_school, years_later
):
    with app.app_context():
        stood = past_of_journal(cast.journals[MATHS], LATER).texts(LATER)
        rows = db.session.query(Entry.table_name, Entry.row_id, Entry.action).all()
        standing = {row[:2] for row in rows} - {row[:2] for row in rows if row[2] == "delete"}
    carried_out(app, as_, "audit")
    with app.app_context():
        assert past_of_journal(cast.journals[MATHS], LATER).texts(LATER) == stood
        left = {tuple(r) for r in db.session.query(Entry.table_name, Entry.row_id)}
        assert standing <= left
        assert db.session.scalar(select(func.count()).select_from(RemovedEntries)) > 0


def tampered(app, statement) -> list[str]:
    with app.app_context(), recorded():
        db.session.connection().execute(statement)
        db.session.commit()
    return faults(app)


def test_what_goes_without_an_act_is_named_after_removals_too(app, as_, years_later):
    carried_out(app, as_, "audit")
    carried_out(app, as_, "journals")
    with app.app_context():
        entry = db.session.scalar(select(func.min(Entry.id)))
    named = tampered(app, delete(Entry).where(Entry.id == entry))
    assert f"Запись № {entry} удалена" in named


def test_a_changed_hash_of_a_removed_entry_is_named(app, as_, years_later):
    carried_out(app, as_)
    with app.app_context():
        hashes = bytearray(db.session.scalar(select(RemovedEntries.hashes).limit(1)))
        first = db.session.scalar(select(func.min(RemovedEntries.id)))
        hashes[0] ^= 1
        with db.engine.connect().execution_options() as line:  # not as the program would
            raw = line.connection.driver_connection.cursor()
            mark = "%s" if db.engine.dialect.name == "postgresql" else "?"
            raw.execute(
                f"UPDATE removed_entries SET hashes = {mark} WHERE id = {mark}",
                (bytes(hashes), first),
            )
            line.connection.driver_connection.commit()
    assert any("изменена" in sentence for sentence in faults(app))


def test_the_log_of_looks_is_shortened_only_by_an_act(app, as_, years_later):
    assert number_of(app, Viewing) > 0
    with app.app_context(), pytest.raises(Rewritten):
        db.session.execute(text("DELETE FROM viewing"))
    carried_out(app, as_, "viewings")
    with app.app_context():
        old = select(func.count()).where(Viewing.school_at < datetime(2042, 1, 1, tzinfo=UTC))
        assert db.session.scalar(old) == 0


def test_what_is_not_sealed_does_not_go(app, as_, years_later):
    drawn_up(as_)
    with app.app_context():
        fresh = Entry.table_name == RemovalAct.__tablename__
        with pytest.raises(Refused, match="не внесена в цепочку"):
            remove_entries(1, fresh, LATER)


def form(**more) -> dict[str, str]:
    return {name: str(kind.usual) for name, kind in KINDS.items()} | more


def test_changes_are_kept_as_long_as_the_journal(app, as_):
    admin = as_("admin")
    answer = admin.post(f"/administrator{PAGE}", data=form(journals="20", audit="5"))
    beside = answer.text.split('name="audit"')[1].split("</td>")[0]
    assert answer.status_code == 422 and "Не короче, чем журналы (лет: 20)" in beside
    assert 'value="5"' in beside and 'aria-invalid="true"' in beside
    with app.app_context():
        assert years_of("journals") == 5, "nothing of it is kept"
        with pytest.raises(Refused):  # the audit's years are the usual ten
            keep({"journals": 20})
    assert admin.post(f"/administrator{PAGE}", data=form(journals="20", audit="20")).location


def test_of_a_year_whose_journals_stand_no_change_goes(app, as_, years_later, on_day):
    on_day(date(2032, 3, 1))  # five years after changes of the winter, not after the year's end
    assert as_("admin").post(f"/administrator{PAGE}", data=form(audit="5")).status_code == 302
    for kind in ("journals", "audit"):
        answer = as_("admin").post(f"/administrator{PAGE}acts", data={"kind": kind})
        assert answer.status_code == 422 and "Удалять нечего" in answer.text, kind


def test_years_are_set_and_not_below_the_law(app, as_):
    admin = as_("admin")
    answer = admin.post(f"/administrator{PAGE}", data=form(viewings="0"))
    assert answer.status_code == 422 and "От 1 до 75 лет." in answer.text
    assert 'value="0"' in answer.text
    answer = admin.post(f"/administrator{PAGE}", data=form(journals="пять"))
    assert answer.status_code == 422 and 'value="пять"' in answer.text
    assert admin.post(f"/administrator{PAGE}", data=form(viewings="2")).status_code == 302
    with app.app_context():
        assert (years_of("viewings"), years_of("journals")) == (2, 5)
