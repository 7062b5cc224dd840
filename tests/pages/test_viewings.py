"""Looks at personal data are written down: who, in which role, when, about whom, from where."""

import pytest
from sqlalchemy import delete, update

from models import clock
from models.access.viewing import AGAIN, Viewing
from models.audit.add_only import Rewritten
from models.base import db


@pytest.fixture
def looks(in_school):
    """The looks written so far, oldest first."""

    def read() -> list[Viewing]:
        with in_school() as session:
            found = session.query(Viewing).order_by(Viewing.id).all()
            session.expunge_all()
            return found

    return read


def card(cast, name: str) -> str:
    return f"/administrator/people/{cast.people[name]}"


def test_a_look_at_a_card_says_who_in_which_role_about_whom_and_from_where(as_, cast, looks):
    as_("admin").get(card(cast, "petya"), environ_base={"REMOTE_ADDR": "10.0.0.7"})
    (look,) = looks()
    assert (look.account_id, look.hat) == (cast.accounts["admin"], "administrator")
    assert (look.what, look.person_id, look.address) == ("card", cast.people["petya"], "10.0.0.7")
    assert abs((clock.now() - look.school_at).total_seconds()) < 60


def test_the_same_look_within_minutes_is_written_once_and_later_again(
    as_, cast, looks, monkeypatch
):
    admin = as_("admin")
    for _ in range(3):
        admin.get(card(cast, "petya"))
    admin.get(card(cast, "olya"))
    assert [look.person_id for look in looks()] == [cast.people["petya"], cast.people["olya"]]
    later = clock.real_now() + AGAIN
    monkeypatch.setattr("models.clock.real_now", lambda: later)
    admin.get(card(cast, "petya"))
    assert len(looks()) == 3


@pytest.mark.parametrize(("name", "status"), [("boris", 403), ("director", 403), ("maria", 403)])
def test_what_somebody_may_not_see_leaves_no_trace(as_, cast, looks, name, status):
    assert as_(name).get(card(cast, "petya")).status_code == status
    assert looks() == []


def test_a_day_that_was_looked_at_is_written_as_the_school_writes_days(as_, cast, looks):
    path = f"/administrator/school/pupils/classes/{cast.classes['5-А']}/print"
    as_("admin").get(path, query_string={"day": "2026-09-02"})
    (look,) = looks()
    assert look.detail == "02.09.2026"


def test_what_is_not_there_leaves_no_trace(as_, cast, looks):
    admin = as_("admin")
    assert admin.get("/administrator/people/987654").status_code == 404
    whose = f"students/{cast.students['petya']}/people/{cast.people['ivan']}"
    assert admin.get(f"/administrator/papers/{whose}/").status_code == 404
    assert admin.get("/administrator/access/print").status_code == 422, "nothing to print"
    assert looks() == []


def test_papers_are_about_the_child_and_the_one_who_brought_them(as_, cast, looks):
    whose = f"students/{cast.students['petya']}/people/{cast.people['maria']}"
    as_("admin").get(f"/administrator/papers/{whose}/")
    about = {(look.what, look.person_id) for look in looks()}
    assert about == {("papers", cast.people["petya"]), ("papers", cast.people["maria"])}


def test_a_class_list_is_about_the_class_in_either_room(as_, cast, looks):
    as_("boris").get(f"/teacher/families/{cast.classes['5-А']}/")
    as_("boris").get(f"/teacher/families/{cast.classes['5-Б']}/")
    as_("admin").get(f"/administrator/papers/classes/{cast.classes['5-А']}/")
    told = [(look.hat, look.what, look.class_group_id) for look in looks()]
    five_a = cast.classes["5-А"]
    assert told == [("teacher", "codes", five_a), ("administrator", "papers", five_a)]


def test_prints_downloads_and_slips_leave_a_trace(as_, cast, looks):
    admin = as_("admin")
    path = f"/administrator/access/classes/{cast.classes['5-А']}/"
    assert admin.post(path, {"all": "parent"}).mimetype == "application/pdf"
    assert admin.get("/administrator/access/print").mimetype == "application/pdf"
    assert [look.what for look in looks()] == ["codes", "register"]


def test_a_refused_form_shows_the_list_and_leaves_a_trace(as_, cast, looks):
    path = f"/administrator/papers/classes/{cast.classes['5-А']}/"
    assert as_("admin").post(path, {"day": ""}).status_code == 422
    assert [(look.what, look.class_group_id) for look in looks()] == [
        ("papers", cast.classes["5-А"])
    ]


def test_a_search_keeps_its_words(as_, looks):
    as_("admin").get("/administrator/accounts/?q=Петр&kind=pupils")
    as_("admin").get("/administrator/accounts/?q=Орл")
    assert [(look.what, look.detail) for look in looks()] == [
        ("people", "Петр"),
        ("people", "Орл"),
    ]


def test_the_journal_and_the_diary_are_read_without_a_trace(as_, cast, looks):
    maths = cast.journals["5-А", "Математика"]
    for name, path in (
        ("anna", f"/teacher/journals/{maths}/"),
        ("director", f"/director/journals/{maths}/"),
        ("maria", f"/parent/children/{cast.students['petya']}/diary/"),
    ):
        assert as_(name).get(path).status_code == 200
    assert looks() == []


@pytest.mark.parametrize("rewrite", [update(Viewing).values(hat="teacher"), delete(Viewing)])
def test_a_look_once_written_stands(as_, cast, in_school, looks, rewrite):
    as_("admin").get(card(cast, "petya"))
    with in_school() as session, pytest.raises(Rewritten):
        session.execute(rewrite)
    with in_school() as session:
        session.query(Viewing).one().hat = "teacher"
        with pytest.raises(Rewritten):
            session.flush()
    assert [look.hat for look in looks()] == ["administrator"]


def test_a_page_whose_trace_cannot_be_written_is_not_given(app, as_, cast, monkeypatch):
    from sqlalchemy.exc import OperationalError

    def busy(*_args):
        raise OperationalError("INSERT", None, TimeoutError("busy"))

    monkeypatch.setattr("blueprints.trace.note", busy)
    answer = as_("admin").get(card(cast, "petya"))
    assert answer.status_code == 503 and "Петров" not in answer.text


def test_a_look_costs_one_insert_and_the_next_none(app, as_, cast):
    from sqlalchemy import event

    admin, written = as_("admin"), []

    def note(_conn, _cursor, statement, *_rest):
        if not statement.lstrip().upper().startswith(("SELECT", "WITH", "SAVEPOINT", "RELEASE")):
            written.append(statement)

    with app.app_context():
        engine = db.engine
    admin.get("/administrator/")  # opens the day
    event.listen(engine, "before_cursor_execute", note)
    try:
        admin.get(card(cast, "petya"))
        assert len(written) == 1 and "INSERT INTO viewing" in written[0]
        admin.get(card(cast, "petya"))
        assert len(written) == 1
    finally:
        event.remove(engine, "before_cursor_execute", note)
