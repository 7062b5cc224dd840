"""The log of looks: the administrator reads it, a family is told about its own child (7.7)."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from blueprints.pages import viewings as pages
from models.access.actor import Actor
from models.access.role import Role
from models.access.viewing import About, Viewing, note
from models.audit.entry import Entry
from models.school.groups import Enrolment
from models.session import recorded
from tests.cast import MONDAY

LOG = "/administrator/viewings/"


def card(cast, name: str) -> str:
    return f"/administrator/people/{cast.people[name]}"


def family_log(cast, child: str, room: str = "parent") -> str:
    return f"/{room}/children/{cast.students[child]}/viewings/"


def rows(page: str) -> str:
    return page.partition("<tbody>")[2].partition("</tbody>")[0]


@pytest.mark.parametrize(
    ("name", "status"), [("admin", 200), ("director", 403), ("boris", 403), ("maria", 403)]
)
def test_the_log_is_the_administrators(as_, name, status):
    as_("admin").get("/administrator/accounts/")
    for part in ("", "print"):
        assert as_(name).get(LOG + part).status_code == status


def test_the_administrator_finds_looks_by_who_whom_what_and_day(as_, cast):
    admin = as_("admin")
    as_("boris").get(f"/teacher/families/{cast.classes['5-А']}/")
    admin.get(card(cast, "petya"))
    admin.get(card(cast, "olya"))
    for asked, there, away in (
        ("who=Учитель", "5-А", "Орлова"),
        ("whom=Орл", "Орлова", "Петров"),
        ("what=codes", "5-А", "Орлова"),
        ("last=2026-11-15", "", "Орлова"),
        ("first=2026-11-16", "Орлова", "нет такого"),
        ("who=%25&what=нет&first=32&person=x", "", "Орлова"),
    ):
        found = rows(admin.get(f"{LOG}?{asked}").text)
        assert there in found and away not in found, asked
        assert (there == "") == ("<tr>" not in found), asked
    assert admin.get(f"{LOG}?person=987654").status_code == 404


def test_the_list_about_one_pupil_holds_all_that_showed_the_pupil(as_, cast, in_school):
    admin = as_("admin")
    admin.get(card(cast, "petya"))
    admin.get(card(cast, "olya"))
    admin.get(f"/administrator/papers/classes/{cast.classes['5-А']}/")
    admin.get(f"/administrator/papers/classes/{cast.classes['5-Б']}/")
    admin.get("/administrator/accounts/?q=Петр")
    found = rows(admin.get(f"{LOG}?person={cast.people['petya']}").text)
    assert "карточка" in found and "5-А" in found
    assert "5-Б" not in found and "Орлова" not in found and "список людей" not in found


def test_a_class_the_pupil_has_left_is_no_longer_about_the_pupil(as_, cast, in_school, on_day):
    as_("admin").get(f"/administrator/papers/classes/{cast.classes['5-А']}/")
    with in_school() as session:
        own = {"student_id": cast.students["petya"]}
        session.query(Enrolment).filter_by(**own).one().until = MONDAY
        session.commit()
    on_day(MONDAY + timedelta(days=1))
    as_("admin").get(f"/administrator/access/classes/{cast.classes['5-А']}/")
    found = rows(as_("admin").get(f"{LOG}?person={cast.people['petya']}").text)
    assert "заявления и согласия" in found and "коды и вход" not in found


def test_a_number_that_came_to_another_person_brings_no_looks_along(as_, cast, in_school):
    as_("admin").get(card(cast, "petya"))
    with in_school() as session:
        values = {"action": "insert", "table_name": "person", "row_id": cast.people["petya"]}
        came = session.query(Viewing).one().at + timedelta(seconds=1)
        values |= {"at": came, "school_at": came, "hat": "system"}
        with recorded():
            session.execute(insert(Entry.__table__), [values])
        session.commit()
    assert "<tr>" not in rows(as_("maria").get(family_log(cast, "petya")).text)


def test_a_parent_is_told_who_looked_by_role_and_name(as_, cast):
    as_("admin").get(card(cast, "petya"))
    as_("boris").get(f"/teacher/families/{cast.classes['5-А']}/")
    found = rows(as_("maria").get(family_log(cast, "petya")).text)
    assert "администратор Служебная А." in found and "учитель Учитель Б." in found
    assert "16.11" in found and "127.0.0.1" not in found, "no addresses of the school's machines"
    assert "<tr>" not in rows(as_("maria").get(family_log(cast, "katya")).text)
    assert "администратор" in rows(as_("petya").get(family_log(cast, "petya", "student")).text)


@pytest.mark.parametrize(
    ("name", "room", "status"),
    [("ivan", "parent", 404), ("petya", "student", 200), ("boris", "parent", 403)],
)
def test_nobody_is_told_about_anothers_child(as_, cast, name, room, status):
    assert as_(name).get(family_log(cast, "petya", room)).status_code == status
    assert as_("maria").get(family_log(cast, "fedya")).status_code == 404
    assert as_("petya").get(family_log(cast, "olya", "student")).status_code == 404


def test_a_family_gets_its_list_on_paper_without_addresses_and_family_names(
    as_, cast, in_school, monkeypatch
):
    printed = []
    monkeypatch.setattr(pages, "pdf", lambda _name, data, *_rest: printed.append(data) or "")
    admin = as_("admin")
    admin.get(card(cast, "petya"))
    with in_school() as session:
        maria = Actor(cast.accounts["maria"], cast.people["maria"], Role.PARENT, MONDAY)
        note(maria, "card", [About(cast.people["petya"])], "", "10.0.0.9")
        session.commit()
    admin.get(f"{LOG}print?person={cast.people['petya']}")
    (data,) = printed
    assert data["whom"].startswith("Петров")
    assert [line[1] for line in data["lines"]] == ["администратор Служебная А.", "родитель"]
    assert not [cell for line in data["lines"] for cell in line if "10.0.0.9" in cell]


def test_a_print_says_where_it_is_cut_off(as_, cast, monkeypatch):
    admin, printed = as_("admin"), []
    monkeypatch.setattr(pages, "pdf", lambda _name, data, *_rest: printed.append(data) or "")
    monkeypatch.setattr("blueprints.printing.MOST_LINES", 2)
    for name, about in (
        ("petya", "строк: 1"),
        ("maria", "строк: 2"),
        ("anna", "последние строки: 2; более ранние не вошли"),
    ):
        admin.get(f"/administrator/people/{cast.people[name]}")
        admin.get(f"{LOG}print?what=card")
        assert printed[-1]["about"] == about
    assert [line[3].split()[0] for line in printed[-1]["lines"]] == ["Родитель", "Учитель"]


def test_the_log_prints(as_, cast):
    admin = as_("admin")
    assert admin.get(f"{LOG}print").status_code == 422
    admin.get(card(cast, "petya"))
    for asked in ("", f"?person={cast.people['petya']}"):
        assert admin.get(f"{LOG}print{asked}").data.startswith(b"%PDF-")
