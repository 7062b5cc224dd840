"""Accounts are closed and opened with a reason, at once; a parent's rights end by a document."""

from models.access.blocking import Blocking
from models.people.account import Account
from models.people.guardian import Guardianship
from tests.slips import PASSWORD, enter, of_class
from tests.visitor import Visitor


def test_blocking_ends_the_sessions_at_once_with_a_dated_reason(as_, cast, in_school):
    admin, anna = as_("admin"), as_("anna")
    account = cast.accounts["anna"]
    assert anna.get("/teacher/").status_code == 200
    path = f"/administrator/accounts/{account}"
    assert admin.post(f"{path}/blocking", {"why": " "}).status_code == 422
    assert admin.post(f"{path}/blocking", {"why": "уволена"}).status_code == 302
    assert anna.get("/teacher/").status_code == 302
    assert admin.post(f"{path}/blocking", {"why": "ещё раз"}).status_code == 422
    page = admin.get(f"/administrator/people/{cast.people['anna']}").text
    assert "уволена" in page and "заблокирована" in page
    assert admin.post(f"/administrator/people/{cast.people['anna']}/codes").status_code == 422
    assert admin.post(f"{path}/unblocking", {"why": ""}).status_code == 422
    assert admin.post(f"{path}/unblocking", {"why": "вернулась"}).status_code == 302
    assert admin.post(f"{path}/unblocking", {"why": "снова"}).status_code == 422
    with in_school() as session:
        row = session.query(Blocking).one()
        assert (row.reason, row.lifted_why) == ("уволена", "вернулась")
        assert row.blocked_by == row.lifted_by == cast.accounts["admin"]
    assert anna.get("/teacher/").status_code == 302, "the old session does not come back"


def test_nobody_locks_oneself_out(as_, cast):
    path = f"/administrator/accounts/{cast.accounts['admin']}/blocking"
    answer = as_("admin").post(path, {"why": "проба"})
    assert answer.status_code == 422 and "Свою" in answer.text


def test_block_and_new_code_is_one_action_that_ends_everything(app, as_, cast, in_school, paper):
    admin, anna = as_("admin"), as_("anna")
    with in_school() as session:
        session.get(Account, cast.accounts["anna"]).set_password(PASSWORD)
        session.commit()
    path = f"/administrator/people/{cast.people['anna']}/codes"
    assert admin.post(path, {"compromised": ""}).status_code == 422
    assert admin.post(path, {"compromised": "пароль на мониторе"}).data.startswith(b"%PDF-")
    assert anna.get("/teacher/").status_code == 302
    old = Visitor(app).post("/login", {"login": "anna", "password": PASSWORD})
    assert old.status_code == 422
    visitor, entered = enter(app, paper[0], password="Совсем другой 7", again="Совсем другой 7")
    assert entered.status_code == 302 and visitor.get("/teacher/").status_code == 200
    with in_school() as session:
        row = session.query(Blocking).one()
        assert (row.reason, row.lifted_why) == ("пароль на мониторе", "выдан новый код")


def test_a_code_of_a_blocked_account_opens_nothing(app, as_, cast, paper):
    admin = as_("admin")
    admin.post(of_class(cast), {"all": "parent"})
    blocking = f"/administrator/accounts/{cast.accounts['maria']}/blocking"
    admin.post(blocking, {"why": "проверка"})
    _, answer = enter(app, paper[0])
    assert answer.status_code == 422 and "заблокирован" in answer.text


def test_a_parent_loses_the_rights_by_a_document_and_the_child_is_told_nothing(
    as_, cast, in_school
):
    admin, maria, petya = as_("admin"), as_("maria"), as_("petya")
    with in_school() as session:
        own = {"person_id": cast.people["maria"], "student_id": cast.students["petya"]}
        row = session.query(Guardianship).filter_by(**own).one().id
    path = f"/administrator/guardianships/{row}/ending"
    diary = f"/parent/children/{cast.students['petya']}/diary/"
    assert admin.post(path, {"day": "2026-11-16", "basis": ""}).status_code == 422
    assert admin.post(path, {"day": "вчера", "basis": "решение"}).status_code == 422
    assert maria.get(diary).status_code == 200
    answer = admin.post(path, {"day": "2026-11-16", "basis": "решение суда № 5"})
    assert answer.status_code == 302
    assert maria.get(diary).status_code == 404
    assert petya.get(diary.replace("parent", "student")).status_code == 200
    page = admin.get(f"/administrator/people/{cast.people['maria']}").text
    assert "прав нет с 16.11.2026" in page and "решение суда № 5" in page
    assert admin.post(path, {"day": ""}).status_code == 302
    assert maria.get(diary).status_code == 200
