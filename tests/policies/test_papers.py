"""No diary without application and consent (4.4); what ends them holds on the next request."""

import re
from datetime import date, timedelta

import pytest

from models import clock
from models.audit.entry import Entry
from models.office.order import Appointment, AppointmentClass
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
    for path in ("", "on-paper", "stops", "forms/", f"classes/{cast.classes['5-А']}/", f"{whose}/"):
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


def path_on(page: str) -> str:
    (path,) = re.findall(r'action="(/operator/stops/\d+/acknowledgement)"', page)
    return path


def test_a_stop_leaves_the_operators_home_when_noted_and_the_administrator_sees_by_whom(
    as_, bring, in_school
):
    olga, admin = as_("olga"), as_("admin")
    bring("ivan", "fedya", STOP)
    assert "операторы ещё не знают: 1" in admin.get("/administrator/").text
    assert "ещё не знают" in admin.get("/administrator/papers/stops").text
    path = path_on(olga.get("/operator/").text)
    answer = olga.post(path, follow_redirects=True)
    assert "Принято к сведению" in answer.text and "/acknowledgement" not in answer.text
    assert olga.post(path).status_code == 302, "twice is once"
    page = admin.get("/administrator/papers/stops").text
    assert "Фёдоров Фёдор" in page and "Служебная О." in page and "16:0" in page
    assert "ещё не знают" not in page + admin.get("/administrator/").text
    with in_school() as session:
        (entry,) = session.query(Entry).filter_by(table_name="acknowledgement").all()
        assert entry.hat == "operator"


def test_an_old_stop_nobody_has_noted_stays_and_one_that_somebody_has_goes(
    as_, cast, bring, in_school, on_day
):
    bring("ivan", "fedya", STOP)
    on_day(MONDAY + 60 * DAY)
    olga = as_("olga")
    path = path_on(olga.get("/operator/").text)
    olga.post(path)
    assert "/acknowledgement" not in olga.get("/operator/").text
    with in_school() as session:
        own = {"person_id": cast.people["vera"], "duty": "operator", "from_date": START}
        session.add(row := Appointment(**own, until=MONDAY + 90 * DAY))
        session.flush()
        session.add(AppointmentClass(appointment_id=row.id, class_group_id=cast.classes["5-Б"]))
        session.commit()
    assert "/acknowledgement" not in as_("vera").get("/operator/").text, "olga knows, it is old"


def test_only_the_operator_of_the_class_takes_note_of_its_stops(as_, cast, bring, in_school):
    """Of 5-А the operator is nobody, of 5-Б olga."""
    bring("maria", "petya", STOP)
    bring("ivan", "fedya", CONSENT, START)
    bring("ivan", "fedya", STOP)
    with in_school() as session:
        numbers = {
            (row.kind, row.student_id): row.id
            for row in session.query(FamilyPaper).order_by(FamilyPaper.id)
        }
    petya, fedya = cast.students["petya"], cast.students["fedya"]
    for paper, name, status in (
        (numbers[STOP, petya], "olga", 404),
        (numbers[CONSENT, fedya], "olga", 404),
        (987654, "olga", 404),
        (numbers[STOP, fedya], "anna", 403),
        (numbers[STOP, fedya], "admin", 403),
        (numbers[STOP, fedya], "olga", 302),
    ):
        answer = as_(name).post(f"/operator/stops/{paper}/acknowledgement")
        assert answer.status_code == status, name
    assert "у класса нет оператора" in as_("admin").get("/administrator/papers/stops").text


def test_an_annulled_stop_is_no_news(as_, bring, in_school):
    bring("ivan", "fedya", STOP)
    olga = as_("olga")
    path = path_on(olga.get("/operator/").text)
    with in_school() as session:
        session.query(FamilyPaper).filter_by(kind=STOP).one().annulled_at = clock.now()
        session.commit()
    assert "acknowledgement" not in olga.get("/operator/").text
    assert olga.post(path).status_code == 404


def test_the_operator_sees_who_is_informed_on_paper(as_, cast, bring):
    bring("ivan", "fedya", WITHDRAWAL)
    page = as_("olga").get("/operator/").text
    assert "которых информируют на бумаге: 1" in page and "прекращено" in page
