"""A class teacher tells the own class something: who is told, who has read, who sees it (5.5)."""

import pytest

from models.access.role import Role
from models.office.moving import Said, transfer
from models.office.notice import NoticeRead, unread
from models.office.order import Order
from models.office.paper import WITHDRAWAL, FamilyPaper
from models.people.student import Student
from models.school.groups import ClassGroup
from tests.architecture.test_queries import counted, forget_all, grow
from tests.cast import MONDAY

PLACE = "/teacher/school/class-notices/"
MEETING = {
    "title": "Родительское собрание",
    "text": "В четверг в шесть.",
    "roles": ["parent"],
    "shown_until": "2026-11-23",
}


@pytest.fixture
def tell(as_, cast):
    """boris tells his 5-А; the address of what he sent."""

    def send(**other) -> str:
        own = f"{PLACE}classes/{cast.classes['5-А']}/"
        answer = as_("boris").post(own, MEETING | other)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]

    return send


def number(place: str) -> str:
    return place.rstrip("/").rsplit("/", 1)[1]


def test_parents_of_the_class_see_it_on_the_diary_until_they_have_read_it(
    as_, cast, tell, in_school
):
    place, maria = tell(), as_("maria")
    diary = f"/parent/children/{cast.students['petya']}/diary/"
    line = "Родительское собрание</a> (5-А, Пётр)"
    assert line in maria.get(diary).text
    assert line in maria.get(f"/parent/children/{cast.students['katya']}/diary/").text
    page = maria.get("/parent/notices/").text
    assert "В четверг в шесть." in page and "Классу 5-А, Пётр" in page
    assert "Семей прочитали: 0 из 1" in as_("boris").get(place).text
    reading = f"/parent/notices/{number(place)}/reading"
    assert maria.post(reading).status_code == maria.post(reading).status_code == 302
    assert line not in maria.get(diary).text
    told = as_("boris").get(place).text
    assert "Семей прочитали: 1 из 1" in told and "Родитель Maria (мать)" in told
    with in_school() as session:
        assert session.query(NoticeRead).one().person_id == cast.people["maria"]


def test_a_family_without_an_account_is_named_apart(as_, cast, tell):
    page = as_("boris").get(tell()).text
    before, after = page.split("Нужно сообщить на бумаге: 1</h2>")
    assert "Орлова Ольга" in after and "Орлова" not in before
    assert "Петров Пётр" in before and "родители не записаны" in after


def test_a_notice_to_pupils_is_no_matter_of_the_parents(as_, cast, tell):
    place = tell(roles=["student"])
    assert "В четверг" in as_("petya").get("/student/notices/").text
    assert "В четверг" not in as_("maria").get("/parent/notices/").text
    assert as_("maria").post(f"/parent/notices/{number(place)}/reading").status_code == 404
    as_("petya").post(f"/student/notices/{number(place)}/reading")
    page = as_("boris").get(place).text
    assert "Семей прочитали: 1 из 1" in page and "сам ученик" in page


def test_families_of_another_class_see_nothing(as_, cast, tell):
    place = tell(roles=["parent", "student"])
    assert "В четверг" not in as_("ivan").get("/parent/notices/").text
    assert as_("ivan").post(f"/parent/notices/{number(place)}/reading").status_code == 404


def test_teachers_of_the_class_may_be_told_and_others_are_not(as_, cast, tell):
    place = tell(roles=["teacher"])
    assert "Родительское собрание</a> (5-А)" in as_("anna").get("/teacher/").text
    assert as_("anna").post(f"/teacher/notices/{number(place)}/reading").status_code == 302
    assert "Родительское" not in as_("vera").get("/teacher/").text
    assert "Прочитайте:" not in as_("boris").get("/teacher/").text  # he wrote it
    page = as_("boris").get(place).text
    assert "Учитель Анна" in page and "Учитель Вера" not in page and "Семей" not in page


def test_the_own_class_and_no_other_is_told_and_watched(as_, cast, tell, officials):
    place, other = tell(), f"{PLACE}classes/{cast.classes['5-Б']}/"
    assert as_("boris").get(f"{other}new").status_code == 403
    assert as_("boris").post(other, MEETING).status_code == 403
    assert as_("boris").get(f"{PLACE}classes/{cast.classes['5-А']}/new").status_code == 200
    for path in (place, f"{place}print"):
        assert as_("boris").get(path).status_code == 200
        assert as_("anna").get(path).status_code == 403  # teaches in the class
        assert as_("vera").get(path).status_code == 404  # a stranger to it
        assert as_("maria").get(path).status_code == 403
        assert as_("petya").get(path).status_code == 403
        for who, room in (("olga", "operator"), ("sonya", "secretary"), ("igor", "inspector")):
            assert as_(who).get(path.replace("teacher", room)).status_code == 404
    assert as_("anna").post(f"{place}withdrawal").status_code == 403
    assert as_("vera").post(f"{place}withdrawal").status_code == 404
    assert "За вами сейчас нет класса" in as_("vera").get(PLACE).text


def test_the_administrator_and_the_director_read_all_and_write_none(as_, cast, tell):
    place = tell()
    for who, room in (("admin", "administrator"), ("director", "director")):
        assert "Родительское собрание" in as_(who).get(PLACE.replace("teacher", room)).text
        page = as_(who).get(place.replace("teacher", room))
        assert "В четверг в шесть." in page.text and "Отозвать" not in page.text
        own = place.replace("teacher", room)
        assert as_(who).post(f"{own}withdrawal").status_code in (404, 405)
    roles = as_("admin").get("/administrator/school/notices/").text
    assert "Родительское собрание" not in roles
    assert as_("admin").get(f"/administrator/school/notices/{number(place)}/").status_code == 404


def test_from_the_day_of_a_transfer_the_family_is_told_by_the_new_class(
    as_, cast, tell, in_school, officials, on_day
):
    tell(shown_until="2026-12-01")
    with in_school() as session:
        order = session.query(Order).first()
        pupil = session.get(Student, cast.students["petya"])
        to = session.get(ClassGroup, cast.classes["5-Б"])
        transfer(pupil, to, MONDAY.replace(day=18), Said(order, None))
        session.commit()
        maria = (cast.people["maria"], Role.PARENT)
        assert [one.about for one in unread(*maria, MONDAY.replace(day=17))] == ["5-А, Пётр"]
        assert unread(*maria, MONDAY.replace(day=18)) == []
    on_day(MONDAY.replace(day=18))
    assert "В четверг" not in as_("maria").get("/parent/notices/").text


def test_after_its_last_day_nobody_is_shown_it(as_, cast, tell, on_day):
    place = tell(shown_until="2026-11-17")
    on_day(MONDAY.replace(day=17))
    assert "В четверг" in as_("maria").get("/parent/notices/").text
    on_day(MONDAY.replace(day=18))
    assert "В четверг" not in as_("maria").get("/parent/notices/").text
    page = as_("boris").get(place).text
    assert "показывалось по 17.11.2026" in page and "Отозвать" not in page
    assert as_("boris").post(f"{place}withdrawal").status_code == 422


def test_what_was_withdrawn_is_shown_to_nobody(as_, cast, tell):
    place = tell()
    assert as_("boris").post(f"{place}withdrawal").status_code == 302
    assert "В четверг" not in as_("maria").get("/parent/notices/").text
    assert as_("maria").post(f"/parent/notices/{number(place)}/reading").status_code == 404
    assert "Отозвано" in as_("boris").get(place).text


def test_a_parent_whose_consent_ended_is_told_on_paper(as_, cast, tell, in_school):
    place = tell()
    with in_school() as session:
        own = {"person_id": cast.people["maria"], "student_id": cast.students["petya"]}
        session.add(FamilyPaper(**own, kind=WITHDRAWAL, on_date=MONDAY))
        session.commit()
    assert "В четверг" not in as_("maria").get("/parent/notices/").text
    assert "Нужно сообщить на бумаге: 2" in as_("boris").get(place).text


def test_the_page_asks_the_same_of_a_larger_class(app, as_, cast, tell, in_school):
    place, boris = tell(roles=["parent", "student", "teacher"]), as_("boris")

    def asked() -> int:
        forget_all()
        with counted(app) as statements:
            assert boris.get(place).status_code == 200
        return len(statements)

    asked()
    before = asked()
    grow(in_school, cast)
    assert asked() == before <= 40


def test_what_lacks_is_said_and_what_was_typed_stays(as_, cast):
    own = f"{PLACE}classes/{cast.classes['5-А']}/"
    for lacks, said in (
        ({"title": " "}, "Напишите, о чём это"),
        ({"text": ""}, "Напишите текст."),
        ({"roles": []}, "Отметьте, кому это читать."),
        ({"roles": ["director"]}, "Отметьте, кому это читать."),
        ({"shown_until": "2026-11-15"}, "Этот день уже прошёл."),
        ({"shown_until": "скоро"}, "Укажите день"),
        ({"shown_until": "2028-01-01"}, "Не дольше конца учебного года"),
    ):
        answer = as_("boris").post(own, MEETING | lacks)
        assert answer.status_code == 422 and said in answer.text, lacks
        assert "В четверг" in answer.text or "text" in lacks


def test_pressed_twice_it_is_sent_once(as_, cast):
    own = f"{PLACE}classes/{cast.classes['5-А']}/"
    key = {"once": "a-form-of-boris"}
    first = as_("boris").post(own, MEETING | key).headers["Location"]
    assert as_("boris").post(own, MEETING | key).headers["Location"] == first


def test_the_list_is_printed_with_who_read_and_who_is_told_on_paper(as_, cast, tell, on_paper):
    place = tell(roles=["parent", "teacher"])
    as_("maria").post(f"/parent/notices/{number(place)}/reading")
    assert as_("boris").get(f"{place}print").data.startswith(b"%PDF")
    (told,) = on_paper
    lines = {line[0]: line[1:] for line in told["families"]}
    assert lines["Петров Пётр"][0].startswith("Родитель Maria (мать), 16.11")
    assert lines["Орлова Ольга"][0] == "сообщить на бумаге"
    assert [line[0] for line in told["teachers"]] == ["Учитель Анна"]
