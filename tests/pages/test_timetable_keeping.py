"""Timetable, teaching and substitutions as pages: entered, refused with reasons, printed."""

import re
from datetime import timedelta

import pytest

from models.journal.journal import Journal
from models.school.teaching import TeachingAssignment
from models.school.timetable import LessonSlot, Substitution
from tests.cast import MONDAY

DAY = timedelta(days=1)
NEXT = MONDAY + 7 * DAY
ENGLISH = ("5-А", "Английский язык")
PAPER = ("5-Б", "Математика")


@pytest.fixture
def key(in_school, cast):
    """What a select of the grid calls a course of a class with its teacher."""

    def find(place, teacher: str) -> str:
        with in_school() as session:
            journal = session.get(Journal, cast.journals[place])
            return f"{journal.study_group_id}.{journal.course_id}.{cast.employees[teacher]}.0"

    return find


def seen(visitor, path: str) -> dict:
    """What the form of the grid says of the page it was opened from."""
    page = visitor.get(path).text
    fields = dict(
        re.findall(
            r'<input type="hidden" name="(seen|opened|term|places|whole)" value="([^"]*)"', page
        )
    )
    places = dict.fromkeys(re.findall(r'<select name="(what-[^"]*)"', page), "")
    return {"grid": "1", "from": str(NEXT)} | fields | places


def week(cast, room: str, name: str) -> str:
    return f"/{room}/school/timetable/classes/{cast.classes[name]}/"


def test_an_operator_enters_the_own_class_from_a_day_on(as_, cast, key, in_school):
    olga, path = as_("olga"), week(cast, "operator", "5-Б")
    assert "Сохранить расписание" in olga.get(path).text
    form = seen(olga, path) | {"what-1-2-0": key(PAPER, "anna"), "room-1-2-0": "204"}
    assert olga.post(path, form).status_code == 302
    with in_school() as session:
        rows = session.query(LessonSlot).filter(LessonSlot.weekday == 1).all()
        assert [(row.number, row.valid_from) for row in rows] == [(2, NEXT)]
    page = olga.get(f"{path}?from={NEXT}").text
    assert "204" in page and f"{NEXT:%d.%m.%Y}" in page


def test_another_operators_class_is_looked_at_and_not_entered(as_, cast):
    olga, path = as_("olga"), week(cast, "operator", "5-А")
    assert "Сохранить расписание" not in olga.get(path).text
    answer = olga.post(path, {"grid": "1", "from": str(NEXT)})
    assert answer.status_code == 403 and "оператор или диспетчер" in answer.text


def test_a_clash_is_refused_with_whom_and_in_which_lesson(as_, cast, key, officials, in_school):
    dasha, path = as_("dasha"), week(cast, "dispatcher", "5-Б")
    form = seen(dasha, path) | {"what-0-1-0": key(PAPER, "anna")}
    answer = dasha.post(path, form)
    assert answer.status_code == 422
    assert "Понедельник, 1 урок" in answer.text and "«Математика» в 5-А" in answer.text
    assert f'value="{key(PAPER, "anna")}" selected' in answer.text
    with in_school() as session:
        assert session.query(LessonSlot).filter(LessonSlot.valid_to.is_not(None)).count() == 0


def test_another_teacher_from_a_day_has_the_places_too(as_, cast, officials, in_school):
    with in_school() as session:
        own = {"employee_id": cast.employees["boris"]}
        row_id = session.query(TeachingAssignment).filter_by(**own).one().id
    form = {"class": cast.classes["5-А"], "employee": cast.employees["vera"], "first": str(NEXT)}
    path = f"/dispatcher/school/teaching/{row_id}/end"
    assert as_("dasha").post(path, form).status_code == 302
    with in_school() as session:
        assert session.get(TeachingAssignment, row_id).until == NEXT - DAY
        slots = session.query(LessonSlot).filter_by(number=4).order_by(LessonSlot.valid_from)
        teachers = [(slot.employee_id, slot.valid_from) for slot in slots][-1]
        assert teachers == (cast.employees["vera"], NEXT)


def test_who_is_ill_is_replaced_on_one_screen_and_printed(as_, cast, officials, in_school):
    dasha, who = as_("dasha"), cast.employees["boris"]
    screen = f"/dispatcher/school/substitutions/absence?employee={who}&first={NEXT}&last={NEXT}"
    page = dasha.get(screen).text
    assert "Тот же предмет" in page and page.index("Учитель В.") < page.index("Отменить урок")
    with in_school() as session:
        slot = session.query(LessonSlot).filter_by(employee_id=who).one().id
    name = f"do-{NEXT:%Y%m%d}-{slot}"
    form = {"employee": who, "first": str(NEXT), "last": str(NEXT), "reason": "болезнь"}
    form |= {name: f"replaced.{cast.employees['vera']}"}
    assert dasha.post("/dispatcher/school/substitutions/absence", form).status_code == 302
    with in_school() as session:
        assert session.query(Substitution).one().employee_id == cast.employees["vera"]
    diary = as_("maria").get(f"/parent/children/{cast.students['petya']}/diary/?week=2026-W48")
    assert "замена: Учитель В." in diary.text
    for paper in (f"sheet?day={NEXT}", f"register/print?first={NEXT}&last={NEXT}"):
        assert dasha.get(f"/dispatcher/school/substitutions/{paper}").data[:4] == b"%PDF"
    assert (
        "болезнь"
        in dasha.get(f"/dispatcher/school/substitutions/register?first={NEXT}&last={NEXT}").text
    )


def test_a_busy_teacher_is_refused_and_nothing_is_saved(as_, cast, officials, in_school):
    who = cast.employees["vera"]
    with in_school() as session:
        session.query(LessonSlot).filter_by(employee_id=who).one().number = 4
        session.commit()
        slot = session.query(LessonSlot).filter_by(employee_id=who).one().id
    form = {"employee": who, "first": str(NEXT), "last": str(NEXT), "reason": "болезнь"}
    form |= {f"do-{NEXT:%Y%m%d}-{slot}": f"replaced.{cast.employees['boris']}"}
    answer = as_("dasha").post("/dispatcher/school/substitutions/absence", form)
    assert answer.status_code == 422 and "на 4 уроке ведёт «Английский язык»" in answer.text
    with in_school() as session:
        assert session.query(Substitution).count() == 0


def slots_of(in_school) -> list[tuple]:
    with in_school() as session:
        rows = session.query(LessonSlot).order_by(LessonSlot.id)
        return [(row.weekday, row.number, row.valid_from, row.valid_to) for row in rows]


def test_of_two_windows_the_second_is_told_what_changed_and_keeps_what_it_typed(
    as_, cast, key, in_school
):
    olga, path = as_("olga"), week(cast, "operator", "5-Б")
    first, second = seen(olga, path), seen(olga, path)
    here = {"what-0-2-0": key(PAPER, "anna")}
    assert olga.post(path, first | here | {"what-1-2-0": key(PAPER, "anna")}).status_code == 302
    stands = slots_of(in_school)
    answer = olga.post(path, second | here | {"what-3-5-0": key(PAPER, "anna"), "room-3-5-0": "77"})
    assert answer.status_code == 409
    assert "Вторник, 2 урок: сейчас «Математика" in answer.text and "у вас пусто" in answer.text
    assert 'name="room-3-5-0" value="77"' in answer.text
    assert slots_of(in_school) == stands


def test_a_button_pressed_twice_saves_once_and_alarms_nobody(as_, cast, key, in_school):
    olga, path = as_("olga"), week(cast, "operator", "5-Б")
    form = seen(olga, path) | {"what-1-2-0": key(PAPER, "anna")}
    assert olga.post(path, form).status_code == 302
    stands = slots_of(in_school)
    assert olga.post(path, form).status_code == 302
    assert slots_of(in_school) == stands


def test_a_request_without_a_grid_clears_nothing(as_, cast, in_school):
    olga, path = as_("olga"), week(cast, "operator", "5-Б")
    stands = slots_of(in_school)
    assert olga.post(path, {"grid": "1", "from": str(NEXT)}).status_code == 422
    assert slots_of(in_school) == stands


@pytest.mark.parametrize("lost", ["whole", "places", "what-0-1-0", "what-4-8-0"])
def test_a_form_that_was_cut_off_takes_no_lesson_away(as_, cast, key, in_school, lost):
    olga, path = as_("olga"), week(cast, "operator", "5-Б")
    stands, form = slots_of(in_school), seen(olga, path)
    form |= {"what-1-2-0": key(PAPER, "anna"), "room-1-2-0": "204"}
    del form[lost]
    answer = olga.post(path, form)
    assert answer.status_code == 422 and "Форма дошла не целиком" in answer.text
    assert 'name="room-1-2-0" value="204"' in answer.text
    assert slots_of(in_school) == stands


def test_an_emptied_grid_is_said_and_must_be_confirmed(as_, cast, in_school):
    olga, path = as_("olga"), week(cast, "operator", "5-Б")
    stands, form = slots_of(in_school), seen(olga, path)
    answer = olga.post(path, form)
    assert answer.status_code == 422 and "не останется ни одного урока" in answer.text
    assert 'name="emptied"' in answer.text and slots_of(in_school) == stands
    assert olga.post(path, form | {"emptied": "1"}).status_code == 302
    assert slots_of(in_school) != stands


def test_the_timetable_of_the_period_before_fills_the_grid_and_saves_nothing(
    as_, cast, key, in_school
):
    olga, path = as_("olga"), week(cast, "operator", "5-Б")
    stands, form = slots_of(in_school), seen(olga, path)
    assert form["term"] == "2"
    filled = olga.post(f"{path}copy", form | {"what-0-2-0": key(PAPER, "anna")})
    assert filled.status_code == 200 and "ещё не сохранено" in filled.text
    assert f'value="{MONDAY}" required' in filled.text
    assert f'value="{key(PAPER, "anna")}" selected' in filled.text
    assert slots_of(in_school) == stands


def test_filling_asks_before_it_loses_what_was_typed(as_, cast, key):
    olga, path = as_("olga"), week(cast, "operator", "5-Б")
    form = seen(olga, path) | {"what-3-5-0": key(PAPER, "anna"), "room-3-5-0": "77"}
    asks = olga.post(f"{path}copy", form)
    assert asks.status_code == 422 and "Заменить введённое" in asks.text
    assert 'name="room-3-5-0" value="77"' in asks.text
    filled = olga.post(f"{path}copy", form | {"over": "1"})
    assert filled.status_code == 200 and 'value="77"' not in filled.text


def test_a_period_that_is_over_is_not_filled(as_, cast):
    olga, path = as_("olga"), week(cast, "operator", "5-Б")
    answer = olga.post(f"{path}copy", seen(olga, path) | {"term": "1"})
    assert answer.status_code == 422 and "взять нечего" in answer.text


SUBSTITUTIONS = "/dispatcher/school/substitutions/"


def away(cast, in_school, day=NEXT) -> dict:
    """The form that says a teacher is away on the day, everything «пока не решено»."""
    form = {"employee": cast.employees["boris"], "first": str(day), "last": str(day)}
    return form | {"reason": "болезнь"}


def test_lessons_not_decided_yet_are_told_on_the_days_page_at_home_and_on_the_door(
    as_, cast, officials, in_school
):
    dasha = as_("dasha")
    form = away(cast, in_school, MONDAY)
    assert dasha.post(f"{SUBSTITUTIONS}absence", form).status_code == 302
    page = dasha.get(f"{SUBSTITUTIONS}?day={MONDAY}").text
    assert "Без замены: 1" in page and "Подобрать замену" in page
    assert f"employee={form['employee']}" in page
    assert dasha.get(f"{SUBSTITUTIONS}sheet?day={MONDAY}").data[:4] == b"%PDF"
    for who, room in (("dasha", "dispatcher"), ("admin", "administrator")):
        assert f"{MONDAY:%d.%m}: 1" in as_(who).get(f"/{room}/").text
    with in_school() as session:
        slot = session.query(LessonSlot).filter_by(employee_id=form["employee"]).one().id
    cancel = form | {f"do-{MONDAY:%Y%m%d}-{slot}": "cancelled"}
    assert dasha.post(f"{SUBSTITUTIONS}absence", cancel).status_code == 302
    assert "Без замены" not in dasha.get(f"{SUBSTITUTIONS}?day={MONDAY}").text


def test_who_comes_back_earlier_leaves_no_lesson_without_anybody(as_, cast, officials, in_school):
    dasha, form = as_("dasha"), away(cast, in_school)
    dasha.post(f"{SUBSTITUTIONS}absence", form)
    assert dasha.post(f"{SUBSTITUTIONS}absence/ending", form).status_code == 302
    assert "Без замены" not in dasha.get(f"{SUBSTITUTIONS}?day={NEXT}").text
    again = dasha.post(f"{SUBSTITUTIONS}absence/ending", form)
    assert again.status_code == 422 and "не отмечен отсутствующим" in again.text


def test_a_swap_stands_in_the_register_and_counts_no_hours(as_, cast, officials, in_school):
    dasha = as_("dasha")
    with in_school() as session:
        own = session.query(LessonSlot).filter(LessonSlot.number.in_((1, 4))).all()
        one, other = (slot.id for slot in sorted(own, key=lambda slot: slot.number))
    form = {"what": "swapped", "day": str(NEXT), "one": one, "other": other, "reason": "экскурсия"}
    assert dasha.post(f"{SUBSTITUTIONS}change", form).status_code == 302
    page = dasha.get(f"{SUBSTITUTIONS}register?first={NEXT}&last={NEXT}").text
    assert "был 1 уроком, стал 4" in page and "был 4 уроком, стал 1" in page
    assert '<td class="num" data-label="часов">0</td>' in page


def test_a_gym_takes_as_many_lessons_at_once_as_the_administrator_says(as_, cast, key, in_school):
    olga, path = as_("olga"), week(cast, "operator", "5-Б")
    first = seen(olga, path) | {"what-1-2-0": key(PAPER, "anna"), "room-1-2-0": "Спортзал"}
    assert olga.post(path, first).status_code == 302
    admin, other = as_("admin"), week(cast, "administrator", "5-А")
    gym = {"what-1-2-0": key(ENGLISH, "boris"), "room-1-2-0": "Спортзал"}
    refused = admin.post(other, seen(admin, other) | gym)
    assert refused.status_code == 422 and "кабинет Спортзал занят" in refused.text
    rooms = "/administrator/school/classrooms/"
    page = admin.get(rooms).text
    field, known = (
        re.search(r"holds-\d+", page)[0],
        re.search(r'name="seen" value="(.*?)"', page)[1],
    )
    assert admin.post(rooms, {"seen": known, field: "много"}).status_code == 422
    assert admin.post(rooms, {"seen": known, field: "2"}).status_code == 302
    late = admin.post(rooms, {"seen": known, field: "3"})
    assert late.status_code == 409 and "сейчас 2" in late.text
    assert admin.post(other, seen(admin, other) | gym).status_code == 302
    third = week(cast, "administrator", "6-А")
    more = {"what-1-2-0": key(("6-А", "Английский язык"), "vera"), "room-1-2-0": "Спортзал"}
    full = admin.post(third, seen(admin, third) | more)
    assert full.status_code == 422 and "вмещает занятий: 2" in full.text


@pytest.mark.parametrize(("who", "room"), [("olga", "operator"), ("director", "director")])
def test_only_the_administrator_says_what_rooms_hold(as_, who, room):
    assert as_(who).get(f"/{room}/school/classrooms/").status_code == 404
    assert as_(who).get("/administrator/school/classrooms/").status_code == 403


def test_a_reason_is_not_lost_where_its_page_does_not_come_back(as_, cast):
    path = f"/administrator/accounts/{cast.accounts['boris']}/unblocking"
    answer = as_("admin").post(path, {"why": "вернулся из отпуска"})
    assert answer.status_code == 422 and "вернулся из отпуска" in answer.text
