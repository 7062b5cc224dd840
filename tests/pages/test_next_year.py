"""Into the next year by steps: nothing changes before its first day, everything after it."""

import re
from datetime import datetime

import pytest

from jobs.work import perform
from models import clock
from models.office.movement import Movement
from models.runs.run import FAILED, Run
from models.school.calendar import years
from models.school.groups import ClassGroup
from models.school.roster import class_of
from models.school.teaching import TeachingAssignment
from tests.cast import MONDAY

BASE = "/administrator/school/next-year"
ORDER = {"number": "41-у", "on_date": "2026-11-10", "leave_on": "2027-06-30"}


@pytest.fixture
def admin(as_):
    """The administrator, with the next year open and the order kept."""
    visitor = as_("admin")
    visitor.post("/administrator/school/calendar/years/", {"start": "2027-09-01"})
    assert visitor.post(f"{BASE}/", ORDER).status_code == 302
    return visitor


def work(app, answer) -> Run:
    """The run that a button started, done."""
    number = int(re.search(r"/runs/(\d+)", answer.location)[1])
    with app.app_context():
        perform(number, lambda *_: None)
    with app.app_context():
        from models.base import db

        return db.session.get(Run, number)


def on_the_second_of_september(a_stage) -> None:
    settings = a_stage.settings
    clock.configure(settings.zone, settings.data, datetime(2027, 9, 2, 10))


def test_every_step_opens_before_anything_is_answered(as_):
    for page in ("", "classes", "pupils", "teaching", "plan"):
        answer = as_("admin").get(f"{BASE}/{page}")
        assert answer.status_code == 200
    assert "ещё не открыт" in answer.text and "Выполнить</button>" not in answer.text


def test_an_order_with_faults_is_named_by_field_and_keeps_what_was_typed(as_):
    wrong = ORDER | {"on_date": "2027-05-31", "leave_on": "2027-01-01", "number": "7-тест"}
    answer = as_("admin").post(f"{BASE}/", wrong)
    assert answer.status_code == 422
    assert "ещё не наступила" in answer.text and "Укажите день с" in answer.text
    assert 'value="7-тест"' in answer.text


def test_a_class_goes_one_grade_up_and_is_not_lost(admin, cast):
    names = {f"next-{cast.classes[name]}": to for name, to in (("5-А", "7-А"), ("5-Б", ""))}
    names |= {f"next-{cast.classes['6-А']}": "7а", "fresh": "первый"}
    answer = admin.post(f"{BASE}/classes", names)
    assert answer.status_code == 422
    assert "например 6-А" in answer.text and "класс расформируют" in answer.text
    assert "через запятую" in answer.text and 'value="первый"' in answer.text


def test_without_an_order_nothing_is_done(as_, in_school):
    visitor = as_("admin")
    visitor.post("/administrator/school/calendar/years/", {"start": "2027-09-01"})
    answer = visitor.post(f"{BASE}/plan")
    assert answer.status_code == 422 and "Не указан приказ" in answer.text
    with in_school() as session:
        assert session.query(Run).filter_by(kind="rollover").count() == 0


def test_two_classes_become_one_and_a_pupil_goes_elsewhere(app, admin, cast, in_school):
    names = {f"next-{cast.classes[name]}": "6-А" for name in ("5-А", "5-Б")}
    names |= {f"next-{cast.classes['6-А']}": "7-А", "fresh": "6-В"}
    assert admin.post(f"{BASE}/classes", names).status_code == 302
    own = f"{BASE}/pupils?class={cast.classes['5-А']}"
    told = {f"pupil-{cast.students['olya']}": "to:6-В"}
    assert admin.post(own, told).status_code == 302
    page = admin.get(f"{BASE}/plan").text
    assert "Соединяются из нескольких классов: 6-А" in page
    assert "Орлова Ольга, 5-А → 6-В" in page
    work(app, admin.post(f"{BASE}/plan"))
    with in_school():
        first = years()[1].starts_on
        found = {name: class_of(number, first).name for name, number in cast.students.items()}
    assert found == {"petya": "6-А", "olya": "6-В", "fedya": "6-А", "katya": "7-А"}


def test_today_stays_as_it_is_and_september_shows_the_new_classes(app, a_stage, admin, cast, as_):
    work(app, admin.post(f"{BASE}/plan"))
    register = as_("director").get("/director/school/pupils/").text
    assert ">5-А<" in register and ">7-А<" not in register
    journal = f"/teacher/journals/{cast.journals['5-А', 'Математика']}/"
    assert 'class="grid' in (now := as_("anna").get(journal).text)
    written = as_("anna").type("teacher", cast, ("5-А", "Математика"), "petya", "5")
    assert written.status_code == 200, now[:200]
    on_the_second_of_september(a_stage)
    register = as_("admin").get("/administrator/school/pupils/").text
    assert ">7-А<" in register and ">5-А<" not in register
    assert as_("anna").get("/teacher/journals/").text.count("6-А") > 0
    families = as_("maria").get(f"/parent/children/{cast.students['petya']}/diary/")
    assert families.status_code == 200 and "6-А" in families.text
    place = f"/director/timetable/classes/{cast.classes['5-А']}"
    assert "Математика" not in as_("director").get(place).text  # last year's lessons are over
    assert "Переход выполнен" in as_("admin").get(f"{BASE}/").text


def test_in_the_spring_the_year_after_is_planned_anew(app, a_stage, admin, as_):
    work(app, admin.post(f"{BASE}/plan"))
    clock.configure(a_stage.settings.zone, a_stage.settings.data, datetime(2028, 4, 10, 10))
    page = as_("admin").get(f"{BASE}/").text
    assert "2027/2028 → следующий год" in page and "ещё не открыт" in page


def test_the_journals_of_last_year_are_read_and_not_written(app, a_stage, admin, cast, as_):
    work(app, admin.post(f"{BASE}/plan"))
    on_the_second_of_september(a_stage)
    place = ("5-А", "Математика")
    journal = f"journals/{cast.journals[place]}/"
    assert as_("admin").get(f"/administrator/{journal}").status_code == 200
    assert as_("anna").type("teacher", cast, place, "petya", "5").status_code in (403, 404)


def test_a_teacher_goes_on_with_the_class_where_the_course_goes_on(app, admin, cast, in_school):
    work(app, admin.post(f"{BASE}/plan"))
    with in_school() as session:
        rows = session.query(TeachingAssignment).filter_by(from_date=years()[1].starts_on)
        who = sorted(row.employee_id for row in rows)
    anna, boris = cast.employees["anna"], cast.employees["boris"]
    assert who == sorted([anna, anna, boris])  # 6-А, 6-Б; no grade 7 has been taught yet


def test_another_teacher_is_chosen_before_it_is_done(app, admin, cast, in_school):
    page = admin.get(f"{BASE}/teaching?class=6-А").text
    key = next(k for k in re.findall(r'<select name="([^"]+)"', page) if "6-А|" in k)
    admin.post(f"{BASE}/teaching?class=6-А", {key: cast.employees["vera"]})
    assert "выбрано вами" in admin.get(f"{BASE}/teaching?class=6-А").text
    work(app, admin.post(f"{BASE}/plan"))
    with in_school() as session:
        rows = session.query(TeachingAssignment).filter_by(from_date=years()[1].starts_on)
        assert cast.employees["vera"] in {row.employee_id for row in rows}


def test_a_class_of_leavers_leaves_by_the_order_and_the_undo_brings_them_back(
    app, admin, cast, in_school
):
    own = f"{BASE}/pupils?class={cast.classes['6-А']}"
    admin.post(own, {f"pupil-{cast.students['katya']}": "leave"})
    work(app, admin.post(f"{BASE}/plan"))
    with in_school() as session:
        moved = session.query(Movement).filter_by(student_id=cast.students["katya"]).one()
        assert moved.order.number == "41-у" and moved.last_day.isoformat() == "2027-06-30"
    assert "Отменить переход" in admin.get(f"{BASE}/").text
    work(app, admin.post(f"{BASE}/undoing"))
    with in_school() as session:
        assert session.query(Movement).count() == 0
        assert session.query(ClassGroup).count() == 3
        assert class_of(cast.students["katya"], MONDAY).name == "6-А"
    assert admin.post(f"{BASE}/undoing").status_code == 422


def test_what_was_changed_since_keeps_the_undo_away(app, admin, cast, in_school):
    work(app, admin.post(f"{BASE}/plan"))
    with in_school() as session:
        row = session.query(ClassGroup).filter_by(grade=7).one()
        row.shift = 2
        session.commit()
    undoing = work(app, admin.post(f"{BASE}/undoing"))
    assert undoing.state == FAILED and "с тех пор" in undoing.error


def test_while_it_is_under_way_answers_wait(admin, cast):
    admin.post(f"{BASE}/plan")
    answer = admin.post(f"{BASE}/", ORDER)
    assert answer.status_code == 422 and "подождите" in answer.text


def test_a_pupil_who_leaves_after_all_is_not_in_the_next_year(app, admin, cast, in_school):
    from models.office.moving import Said, depart
    from models.office.ordering import the_order
    from models.people.student import Student

    work(app, admin.post(f"{BASE}/plan"))
    with in_school() as session:
        order = the_order("50-д", MONDAY, "Об отчислении", MONDAY)
        depart(session.get(Student, cast.students["petya"]), MONDAY, Said(order, None))
        session.flush()
        assert class_of(cast.students["petya"], years()[1].starts_on) is None


def opened(visitor, page: str) -> dict:
    """What the form of a step says of the answers it was opened with."""
    found = re.search(r'name="seen" value="([^"]*)"', visitor.get(f"{BASE}/{page}").text)
    return {"seen": found[1]}


def test_of_two_administrators_the_second_is_told_and_overwrites_nothing(admin, cast, in_school):
    names = {f"next-{cast.classes[name]}": to for name, to in (("5-А", "6-А"), ("5-Б", "6-Б"))}
    names |= {f"next-{cast.classes['6-А']}": "7-А", "fresh": ""}
    petya = f"pupil-{cast.students['petya']}"
    steps = (
        ("", ORDER, "number", "42-у", "43-у"),
        ("classes", names, "fresh", "1-А", "1-Б"),
        (f"pupils?class={cast.classes['5-А']}", {}, petya, "stay", "leave"),
    )
    for page, form, field, mine, theirs in steps:
        first, second = opened(admin, page), opened(admin, page)
        assert admin.post(f"{BASE}/{page}", form | first | {field: theirs}).status_code == 302
        answer = admin.post(f"{BASE}/{page}", form | second | {field: mine})
        assert answer.status_code == 409 and "в другом окне" in answer.text, page
        assert "сохранено: " in answer.text
        again = opened(admin, page)
        assert admin.post(f"{BASE}/{page}", form | again | {field: mine}).status_code == 302


def test_of_two_administrators_both_naming_a_teacher_the_second_is_told(admin, cast):
    page = "teaching?class=6-А"
    key = re.search(r'<select name="([^"]+)"', admin.get(f"{BASE}/{page}").text)[1]
    first, second = opened(admin, page), opened(admin, page)
    admin.post(f"{BASE}/{page}", first | {key: cast.employees["vera"]})
    answer = admin.post(f"{BASE}/{page}", second | {key: cast.employees["boris"]})
    assert answer.status_code == 409 and "сохранено: " in answer.text


def test_a_plan_is_done_as_it_was_looked_at(admin):
    seen = opened(admin, "plan")
    admin.post(f"{BASE}/", ORDER | opened(admin, "") | {"number": "44-у"})
    answer = admin.post(f"{BASE}/plan", seen)
    assert answer.status_code == 409 and "ответы изменили" in answer.text
