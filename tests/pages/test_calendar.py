"""The calendar as it is kept: what a change does to lessons is said first, and nothing is lost."""

from datetime import date, timedelta

import pytest

from models.journal.days import open_day
from models.journal.lesson import CANCELLED, HELD, Lesson
from models.journal.term_mark import TermMark, period_of
from models.school.bells import bells
from models.school.calendar import Holiday, Term, terms_of, the_year, years
from models.school.days import school_day
from models.school.special_days import MovedDay
from tests.cast import MONDAY

BASE = "/administrator/school/calendar"
ALL = {"grade": "", "grade_to": ""}
NEXT = MONDAY + timedelta(days=7)
SATURDAY = date(2026, 12, 12)


def holiday(day: date, **more) -> dict:
    days = {"starts_on": day.isoformat(), "ends_on": ""}
    return {"kind": "own", "name": "День здоровья"} | days | ALL | more


def agreed(page: str) -> str:
    return page.split('name="agreed" value="')[1].split('"')[0]


def test_a_free_day_of_the_school_to_come_is_entered_at_once(as_, cast, in_school):
    answer = as_("admin").post(f"{BASE}/holidays/", holiday(NEXT))
    assert answer.status_code == 302
    with in_school():
        found = school_day(NEXT, 5, cast.classes["5-А"])
        assert found.is_free and found.why == "День здоровья"


def test_a_day_with_lessons_is_freed_only_after_it_was_said_what_happens(as_, cast, in_school):
    as_("anna").type("teacher", cast, ("5-А", "Математика"), "petya", "5")
    admin = as_("admin")
    answer = admin.post(f"{BASE}/holidays/", holiday(MONDAY, kind="cancelled", name="Мороз"))
    assert answer.status_code == 422 and "Мороз" in answer.text
    assert "Уроков без записей, которые будут отменены: 4" in answer.text
    assert "Уроков с отметками, пропусками или темами: 1" in answer.text
    with in_school() as session:
        assert session.query(Lesson).filter_by(status=CANCELLED).count() == 0
    typed = holiday(MONDAY, kind="cancelled", name="Мороз", agreed=agreed(answer.text))
    assert admin.post(f"{BASE}/holidays/", typed).status_code == 302
    with in_school() as session:
        lessons = {lesson.id: lesson.status for lesson in session.query(Lesson)}
    assert lessons[cast.lessons["5-А", "Математика"]] == HELD
    assert list(lessons.values()).count(CANCELLED) == 4
    page = admin.get(f"{BASE}/").text
    assert "когда по календарю занятий нет: 1" in page and "Занятия отменены: Мороз" in page


def test_a_day_that_is_learnt_after_all_gets_its_lessons_back(as_, cast, in_school):
    admin = as_("admin")
    asked = admin.post(f"{BASE}/holidays/", holiday(MONDAY))
    admin.post(f"{BASE}/holidays/", holiday(MONDAY, agreed=agreed(asked.text)))
    with in_school() as session:
        row_id = session.query(Holiday).filter_by(name="День здоровья").one().id
        assert session.query(Lesson).filter_by(status=HELD).count() == 0
    asked = admin.post(f"{BASE}/holidays/{row_id}/annulment")
    assert asked.status_code == 422 and "снова состоятся: 5" in asked.text
    answer = admin.post(f"{BASE}/holidays/{row_id}/annulment", {"agreed": agreed(asked.text)})
    assert answer.status_code == 302
    with in_school() as session:
        assert session.query(Lesson).filter_by(status=HELD).count() == 5
        assert session.get(Holiday, row_id).annulled_at is not None


def test_what_was_annulled_is_not_changed_by_the_form_left_open(as_, cast, in_school):
    admin = as_("admin")
    moved = {"on_date": SATURDAY.isoformat(), "weekday": "0", "parity": "0", "reason": ""} | ALL
    ill = {"class_group_id": cast.classes["5-А"], "kind": "remote", "reason": "грипп"}
    ill |= {"starts_on": NEXT.isoformat(), "ends_on": NEXT.isoformat()}
    for name, typed in (("holidays", holiday(NEXT)), ("moved-days", moved), ("quarantines", ill)):
        assert admin.post(f"{BASE}/{name}/", typed).status_code == 302
        path = f"{BASE}/{name}/1"
        seen = admin.get(path).text.split('name="seen" value="')[1].split('"')[0]
        asked = admin.post(f"{path}/annulment")
        if asked.status_code == 422:
            admin.post(f"{path}/annulment", {"agreed": agreed(asked.text)})
        back = admin.post(path, typed | {"seen": seen})
        assert back.status_code == 409 and "Эта запись уже отменена" in back.text


def test_only_the_grades_that_are_named_are_free(as_, cast, in_school):
    as_("admin").post(f"{BASE}/holidays/", holiday(NEXT, grade="1", grade_to="5"))
    with in_school():
        assert school_day(NEXT, 5).is_free
        assert not school_day(NEXT, 6).is_free


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("starts_on", "вчера", "Укажите дату"),
        ("starts_on", "2031-01-01", "Учебный год идёт с"),
        ("ends_on", "2026-11-01", "Последний день раньше первого"),
        ("name", "", "Напишите"),
        ("name", "ё" * 81, "Не длиннее 80"),
        ("kind", "party", "Выберите из списка"),
        ("grade", "12", "Выберите из списка"),
        ("grade_to", "4", "с какого класса"),
    ],
)
def test_a_wrong_field_says_why_and_keeps_the_rest(as_, field, value, why):
    answer = as_("admin").post(f"{BASE}/holidays/", holiday(NEXT) | {field: value})
    assert answer.status_code == 422 and why in answer.text
    if field != "name":
        assert 'value="День здоровья"' in answer.text


def test_two_who_change_one_day_do_not_overwrite_each_other(as_, in_school):
    admin = as_("admin")
    admin.post(f"{BASE}/holidays/", holiday(NEXT))
    with in_school() as session:
        row_id = session.query(Holiday).filter_by(name="День здоровья").one().id
    page = admin.get(f"{BASE}/holidays/{row_id}").text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    typed = holiday(NEXT, seen=seen) | {"ends_on": NEXT.isoformat()}
    assert admin.post(f"{BASE}/holidays/{row_id}", typed | {"name": "Выборы"}).status_code == 302
    answer = admin.post(f"{BASE}/holidays/{row_id}", typed | {"name": "Ярмарка"})
    assert answer.status_code == 409 and 'value="Ярмарка"' in answer.text


def moved(**more) -> dict:
    day = {"on_date": SATURDAY.isoformat(), "weekday": "0", "parity": "0"}
    return day | ALL | {"reason": "вместо 4 ноября"} | more


def test_a_saturday_is_learnt_by_mondays_timetable_and_families_read_it(as_, cast, in_school):
    admin = as_("admin")
    assert admin.post(f"{BASE}/moved-days/", moved()).status_code == 302
    assert "суббота 12.12.2026" in admin.get(f"{BASE}/moved-days/").text
    with in_school() as session:
        assert open_day(the_year(SATURDAY), SATURDAY) == 5
        session.rollback()
    week = f"/parent/children/{cast.students['petya']}/diary/?week=2026-W50"
    page = as_("maria").get(week).text
    assert "Учимся по расписанию понедельника" in page
    assert "Математика" in page.split("Учимся по расписанию понедельника")[1]


def test_a_day_that_is_moved_twice_or_to_itself_is_refused(as_):
    admin = as_("admin")
    admin.post(f"{BASE}/moved-days/", moved())
    assert "перенос уже есть" in admin.post(f"{BASE}/moved-days/", moved(weekday="1")).text
    itself = admin.post(f"{BASE}/moved-days/", moved(on_date="2026-12-14"))
    assert itself.status_code == 422 and "по своему расписанию" in itself.text
    freed = admin.post(f"{BASE}/holidays/", holiday(SATURDAY))
    assert freed.status_code == 422 and "сначала отмените перенос" in freed.text


def test_a_class_in_quarantine_stays_at_home_and_the_others_learn(as_, cast, in_school):
    days = {"starts_on": NEXT.isoformat(), "ends_on": (NEXT + timedelta(days=6)).isoformat()}
    typed = {"class_group_id": cast.classes["5-А"], "kind": "closed", "reason": "грипп"} | days
    assert as_("admin").post(f"{BASE}/quarantines/", typed).status_code == 302
    with in_school():
        assert school_day(NEXT, 5, cast.classes["5-А"]).why == "Карантин до 29.11: грипп"
        assert not school_day(NEXT, 5, cast.classes["5-Б"]).is_free
    page = as_("maria").get(f"/parent/children/{cast.students['petya']}/diary/?week=2026-W48")
    assert "Карантин до 29.11: грипп" in page.text and "Математика" not in page.text
    again = as_("admin").post(f"{BASE}/quarantines/", typed)
    assert again.status_code == 422 and "уже есть карантин" in again.text


def test_a_class_that_learns_from_home_keeps_its_lessons(as_, cast, in_school):
    days = {"starts_on": NEXT.isoformat(), "ends_on": NEXT.isoformat()}
    typed = {"class_group_id": cast.classes["5-А"], "kind": "remote", "reason": "грипп"} | days
    as_("admin").post(f"{BASE}/quarantines/", typed)
    page = as_("maria").get(f"/parent/children/{cast.students['petya']}/diary/?week=2026-W48")
    assert "Учимся дистанционно до 23.11: грипп" in page.text and "Математика" in page.text


def spans(in_school, grade: int = 5) -> dict:
    with in_school():
        found = terms_of(the_year(MONDAY).id, grade)
    typed = {"kind": found[0].kind}
    for term in found:
        typed[f"starts_{term.number}"] = term.starts_on.isoformat()
        typed[f"ends_{term.number}"] = term.ends_on.isoformat()
    return typed


def terms_form(admin, grade: int = 5) -> str:
    page = admin.get(f"{BASE}/terms/{grade}").text
    return page.split('name="seen" value="')[1].split('"')[0]


def test_terms_may_not_overlap_nor_leave_the_year(as_, in_school):
    admin, typed = as_("admin"), spans(in_school)
    typed["seen"] = terms_form(admin)
    answer = admin.post(f"{BASE}/terms/5", typed | {"starts_2": typed["ends_1"]})
    assert answer.status_code == 422 and "Предыдущий период идёт по" in answer.text
    answer = admin.post(f"{BASE}/terms/5", typed | {"ends_4": "2027-12-31"})
    assert answer.status_code == 422 and "Учебный год идёт с" in answer.text


def test_a_grade_goes_over_to_trimesters_and_others_with_it(as_, in_school):
    admin = as_("admin")
    typed = {"kind": "trimester", "seen": terms_form(admin), "grades": ["6", "7"]}
    dates = ("2026-09-01", "2026-11-20", "2026-11-21", "2027-02-28", "2027-03-01", "2027-05-30")
    for number in (1, 2, 3):
        typed[f"starts_{number}"], typed[f"ends_{number}"] = dates[2 * number - 2 : 2 * number]
    answer = admin.post(f"{BASE}/terms/5", typed)
    if answer.status_code == 422:
        answer = admin.post(f"{BASE}/terms/5", typed | {"agreed": agreed(answer.text)})
    assert answer.status_code == 302
    with in_school() as session:
        year = the_year(MONDAY).id
        for grade in (5, 6, 7):
            assert [t.name for t in terms_of(year, grade)][-1] == "3 триместр"
        assert terms_of(year, 8)[-1].name == "4 четверть"
        assert session.query(Term).filter_by(grade=5, number=4).one().annulled_at is not None


def test_a_term_with_marks_is_moved_only_after_a_confirmation(as_, cast, in_school):
    admin = as_("admin")
    with in_school() as session:
        term = terms_of(the_year(MONDAY).id, 5)[1]
        own = {"journal_id": cast.journals["5-А", "Математика"], "value": "5"}
        own |= {"student_id": cast.students["petya"], "term_id": term.id}
        session.add(TermMark(**own, period=period_of(term.id)))
        session.commit()
    typed = spans(in_school) | {"seen": terms_form(admin), "ends_2": "2026-12-25"}
    answer = admin.post(f"{BASE}/terms/5", typed)
    assert answer.status_code == 422 and "уже выставлено отметок: 1" in answer.text
    assert admin.post(f"{BASE}/terms/5", typed | {"agreed": agreed(answer.text)}).status_code == 302
    halves = {"kind": "half", "seen": terms_form(admin)} | spans(in_school, 10)
    refused = admin.post(f"{BASE}/terms/5", halves)
    assert refused.status_code == 422 and "Вид периодов в этом году не меняется" in refused.text


def test_the_next_year_is_opened_once_and_changes_nothing_today(as_, in_school):
    admin = as_("admin")
    assert "2027-09-01" in admin.get(f"{BASE}/years/").text
    wrong = admin.post(f"{BASE}/years/", {"start": "2027-01-11"})
    assert wrong.status_code == 422 and "прошлый год идёт по" in wrong.text
    assert admin.post(f"{BASE}/years/", {"start": "2027-09-01"}).status_code == 302
    assert admin.post(f"{BASE}/years/", {"start": "2027-09-01"}).status_code == 422
    with in_school():
        now, later = years()
        assert the_year(MONDAY) == now
        assert [len(terms_of(later.id, grade)) for grade in (1, 9, 10, 11)] == [4, 4, 2, 2]
        assert bells(date(2027, 9, 6), 5)[1][0].hour == 8
        assert school_day(date(2027, 11, 4), 5).is_free
    assert "2027/2028" in admin.get(f"{BASE}/?year={later.id}").text


def test_the_year_tells_each_day_by_a_sign_and_in_words(as_, in_school):
    as_("admin").post(f"{BASE}/moved-days/", moved())
    page = as_("director").get("/director/school/calendar/").text
    assert "Осенние каникулы" in page and "04.11" in page
    assert "Учимся по расписанию понедельника" in page
    assert '<td class="d-moved" title="Учимся по расписанию понедельника">12<sup>р</sup>' in page
    with in_school() as session:
        assert session.query(MovedDay).count() == 1


def test_two_who_change_terms_do_not_overwrite_each_other(as_, in_school):
    typed = spans(in_school) | {"seen": "0" * 16}
    assert as_("admin").post(f"{BASE}/terms/5", typed).status_code == 409
