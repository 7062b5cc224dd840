"""What is too long or no number at all is refused with a sentence; nothing is cut silently."""

import pytest

from models.office.movement import Movement
from models.school.groups import StudyGroup
from models.school.rooms import room_order
from models.school.teaching import TeachingAssignment
from models.school.timetable import Classroom, TeacherAbsence
from tests.cast import MONDAY
from tests.pages.test_timetable_keeping import seen

LONG = ("очень " * 60).strip()


def test_a_room_with_a_long_name_is_refused_and_the_grid_kept(as_, cast, in_school):
    path = f"/operator/school/timetable/classes/{cast.classes['5-Б']}/"
    olga = as_("olga")
    key = olga.get(path).text.split('<option value="')[2].split('"')[0]
    form = seen(olga, path) | {"what-1-2-0": key, "room-1-2-0": "к" * 61}
    answer = olga.post(path, form)
    assert answer.status_code == 422
    assert "не длиннее 60 знаков" in answer.text and "к" * 61 in answer.text
    with in_school() as session:
        assert not session.query(Classroom).filter(Classroom.name.like("кк%")).count()


def test_an_order_is_not_annulled_for_a_reason_too_long(as_, cast, in_school):
    day, admin = MONDAY.isoformat(), as_("admin")
    path = f"/administrator/school/pupils/{cast.students['petya']}/movements/"
    form = {"number": "92", "on_date": day, "day": day, "class": cast.classes["5-Б"]}
    assert admin.post(path, form | {"kind": "transfer"}).status_code == 302
    answer = admin.post(f"{path}1/annulment", {"why": LONG})
    assert answer.status_code == 422 and "до 200 знаков" in answer.text and LONG in answer.text
    with in_school() as session:
        assert session.query(Movement).one().annulled_at is None


@pytest.mark.parametrize("field", ["place", "note"])
def test_an_orders_long_words_are_refused_and_kept(as_, cast, in_school, field):
    day = MONDAY.isoformat()
    form = {"number": "92", "on_date": day, "day": day, "class": cast.classes["5-Б"]}
    path = f"/administrator/school/pupils/{cast.students['petya']}/movements/"
    answer = as_("admin").post(path, form | {"kind": "transfer", field: LONG})
    assert answer.status_code == 422
    with in_school() as session:
        assert session.query(Movement).count() == 0
    if f'name="{field}"' in answer.text:
        assert "Не длиннее 200 знаков" in answer.text and LONG in answer.text


@pytest.mark.parametrize("field", ["reason", "document"])
def test_an_absences_long_words_are_refused_and_kept(as_, cast, officials, in_school, field):
    form = {"employee": cast.employees["boris"], "first": str(MONDAY), "last": str(MONDAY)}
    form |= {"reason": "болезнь", field: LONG}
    answer = as_("dasha").post("/dispatcher/school/substitutions/absence", form)
    assert answer.status_code == 422 and "не длиннее" in answer.text and LONG in answer.text
    with in_school() as session:
        assert session.query(TeacherAbsence).count() == 0


@pytest.mark.parametrize(
    ("hours", "good"),
    [(h, False) for h in ("٣", "1e1", "0,0001", "0", "", "-1", "40,5", "1,3")]
    + [("1,5", True), ("0.5", True), ("40", True)],
)
def test_hours_are_whole_or_with_a_half(as_, cast, in_school, hours, good):
    with in_school() as session:
        known = session.query(TeachingAssignment).first()
        group, course, busy = known.study_group_id, known.course_id, known.employee_id
        name = session.get(StudyGroup, group).name.split(",")[0]
    who = next(number for number in cast.employees.values() if number != busy)
    form = {"group": group, "course": course, "employee": who, "first": str(MONDAY)}
    path = f"/administrator/school/teaching/classes/{cast.classes[name]}/"
    answer = as_("admin").post(path, form | {"hours": hours})
    assert answer.status_code == (302 if good else 422)
    assert good or "Час" in answer.text


def test_rooms_stand_in_the_order_of_their_numbers():
    names = ["30", "22", "Спортзал 10", "3", "27а", "27", "Спортзал 2"]
    ordered = ["3", "22", "27", "27а", "30", "Спортзал 2", "Спортзал 10"]
    assert sorted(names, key=room_order) == ordered
