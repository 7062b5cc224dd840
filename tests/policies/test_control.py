"""Deadlines, findings, exemptions, inquiries: who sees what, and who may do what."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.audit.entry import Entry
from models.control.exemption import Exemption
from models.control.explanation import Explanation
from models.control.inquiry import Inquiry
from models.journal.cell import Attendance
from models.journal.lesson import Homework

DAY = timedelta(days=1)
EVENING = datetime(2026, 11, 17, 9, 0, tzinfo=ZoneInfo("Asia/Vladivostok"))
FREED = {
    "kind": "illness",
    "from_date": "2026-11-16",
    "until": "2026-11-18",
    "document": "листок № 5",
}

OF_5A = '<span class="nw">5-А</span>'


@pytest.fixture
def next_day(monkeypatch):
    """Tuesday morning: what was due on Monday is late."""
    monkeypatch.setattr("models.clock.now", lambda: EVENING)


def duty_of(cast, **more) -> dict:
    lesson = cast.lessons["5-А", "Математика"]
    return {"rule": "topic", "key": f"l{lesson}", "text": "не работала сеть"} | more


def test_a_teacher_sees_the_own_deadlines_and_the_class_teacher_those_of_the_class(
    as_, cast, next_day
):
    anna = as_("anna").get("/teacher/duties/").text
    late = anna.split("Срок прошёл")[1]
    assert f"Математика · {OF_5A}" in late and "нет темы урока" in late
    assert "Английский" not in late
    boris = as_("boris").get("/teacher/duties/").text
    own, of_class = boris.split("В моём классе у других учителей")
    assert "Математика" not in own and f"Математика · {OF_5A}" in of_class
    assert "Математика" not in as_("vera").get("/teacher/duties/").text


def test_an_operator_sees_what_is_to_be_copied_before_it_is_late(as_, cast):
    page = as_("olga").get("/operator/duties/").text
    ahead = page.split("Впереди")[1].split("Срок прошёл")[0]
    assert 'Математика · <span class="nw">5-Б</span>' in ahead and "до 30.11, 18:00" in ahead
    assert "5-А" not in page


def test_a_late_one_is_explained_by_whose_duty_it_is(as_, cast, next_day):
    anna = as_("anna")
    assert anna.post("/teacher/duties/explanations", duty_of(cast)).status_code == 302
    week = f"/administrator/control/findings/?span=week&class={cast.classes['5-А']}"
    assert "Объяснение: не работала сеть" in as_("admin").get(week).text
    for who in ("boris", "vera"):
        refused = as_(who).post("/teacher/duties/explanations", duty_of(cast))
        assert refused.status_code == 422
    empty = anna.post("/teacher/duties/explanations", duty_of(cast, text=" "))
    assert empty.status_code == 422 and "Напишите причину" in empty.text


def test_findings_are_of_the_school_for_the_office_and_of_grades_for_a_deputy(
    as_, cast, officials, next_day
):
    for who, room in (("director", "director"), ("admin", "administrator"), ("igor", "inspector")):
        page = as_(who).get(f"/{room}/control/findings/?span=week").text
        assert all(f">{name}</a>" in page for name in ("5-А", "6-А"))
    page = as_("dora").get("/deputy_head/control/findings/?span=week").text
    assert ">5-А</a>" in page and ">6-А</a>" not in page
    for who, room in (("anna", "teacher"), ("olga", "operator"), ("sonya", "secretary")):
        assert as_(who).get(f"/{room}/control/findings/").status_code == 404


def test_checks_of_journals_are_of_the_school_or_of_the_own_grades(as_, cast, officials):
    for who, place in (("anna", ("5-А", "Математика")), ("anna", ("6-А", "Математика"))):
        pupil = "petya" if place[0] == "5-А" else "katya"
        as_(who).type("teacher", cast, place, pupil, "н 5")
    for who, room in (("director", "director"), ("igor", "inspector")):
        page = as_(who).get(f"/{room}/control/checks/").text
        assert (
            f"Математика · {OF_5A}" in page and 'Математика · <span class="nw">6-А</span>' in page
        )
    page = as_("dora").get("/deputy_head/control/checks/").text
    assert f"Математика · {OF_5A}" in page and "6-А" not in page
    card = f"columns/{cast.columns['5-А', 'Математика']}/students/{cast.students['petya']}/"
    assert card in page  # the very cell
    for who, room in (("anna", "teacher"), ("olga", "operator"), ("sonya", "secretary")):
        assert as_(who).get(f"/{room}/control/checks/").status_code == 404
    assert as_("sonya").get("/secretary/duties/checks/").status_code == 404


def test_a_teacher_mends_in_the_own_journal_what_a_check_found(as_, cast, in_school):
    anna, place = as_("anna"), ("5-А", "Математика")
    anna.type("teacher", cast, place, "petya", "н 5")
    path = f"/teacher/journals/{cast.journals[place]}/mending"
    cell = {"column": cast.columns[place], "student": cast.students["petya"]}
    page = anna.get("/teacher/duties/checks/").text
    assert "Петров П.: «н» и «5»" in page and path in page
    assert as_("boris").post(path, cell | {"verb": "present"}).status_code == 403  # a colleague's
    assert as_("vera").post(path, cell | {"verb": "present"}).status_code == 404  # a stranger's
    operator = f"/operator/journals/{cast.journals[place]}/mending"
    assert as_("olga").post(operator, cell | {"verb": "present"}).status_code == 404
    assert anna.post(path, cell | {"verb": "другое"}).status_code == 422
    assert anna.post(path, cell | {"verb": "made_up"}).status_code == 302
    assert "«н» и «5»" not in anna.get("/teacher/duties/checks/").text
    assert anna.post(path, cell | {"verb": "present"}).status_code == 302  # he was there after all
    assert anna.post(path, cell | {"verb": "present"}).status_code == 422  # nothing is left to mend
    with in_school() as session:
        assert session.query(Attendance).count() == 0


def test_no_homework_is_one_press(as_, cast, in_school):
    lesson = {"lesson": cast.lessons["5-А", "Математика"], "verb": "none_set"}
    path = f"/teacher/journals/{cast.journals['5-А', 'Математика']}/mending"
    assert as_("anna").post(path, lesson).status_code == 302
    with in_school() as session:
        assert session.query(Homework).one().text == "Не задано"
    assert as_("anna").post(path, lesson).status_code == 422


def test_what_is_right_as_it_is_gets_its_reason_and_waits_no_more(as_, cast):
    anna, place = as_("anna"), ("5-А", "Математика")
    anna.type("teacher", cast, place, "petya", "н 5")
    key = f"c{cast.columns[place]}s{cast.students['petya']}"
    said = {"check": "mark_of_absent", "key": key, "text": "сдал во вторник"}
    path = "/teacher/duties/checks/explanations"
    assert as_("vera").post(path, said).status_code == 422  # there is no such place for her
    assert anna.post(path, said | {"text": " "}).status_code == 422
    assert anna.post(path, said).status_code == 302
    page = as_("admin").get("/administrator/control/checks/").text
    assert "Пропуск и отметка в одной клетке: 0, объяснено 1" in page and "сдал во вторник" in page
    assert as_("director").post("/director/control/checks/explanations", said).status_code == 404


def test_the_administrator_alone_switches_checks(as_, cast):
    admin, path = as_("admin"), "/administrator/control/checks/"
    assert admin.post(path, {"check": "no_topic"}).status_code == 302
    page = as_("director").get("/director/control/checks/").text
    assert "Выключены администратором: пропуск и отметка" in page
    assert admin.post(path, {"check": "другая"}).status_code == 422
    assert as_("director").post("/director/control/checks/", {}).status_code == 405


@pytest.mark.parametrize("by", ["class", "person", "rule"])
def test_findings_are_counted_by_class_person_or_rule(as_, cast, next_day, by):
    page = as_("director").get(f"/director/control/findings/?span=week&by={by}").text
    word = {"class": "5-А", "person": "Учитель А.", "rule": "Проведённый урок: тема"}[by]
    assert f">{word}</a>" in page


def test_the_table_of_the_regulation_is_open_to_staff_and_printed(as_, cast, officials):
    rooms = ("director", "administrator", "deputy_head", "inspector")
    who = dict(zip(rooms, ("director", "admin", "dora", "igor"), strict=True))
    places = [(who[room], f"/{room}/control/deadlines/") for room in rooms]
    places += [("anna", "/teacher/duties/deadlines/"), ("olga", "/operator/duties/deadlines/")]
    for name, path in places:
        page = as_(name).get(path).text
        assert "5.4(2)" in page and "60 мин после всех уроков" in page
    paper = as_("admin").get("/administrator/control/deadlines/print")
    assert paper.mimetype == "application/pdf" and paper.data.startswith(b"%PDF")


def test_an_exemption_takes_findings_out_of_the_late_ones(as_, cast, in_school, next_day):
    admin, path = as_("admin"), "/administrator/control/exemptions/"
    freed = FREED | {"person": str(cast.people["anna"])}
    bad = admin.post(path, freed | {"until": "2026-11-01", "document": " "})
    assert bad.status_code == 422 and "не раньше первого" in bad.text
    assert admin.post(path, freed).status_code == 302
    assert admin.post(path, freed).status_code == 422  # entered already
    week = f"/administrator/control/findings/?span=week&person={cast.people['anna']}"
    page = admin.get(week).text
    assert "не сделано 0" in page and "временная нетрудоспособность, листок № 5" in page
    assert "не в вину" in as_("anna").get("/teacher/duties/").text
    with in_school() as session:
        number = session.query(Exemption).one().id
    silent = admin.post(f"{path}{number}/annulment", {"reason": " "})
    assert silent.status_code == 422 and "почему освобождение отменяется" in silent.text
    why = {"reason": "Внесено не тому"}
    assert admin.post(f"{path}{number}/annulment", why).status_code == 302
    assert admin.post(f"{path}{number}/annulment", why).status_code == 403
    with in_school() as session:
        told = session.query(Entry).filter_by(table_name="exemption", action="update").one()
        assert told.reason == "Внесено не тому"
    assert "временная нетрудоспособность, листок № 5" not in admin.get(week).text


def test_only_the_administrator_enters_exemptions_and_the_director_reads_them(as_, cast, officials):
    director = as_("director")
    assert director.get("/director/control/exemptions/").status_code == 200
    assert director.post("/director/control/exemptions/", FREED).status_code == 405
    for who, room in (("dora", "deputy_head"), ("olga", "operator"), ("igor", "inspector")):
        assert as_(who).get(f"/{room}/control/exemptions/").status_code == 404
    assert as_("admin").post("/administrator/control/exemptions/987/annulment").status_code == 404


def test_the_director_asks_and_the_administrator_answers(as_, cast, in_school):
    director, path = as_("director"), "/director/control/inquiries/"
    asked = {"about": "5-А", "text": "Почему нет тем?", "due_on": "2026-11-20"}
    assert director.post(path, asked | {"text": ""}).status_code == 422
    assert director.post(path, asked).status_code == 302
    assert director.post(path, asked).status_code == 422  # it waits already
    admin = as_("admin")
    assert "Ждут ответа: 1" in admin.get("/administrator/").text
    with in_school() as session:
        number = session.query(Inquiry).one().id
    answer = f"/administrator/control/inquiries/{number}/answer"
    assert admin.post(answer, {"answer": ""}).status_code == 422
    assert admin.post(answer, {"answer": "Учитель болел."}).status_code == 302
    assert admin.post(answer, {"answer": "Ещё раз."}).status_code == 422
    assert "Учитель болел." in director.get(path).text
    assert director.post(f"{path}{number}/answer", {"answer": "Сам."}).status_code == 404
    assert admin.post("/administrator/control/inquiries/", asked).status_code == 405


def test_what_was_explained_waits_for_the_administrator_until_read(
    as_, cast, officials, in_school, next_day
):
    anna = as_("anna")
    anna.post("/teacher/duties/explanations", duty_of(cast))
    admin, path = as_("admin"), "/administrator/control/explanations/"
    assert "Не прочитано: 3" in admin.get("/administrator/").text  # topic, absences, homework
    page = admin.get(path).text
    assert "не работала сеть" in page and "Математика · 5-А, 16.11, 1 урок" in page
    with in_school() as session:
        number = session.query(Explanation).first().id
    read = f"{path}{number}/reading"
    assert as_("director").get("/director/control/explanations/").status_code == 200
    assert as_("director").post(read.replace("administrator", "director")).status_code == 404
    assert as_("dora").get("/deputy_head/control/explanations/").status_code in (403, 404)
    assert admin.post(f"{path}987/reading").status_code == 404
    assert admin.post(read).status_code == 302
    assert "Не прочитано: 2" in admin.get("/administrator/").text
    assert admin.post(path).status_code == 302
    assert "Не прочитано" not in admin.get("/administrator/").text


def test_a_finding_tells_how_it_stands_by_whom_and_when(as_, cast, next_day):
    anna, lesson = as_("anna"), cast.lessons["5-А", "Математика"]
    week = f"/administrator/control/findings/?span=week&class={cast.classes['5-А']}"
    admin = as_("admin")
    assert "открыто: 6" in admin.get(week).text
    anna.post(f"/teacher/lessons/{lesson}/", {"topic": "Дроби", "homework": "", "version": 1})
    anna.post("/teacher/duties/explanations", duty_of(cast))
    page = admin.get(week).text
    assert "исправлено: 1" in page and "объяснено: 2" in page and "открыто: 3" in page
    assert "09:00, Учитель А." in page.split("исправлено</span>")[1][:60]
    only = admin.get(f"{week}&state=repaired").text
    assert "тема внесена позже" in only and "нет домашнего задания" not in only


def test_an_exemption_ends_with_the_year_and_overlaps_no_other_of_its_kind(as_, cast):
    admin, path = as_("admin"), "/administrator/control/exemptions/"
    freed = FREED | {"person": str(cast.people["anna"])}
    beyond = admin.post(path, freed | {"until": "2028-12-31"})
    assert beyond.status_code == 422 and "Учебный год кончается" in beyond.text
    before = admin.post(path, freed | {"from_date": "1990-01-01"})
    assert before.status_code == 422 and "Журнал ведётся с 01.09.2026" in before.text
    assert admin.post(path, freed).status_code == 302
    over = admin.post(path, freed | {"from_date": "2026-11-18", "until": "2026-11-25"})
    assert over.status_code == 422
    assert "уже внесено: временная нетрудоспособность, листок № 5, 16.11.2026" in over.text
    assert 'value="2026-11-25"' in over.text  # nothing typed is lost
    after = freed | {"from_date": "2026-11-19", "until": "2026-11-25"}
    assert admin.post(path, after).status_code == 302
    other = freed | {"person": str(cast.people["boris"])}
    assert admin.post(path, other).status_code == 302
