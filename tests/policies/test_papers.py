"""No diary without application and consent (4.4); what ends them holds on the next request."""

from datetime import date, timedelta

import pytest

from models.office.paper import APPLICATION, CONSENT, REFUSAL, STOP, WITHDRAWAL, FamilyPaper
from models.people.guardian import Guardianship
from models.people.person import Person
from models.people.student import Student
from models.school.groups import Enrolment
from tests.cast import MONDAY, START

DAY = timedelta(days=1)


@pytest.fixture
def bring(cast, in_school):
    """Put a paper of a family into the school's books."""

    def put(person: str, child: str, kind: str, on_date: date = MONDAY) -> None:
        with in_school() as session:
            own = {"person_id": cast.people[person], "student_id": cast.students[child]}
            session.add(FamilyPaper(**own, kind=kind, on_date=on_date))
            session.commit()

    return put


def diary(cast, child: str, room: str = "parent") -> str:
    return f"/{room}/children/{cast.students[child]}/diary/"


@pytest.mark.parametrize("kind", [STOP, WITHDRAWAL])
def test_a_stop_or_withdrawal_holds_on_the_next_request_of_an_open_session(as_, cast, bring, kind):
    maria, petya = as_("maria"), as_("petya")
    assert maria.get(diary(cast, "petya")).status_code == 200
    assert petya.get(diary(cast, "petya", "student")).status_code == 200
    bring("maria", "petya", kind)
    assert maria.get(diary(cast, "petya")).status_code == 404
    assert petya.get(diary(cast, "petya", "student")).status_code == 403
    page = maria.get(diary(cast, "katya"))
    assert page.status_code == 200 and "Пётр" not in page.text


def test_the_last_childs_withdrawal_takes_the_room_away(as_, cast, bring):
    ivan = as_("ivan")
    bring("ivan", "fedya", WITHDRAWAL)
    assert ivan.get("/parent/").status_code == 403
    assert "нет ни одной роли" in ivan.get("/rooms").text


def test_access_ends_on_the_date_of_the_paper_and_not_before(as_, cast, bring, on_day):
    bring("ivan", "fedya", STOP, MONDAY + 2 * DAY)
    ivan = as_("ivan")
    for day, status in ((0 * DAY, 200), (DAY, 200), (2 * DAY, 403), (9 * DAY, 403)):
        on_day(MONDAY + day)
        assert ivan.get(diary(cast, "fedya")).status_code == status, day


def test_one_who_comes_back_brings_the_paper_that_was_withdrawn_anew(as_, cast, bring):
    ivan = as_("ivan")
    bring("ivan", "fedya", WITHDRAWAL, MONDAY - DAY)
    bring("ivan", "fedya", APPLICATION)
    assert ivan.get(diary(cast, "fedya")).status_code == 403
    bring("ivan", "fedya", CONSENT)
    assert ivan.get(diary(cast, "fedya")).status_code == 200


def test_a_refusal_is_no_access_and_harms_nobody_else(as_, cast, bring, in_school):
    with in_school() as session:
        own = {"person_id": cast.people["vera"], "student_id": cast.students["petya"]}
        session.add(Guardianship(**own, kind="other"))
        session.commit()
    bring("vera", "petya", REFUSAL)
    assert as_("vera").get("/parent/").status_code == 403
    assert as_("maria").get(diary(cast, "petya")).status_code == 200
    assert as_("petya").get(diary(cast, "petya", "student")).status_code == 200


def test_a_parent_without_rights_loses_the_child_silently_the_same_day(
    as_, cast, in_school, on_day
):
    maria = as_("maria")
    with in_school() as session:
        own = {"person_id": cast.people["maria"], "student_id": cast.students["petya"]}
        session.query(Guardianship).filter_by(**own).one().until = MONDAY - DAY
        session.commit()
    assert maria.get(diary(cast, "petya")).status_code == 404
    page = maria.get(diary(cast, "katya"))
    assert page.status_code == 200 and "Пётр" not in page.text
    assert as_("petya").get(diary(cast, "petya", "student")).status_code == 200


def test_a_grown_up_pupil_applies_in_person(as_, cast, bring, in_school):
    with in_school() as session:
        for paper in session.query(FamilyPaper):
            session.delete(paper)
        session.commit()
    petya = as_("petya")
    assert petya.get("/student/").status_code == 403
    for kind in (APPLICATION, CONSENT):
        bring("petya", "petya", kind)
    assert petya.get(diary(cast, "petya", "student")).status_code == 200


@pytest.mark.parametrize(("name", "status"), [("admin", 200), ("director", 403), ("boris", 403)])
def test_papers_of_families_are_the_administrators(as_, cast, name, status):
    whose = f"students/{cast.students['petya']}/people/{cast.people['maria']}"
    for path in ("", "on-paper", "forms/", f"classes/{cast.classes['5-А']}/", f"{whose}/"):
        assert as_(name).get(f"/administrator/papers/{path}").status_code == status


def test_who_is_not_of_the_family_has_no_papers_there(as_, cast):
    whose = f"students/{cast.students['petya']}/people/{cast.people['ivan']}"
    assert as_("admin").get(f"/administrator/papers/{whose}/").status_code == 404


def test_many_families_are_read_in_the_same_queries(as_, cast, in_school, app):
    from tests.architecture.test_queries import counted, forget_all

    admin, path = as_("admin"), f"/administrator/papers/classes/{cast.classes['5-А']}/"
    admin.get(path)
    forget_all()
    with counted(app) as before:
        admin.get(path)
    with in_school() as session:
        for number in range(20):
            people = [Person(surname=f"Новиков{number}", given=name) for name in ("Илья", "Анна")]
            session.add_all(people)
            session.flush()
            session.add(student := Student(person_id=people[0].id))
            session.flush()
            own = {"student_id": student.id}
            session.add(Enrolment(**own, class_group_id=cast.classes["5-А"], from_date=START))
            session.add(Guardianship(**own, person_id=people[1].id, kind="mother"))
        session.commit()
    forget_all()
    with counted(app) as after:
        assert "Новиков7 Анна" in admin.get(path).text
    assert len(after) == len(before)


@pytest.mark.parametrize(("kind", "said"), [(STOP, "прекращении"), (WITHDRAWAL, "отзыв")])
def test_the_operator_of_the_class_is_told_of_a_stop(as_, cast, bring, kind, said):
    olga = as_("olga")
    assert "информировать на бумаге" not in olga.get("/operator/").text
    bring("ivan", "fedya", kind, MONDAY + DAY)
    bring("maria", "petya", kind)
    page = olga.get("/operator/").text
    assert "5-Б, Фёдоров Фёдор" in page and said in page and "с 17.11.2026" in page
    assert "Петров" not in page, "another class"


def test_the_operator_sees_who_is_informed_on_paper(as_, cast, bring):
    bring("ivan", "fedya", WITHDRAWAL)
    page = as_("olga").get("/operator/").text
    assert "которых информируют на бумаге: 1" in page and "прекращено" in page
