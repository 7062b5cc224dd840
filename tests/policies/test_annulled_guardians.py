"""A parent written down for somebody else's child: the link is taken back with a reason."""

import pytest

from models.access.viewing import Viewing
from models.audit.entry import Entry
from models.office.paper import FamilyPaper
from models.people.guardian import Guardianship


@pytest.fixture
def link(in_school, cast) -> int:
    """Maria, as mother of Petya."""
    with in_school() as session:
        own = {"person_id": cast.people["maria"], "student_id": cast.students["petya"]}
        return session.query(Guardianship).filter_by(**own).one().id


def annulment(link: int) -> str:
    return f"/administrator/guardianships/{link}/annulment"


def test_the_parent_sees_the_child_no_more_at_once_and_the_others_still(as_, cast, link):
    maria, admin = as_("maria"), as_("admin")
    own, other = (f"/parent/children/{cast.students[n]}/diary/" for n in ("petya", "katya"))
    assert maria.get(own).status_code == maria.get(other).status_code == 200
    assert admin.post(annulment(link), {"why": "однофамилица"}).status_code == 302
    assert maria.get(own).status_code == 404
    assert maria.get(other).status_code == 200
    page = admin.get(f"/administrator/people/{cast.people['maria']}").text
    assert "внесено по ошибке" in page and "однофамилица" in page
    card = f"/administrator/school/pupils/{cast.students['petya']}/"
    assert "Петрова Мария" not in admin.get(card).text


def test_everything_stays_in_the_log_and_the_papers_fall_with_the_link(as_, cast, in_school, link):
    with in_school() as session:
        viewings = session.query(Viewing).count()
    as_("admin").post(annulment(link), {"why": "перепутан класс"})
    with in_school() as session:
        row = session.get(Guardianship, link)
        assert row.is_annulled and row.basis == "перепутан класс"
        own = {"person_id": row.person_id, "student_id": row.student_id}
        papers = session.query(FamilyPaper).filter_by(**own).all()
        assert papers and all("перепутан класс" in paper.annulled_why for paper in papers)
        told = session.query(Entry).filter_by(table_name="guardianship", row_id=link).all()
        assert [entry.action for entry in told][-1] == "update"
        assert session.query(Viewing).count() >= viewings


@pytest.mark.parametrize("why", ["", "   ", "я" * 201])
def test_a_reason_is_asked(as_, in_school, link, why):
    assert as_("admin").post(annulment(link), {"why": why}).status_code == 422
    with in_school() as session:
        assert not session.get(Guardianship, link).is_annulled


def test_twice_is_told_and_it_can_be_given_back(as_, cast, link):
    admin = as_("admin")
    admin.post(annulment(link), {"why": "ошибка"})
    again = admin.post(annulment(link), {"why": "ошибка"})
    assert again.status_code == 422 and "уже отменена" in again.text
    back = f"/administrator/guardianships/{link}/ending"
    assert admin.post(back, {"day": ""}).status_code == 302
    page = admin.get(f"/administrator/people/{cast.people['maria']}").text
    assert "внесено по ошибке" not in page


def test_the_right_parent_of_that_name_may_be_written_down_after(as_, cast, in_school, link):
    admin = as_("admin")
    admin.post(annulment(link), {"why": "ошибка"})
    with in_school() as session:
        person = session.get(Guardianship, link).person_id
        name = session.execute(
            Guardianship.__table__.metadata.tables["person"].select().filter_by(id=person)
        ).one()
    form = {"surname": name.surname, "given": name.given, "patronymic": name.patronymic}
    form |= {"kind": "mother", "phone": "+7 900 000-00-00"}
    path = f"/administrator/school/pupils/{cast.students['petya']}/parents/"
    assert admin.post(path, form).status_code == 302
    with in_school() as session:
        rows = session.query(Guardianship).filter_by(student_id=cast.students["petya"]).all()
        assert [row.is_annulled for row in rows].count(False) == 1


def test_only_the_administrator_takes_a_link_back(as_, link):
    for name in ("director", "olga", "anna", "maria"):
        assert as_(name).post(annulment(link), {"why": "ошибка"}).status_code == 403
    assert as_("director").post(annulment(link).replace("administrator", "director"), {"why": "а"})
    assert as_("admin").post(annulment(987654), {"why": "ошибка"}).status_code == 404
