"""Bells as they are kept: overlaps are refused, the narrowest ring, nothing vanishes."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.journal.lesson import Lesson
from models.school.bells import bells
from models.school.groups import ClassGroup
from models.school.timetable import BellSchedule, LessonTime
from tests.cast import MONDAY

BASE = "/administrator/school/calendar"
ALL = {"grade": "", "grade_to": ""}
NEXT = MONDAY + timedelta(days=7)


@pytest.fixture
def at(monkeypatch):
    def set_clock(hour: int, minute: int) -> None:
        moment = datetime.combine(MONDAY, time(hour, minute), ZoneInfo("Asia/Vladivostok"))
        monkeypatch.setattr("models.clock.now", lambda: moment)

    return set_clock


def rings(**more) -> dict:
    whom = {"name": "Понедельник", "shift": "1", "weekday": "", "on_date": ""} | ALL
    times = {"starts_1": "09:00", "ends_1": "09:35", "starts_2": "09:45", "ends_2": "10:20"}
    return whom | times | more


def test_lessons_that_overlap_are_refused_with_their_number(as_):
    answer = as_("admin").post(f"{BASE}/bells/", rings(weekday="0", starts_2="09:30"))
    assert answer.status_code == 422
    assert "2 урок начинается раньше, чем кончается 1 урок" in answer.text
    assert 'value="Понедельник"' in answer.text


def test_the_narrowest_bells_ring(as_, cast, in_school):
    admin = as_("admin")
    for name, whom in (
        ("По понедельникам", {"weekday": "0", "starts_1": "09:01"}),
        ("Пятые", {"grade": "5", "starts_1": "09:02"}),
        ("Короткий день", {"on_date": NEXT.isoformat(), "starts_1": "09:03"}),
    ):
        assert admin.post(f"{BASE}/bells/", rings(name=name, **whom)).status_code == 302
    with in_school():
        later = NEXT + timedelta(days=7)
        assert bells(NEXT, 5)[1][0].minute == 3
        assert bells(later, 5)[1][0].minute == 2
        assert bells(later, 6)[1][0].minute == 1
        assert bells(later + timedelta(days=1), 6)[1][0].minute == 30


def test_the_second_shift_has_its_own_bells(as_, cast, in_school):
    admin = as_("admin")
    late = {"starts_1": "14:00", "ends_1": "14:40", "starts_2": "14:50", "ends_2": "15:30"}
    admin.post(f"{BASE}/bells/", rings(name="Вторая смена", shift="2", **late))
    admin.post(f"{BASE}/bells/shifts", {"second": [cast.classes["5-Б"]]})
    with in_school() as session:
        assert session.get(ClassGroup, cast.classes["5-Б"]).shift == 2
        assert bells(NEXT, 5, cast.classes["5-Б"])[1][0].hour == 14
        assert bells(NEXT, 5, cast.classes["5-А"])[1][0].hour == 8


def test_new_bells_begin_as_a_copy_and_end_without_vanishing(as_, in_school):
    admin = as_("admin")
    page = admin.get(f"{BASE}/bells/new").text
    assert 'name="starts_1" value="08:30"' in page
    admin.post(f"{BASE}/bells/", rings(weekday="0"))
    with in_school() as session:
        row_id = session.query(BellSchedule).one().id
    assert admin.post(f"{BASE}/bells/{row_id}/annulment").status_code == 302
    assert "Понедельник</th>" not in admin.get(f"{BASE}/bells/").text
    with in_school() as session:
        assert session.query(LessonTime).filter_by(schedule_id=row_id).count() == 2


def test_bells_that_ring_no_more_say_so_and_are_not_changed(as_, in_school):
    admin = as_("admin")
    admin.post(f"{BASE}/bells/", rings(weekday="0"))
    with in_school() as session:
        row_id = session.query(BellSchedule).one().id
    admin.post(f"{BASE}/bells/{row_id}/annulment")
    assert "больше не действуют" in admin.get(f"{BASE}/bells/{row_id}", follow_redirects=True).text
    refused = admin.post(f"{BASE}/bells/{row_id}", rings(weekday="0"))
    assert refused.status_code == 422 and "больше не действуют" in refused.text


def test_two_who_change_bells_do_not_overwrite_each_other(as_, in_school):
    admin = as_("admin")
    page = admin.get(f"{BASE}/bells/ordinary").text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert admin.post(f"{BASE}/bells/ordinary", rings(seen=seen)).status_code == 302
    stale = admin.post(f"{BASE}/bells/ordinary", rings(seen=seen, starts_1="08:00"))
    assert stale.status_code == 409 and 'value="08:00"' in stale.text


def test_lessons_of_today_that_have_not_begun_ring_by_the_new_bells(as_, cast, in_school, at):
    at(9, 0)
    admin = as_("admin")
    short = {f"starts_{n}": f"{8 + n}:40" if n > 1 else "08:30" for n in range(1, 6)}
    short |= {f"ends_{n}": f"{9 + n}:10" if n > 1 else "09:00" for n in range(1, 6)}
    short = {key: value.zfill(5) for key, value in short.items()}
    typed = rings(name="Короткий день", on_date=MONDAY.isoformat(), **short)
    assert admin.post(f"{BASE}/bells/", typed).status_code == 302
    with in_school() as session:
        times = {one.number: f"{one.starts:%H:%M}" for one in session.query(Lesson)}
    assert times[1] == "08:30" and times[3] == "11:40"
