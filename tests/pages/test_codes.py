"""Codes: issued to who may have one, printed once, each a line of the register."""

import re
from datetime import timedelta

import pytest

from models import clock
from models.access.invitation import Invitation
from models.office.paper import FamilyPaper
from models.people.account import Account
from models.people.guardian import Guardianship
from models.people.person import Person
from models.school.school import the_school
from tests.cast import MONDAY
from tests.slips import enter, of_class
from tests.visitor import Visitor


@pytest.fixture
def olyas_mother(cast, in_school) -> int:
    """A mother with no papers and no account; her number."""
    with in_school() as session:
        session.add(person := Person(surname="Орлова", given="Нина"))
        session.flush()
        own = {"student_id": cast.students["olya"], "kind": "mother"}
        session.add(Guardianship(**own, person_id=person.id))
        session.commit()
        return person.id


def allow(in_school, person_id: int, student_id: int) -> None:
    with in_school() as session:
        for kind in ("application", "consent"):
            own = {"person_id": person_id, "student_id": student_id}
            session.add(FamilyPaper(**own, kind=kind, on_date=MONDAY))
        session.commit()


def lines(in_school) -> list[Invitation]:
    with in_school() as session:
        found = session.query(Invitation).order_by(Invitation.id).all()
        session.expunge_all()
        return found


def test_all_parents_of_a_class_get_their_slips_at_once(
    app, as_, cast, in_school, olyas_mother, paper
):
    allow(in_school, olyas_mother, cast.students["olya"])
    admin = as_("admin")
    assert "Коды родителям, кто ждёт: 2" in admin.get(of_class(cast)).text
    answer = admin.post(of_class(cast), {"all": "parent"})
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    assert [(slip["name"], slip["login"]) for slip in paper] == [
        ("Орлова Нина", "orlova.n"),
        ("Родитель Maria", "maria"),
    ]
    assert paper[0]["about"] == "мать: Орлова Ольга, 5-А"
    assert paper[0]["address"] == "http://localhost/activation"
    assert paper[0]["qr"].startswith("<svg")
    made = lines(in_school)
    assert [line.audience for line in made] == ["parent", "parent"]
    assert {line.issued_by for line in made} == {cast.accounts["admin"]}
    assert made[0].class_group_id == cast.classes["5-А"]
    assert all(slip["code"] not in admin.get(of_class(cast)).text for slip in paper)
    visitor, entered = enter(app, paper[0])
    assert entered.status_code == 302
    assert visitor.get("/parent/").status_code == 302


def test_who_has_a_code_waits_for_none_and_a_lost_print_is_made_anew(as_, cast, in_school, paper):
    admin = as_("admin")
    admin.post(of_class(cast), {"all": "parent"})
    again = admin.post(of_class(cast), {"all": "parent"})
    assert again.status_code == 422 and "никто кода не ждёт" in again.text
    assert "заново родителям, чьи листки не вручены: 1" in again.text
    assert admin.post(of_class(cast), {"again": "parent"}).data.startswith(b"%PDF-")
    assert len(paper) == 2 and paper[0]["code"] != paper[1]["code"]


def test_a_family_without_papers_gets_no_code(as_, cast, in_school, olyas_mother, paper):
    student = cast.students["olya"]
    for key in (f"parent-{olyas_mother}-{student}", f"student-{student}"):
        answer = as_("admin").post(of_class(cast), {"who": [key]})
        assert answer.status_code == 422
        assert "Орлова" in answer.text and "нет действующих заявления и согласия" in answer.text
    answer = as_("admin").post(f"/administrator/people/{olyas_mother}/codes")
    assert answer.status_code == 422 and "нет действующих" in answer.text
    assert lines(in_school) == [] and paper == []


def test_no_setting_lets_a_family_in_without_papers(app, in_school, olyas_mother, cast):
    said = app.test_cli_runner().invoke(args=["account", "invite", "nina", "Орлова Нина"])
    assert said.exit_code == 1 and "нет действующих заявления и согласия" in said.output
    assert lines(in_school) == []


def test_a_parent_whose_rights_have_ended_gets_no_code_as_staff(as_, cast, in_school):
    with in_school() as session:
        own = {"person_id": cast.people["ivan"]}
        session.query(Guardianship).filter_by(**own).one().until = MONDAY - timedelta(days=1)
        session.commit()
    answer = as_("admin").post(f"/administrator/people/{cast.people['ivan']}/codes")
    assert answer.status_code == 422 and "не родитель и не ученик" in answer.text


def test_pupils_and_staff_get_codes_too(as_, cast, in_school, paper):
    admin = as_("admin")
    assert admin.post(of_class(cast), {"all": "student"}).status_code == 200
    assert [slip["login"] for slip in paper] == ["petya"]
    assert admin.post("/administrator/access/staff/", {"all": "staff"}).status_code == 200
    assert {slip["login"] for slip in paper[1:]} == {
        "director", "admin", "olga", "anna", "boris", "vera"
    }  # fmt: skip
    assert [line.audience for line in lines(in_school)].count("staff") == 6


@pytest.mark.parametrize(
    ("typed", "said"), [({}, "Отметьте, кому"), ({"who": ["parent-1-1"]}, "Список изменился")]
)
def test_nobody_and_strangers_are_refused_in_words(as_, cast, typed, said):
    for path in (of_class(cast), "/administrator/access/staff/"):
        answer = as_("admin").post(path, typed)
        assert answer.status_code == 422 and said in answer.text


def test_the_rules_are_accepted_at_the_first_sign_in_and_kept(app, as_, cast, in_school, paper):
    as_("admin").post(of_class(cast), {"all": "parent"})
    _, refused = enter(app, paper[0], rules="")
    assert refused.status_code == 422 and "Прочитайте правила" in refused.text
    _, entered = enter(app, paper[0])
    assert entered.status_code == 302
    with in_school() as session:
        account = session.query(Account).filter_by(login="maria").one()
        assert account.rules_accepted_at is not None
        used = session.query(Invitation).one()
        assert used.used_at == account.rules_accepted_at
    _, again = enter(app, paper[0])
    assert again.status_code == 422 and "уже использован" in again.text


def test_the_address_of_a_slip_fills_the_login_in(app, as_, cast, in_school, paper):
    with in_school() as session:
        the_school().set_rule("site", "https://klass.example")
        session.commit()
    as_("admin").post(of_class(cast), {"all": "parent"})
    assert paper[0]["address"] == "https://klass.example/activation"
    page = Visitor(app).get("/activation?login=maria").text
    assert 'value="maria"' in page


@pytest.mark.parametrize(("days", "status"), [(6, 302), (7, 422)])
def test_a_code_expires_by_the_schools_setting(
    app, as_, cast, in_school, paper, monkeypatch, days, status
):
    with in_school() as session:
        the_school().set_rule("code_days", 7)
        session.commit()
    as_("admin").post(of_class(cast), {"all": "parent"})
    assert paper[0]["until"] == "23.11.2026"
    later = clock.now() + timedelta(days=days)
    monkeypatch.setattr("models.clock.now", lambda: later)
    _, answer = enter(app, paper[0])
    assert answer.status_code == status


def test_a_slip_is_marked_as_handed_over(as_, cast, in_school, paper):
    admin = as_("admin")
    admin.post(of_class(cast), {"all": "parent"})
    (line,) = lines(in_school)
    path, typed = "/administrator/access/handing", {"code": line.id, "day": "2026-11-16"}
    assert "выдан, не вручён" in admin.get("/administrator/access/").text
    answer = admin.post(path, typed | {"delivery": "hand"}, follow_redirects=True)
    assert "вручён, ждёт входа" in answer.text and "16.11.2026" in answer.text
    admin.post(path, {"code": line.id, "undo": "1"})
    assert lines(in_school)[0].handed_on is None
    admin.post(path, {"shown": line.id, "all": "1", "day": "2026-11-16", "delivery": "post"})
    assert lines(in_school)[0].delivery == "post"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": "2026-11-17"}, "не позже"),
        ({"day": "2026-11-15"}, "не раньше"),
        ({"day": ""}, "Укажите дату"),
        ({"delivery": "голубем"}, "Выберите, как"),
        ({"code": []}, "Отметьте строки"),
        ({"code": ["987654"]}, "Отметьте строки"),
    ],
)
def test_an_odd_handing_over_is_refused(as_, cast, in_school, typed, said):
    admin = as_("admin")
    admin.post(of_class(cast), {"all": "parent"})
    (line,) = lines(in_school)
    asked = {"code": [line.id], "day": "2026-11-16", "delivery": "hand"} | typed
    answer = admin.post("/administrator/access/handing", asked)
    assert answer.status_code == 422 and said in answer.text
    assert lines(in_school)[0].handed_on is None


def shown(admin, asked: str) -> list[str]:
    page = admin.get(f"/administrator/access/?{asked}").text
    return re.findall(r'data-label="логин">(\w+)<', page)


def test_the_register_is_looked_through_and_printed(as_, cast, in_school, paper, app):
    admin = as_("admin")
    admin.post(of_class(cast), {"all": "parent"})
    admin.post(of_class(cast, "5-Б"), {"all": "parent"})
    admin.post(of_class(cast), {"all": "student"})
    enter(app, paper[0])
    assert shown(admin, "") == ["petya", "ivan", "maria"]
    assert shown(admin, f"class={cast.classes['5-А']}") == ["petya", "maria"]
    assert shown(admin, "kind=student") == ["petya"]
    assert shown(admin, "state=used") == ["maria"]
    assert shown(admin, "state=issued&kind=parent") == ["ivan"]
    assert shown(admin, "q=родит") == ["ivan", "maria"]
    assert shown(admin, "first=2026-11-17") == []
    assert shown(admin, "last=2026-11-16&first=2026-11-16") == ["petya", "ivan", "maria"]
    admin.post(of_class(cast, "5-Б"), {"again": "parent"})
    assert shown(admin, "state=replaced") == ["ivan"]
    answer = admin.get("/administrator/access/print?kind=parent")
    assert answer.data.startswith(b"%PDF-")
    assert admin.get("/administrator/access/print?kind=staff").status_code == 422


def test_the_print_of_the_register_says_where_it_is_cut_off(as_, cast, monkeypatch):
    admin, printed = as_("admin"), []
    admin.post(of_class(cast), {"all": "parent"})
    admin.post(of_class(cast, "5-Б"), {"all": "parent"})
    monkeypatch.setattr(
        "blueprints.pages.codes.pdf", lambda _name, data, *_rest: printed.append(data) or ""
    )
    monkeypatch.setattr("blueprints.printing.MOST_LINES", 1)
    admin.get("/administrator/access/print")
    assert printed[0]["about"].endswith("последние строки: 1; более ранние не вошли")
    assert [line["login"] for line in printed[0]["lines"]] == ["ivan"]
