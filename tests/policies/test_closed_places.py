"""Study groups and rooms get another name and are closed from a day: the past stays."""

from datetime import timedelta
from html import unescape

import pytest

from models.audit.entry import Entry
from models.audit.wording import wording
from models.school.groups import HALF, JOINED, ClassGroup, Membership, StudyGroup, StudyGroupPart
from models.school.teaching import TeachingAssignment
from models.school.timetable import Classroom, LessonSlot
from tests.cast import MONDAY, START

DAY = timedelta(days=1)
NEXT = MONDAY + 7 * DAY
ROOMS = "/administrator/school/classrooms/"


@pytest.fixture
def half(in_school, cast) -> int:
    """A group of 5-Б with Fedya in it, whom Anna teaches mathematics."""
    with in_school() as session:
        own = session.get(ClassGroup, cast.classes["5-Б"])
        group = StudyGroup(
            year_id=own.year_id, kind=HALF, grade=5, class_group_id=own.id, name="5-Б, 1 грппа"
        )
        session.add(group)
        session.flush()
        seat = {"study_group_id": group.id, "student_id": cast.students["fedya"]}
        session.add(Membership(**seat, from_date=START))
        course = session.query(LessonSlot).first().course_id
        taught = {"employee_id": cast.employees["anna"], "course_id": course, "hours": 2}
        session.add(TeachingAssignment(study_group_id=group.id, from_date=START, **taught))
        session.commit()
        return group.id


def groups(cast, room: str = "operator", name: str = "5-Б") -> str:
    return f"/{room}/school/groups/classes/{cast.classes[name]}/"


def test_a_group_is_renamed_and_those_across_classes_after_it(as_, cast, in_school, half):
    with in_school() as session:
        other = session.get(ClassGroup, cast.classes["5-А"])
        common = {"year_id": other.year_id, "grade": 5}
        there = StudyGroup(**common, kind=HALF, class_group_id=other.id, name="5-А, 1 группа")
        joined = StudyGroup(**common, kind=JOINED, name="5-Б, 1 грппа + 5-А, 1 группа")
        session.add_all([there, joined])
        session.flush()
        for part in (half, there.id):
            session.add(StudyGroupPart(joined_id=joined.id, part_id=part))
        session.commit()
    olga, path = as_("olga"), groups(cast)
    form = {"group": half, "was": "5-Б, 1 грппа", "called": " 1  группа "}
    assert olga.post(f"{path}names", form).status_code == 302
    page = olga.get(path).text
    assert "5-Б, 1 группа + 5-А, 1 группа" in page and "грппа" not in page
    late = olga.post(f"{path}names", form | {"called": "английский"})
    assert late.status_code == 409 and "стало «5-Б, 1 группа»" in unescape(late.text)
    assert 'value="английский"' in late.text


@pytest.mark.parametrize("called", ["", "1 гру\u3164ппа", "я" * 41])
def test_a_name_that_cannot_be_is_refused(as_, cast, in_school, half, called):
    form = {"group": half, "was": "5-Б, 1 грппа", "called": called}
    assert as_("olga").post(f"{groups(cast)}names", form).status_code == 422
    with in_school() as session:
        assert session.get(StudyGroup, half).name == "5-Б, 1 грппа"


def test_a_closed_group_ends_the_day_before_and_is_offered_no_more(as_, cast, in_school, half):
    olga, path = as_("olga"), groups(cast)
    closed = olga.post(f"{path}closings", {"group": half, "closed": NEXT.isoformat()})
    assert closed.status_code == 302
    box = f'value="{half}-{cast.students["fedya"]}"'
    assert box in olga.get(f"{path}?day={MONDAY}").text
    assert box not in olga.get(f"{path}?day={NEXT}").text
    assert f"закрыта с {NEXT:%d.%m.%Y}" in olga.get(path).text
    with in_school() as session:
        (seat,) = session.query(Membership).filter_by(study_group_id=half)
        (taught,) = session.query(TeachingAssignment).filter_by(study_group_id=half)
        assert seat.until == taught.until == NEXT - DAY
        told = [wording(entry) for entry in session.query(Entry).filter_by(action="update")]
    assert f"Учебная группа: закрыто с: пусто → {NEXT:%d.%m.%Y}" in told
    assert olga.post(f"{path}openings", {"group": half}).status_code == 302
    assert f'value="{half}-' in olga.get(f"{path}?day={NEXT}").text


def lay(in_school, half: int, **where) -> None:
    """The group has mathematics on Tuesdays."""
    with in_school() as session:
        known = session.query(LessonSlot).first()
        own = {"year_id": known.year_id, "course_id": known.course_id, "weekday": 1, "number": 2}
        who = {"employee_id": known.employee_id, "valid_from": START}
        session.add(LessonSlot(study_group_id=half, **own, **who, **where))
        session.commit()


def test_a_group_with_lessons_in_the_timetable_is_not_closed_and_why(as_, cast, in_school, half):
    lay(in_school, half)
    form = {"group": half, "closed": NEXT.isoformat()}
    answer = as_("olga").post(f"{groups(cast)}closings", form)
    assert answer.status_code == 422
    assert "вт, 2 урок: Математика, 5-Б, 1 грппа" in answer.text
    assert f'name="closed" value="{NEXT}"' in answer.text
    with in_school() as session:
        assert session.get(StudyGroup, half).closed_from is None
        assert session.query(Membership).filter_by(until=None).count() == 1


def test_a_group_is_not_closed_in_the_past(as_, cast, half):
    form = {"group": half, "closed": (MONDAY - DAY).isoformat()}
    answer = as_("olga").post(f"{groups(cast)}closings", form)
    assert answer.status_code == 422 and "прошлое остаётся" in answer.text


@pytest.mark.parametrize("verb", ["names", "closings", "openings"])
def test_who_may_rename_and_close_groups(as_, cast, half, verb):
    form = {"group": half, "was": "5-Б, 1 грппа", "called": "б", "closed": NEXT.isoformat()}
    assert as_("olga").post(f"{groups(cast, name='6-А')}{verb}", form).status_code in (403, 404)
    assert as_("director").post(f"{groups(cast, 'director')}{verb}", form).status_code == 404
    assert as_("anna").post(f"{groups(cast)}{verb}", form).status_code == 403
    strange = as_("admin").post(f"{groups(cast, 'administrator', '5-А')}{verb}", form)
    assert strange.status_code == 422 and "Такой подгруппы у класса нет" in strange.text


@pytest.fixture
def room(in_school) -> int:
    with in_school() as session:
        rooms = [Classroom(name=name) for name in ("21О", "Спортзал")]
        session.add_all(rooms)
        session.commit()
        return rooms[0].id


def seen(admin) -> str:
    return admin.get(ROOMS).text.split('name="seen" value="')[1].split('"')[0]


def test_a_room_is_renamed_everywhere(as_, in_school, room):
    admin = as_("admin")
    known = seen(admin)
    form = {"seen": known, "room": room, "name": "210"}
    assert admin.post(f"{ROOMS}names", form).status_code == 302
    assert "21О" not in admin.get(ROOMS).text
    assert admin.post(f"{ROOMS}names", form | {"name": "211"}).status_code == 409
    again = admin.post(f"{ROOMS}names", form | {"seen": seen(admin), "name": "спортзал"})
    assert again.status_code == 422 and "уже есть" in again.text
    assert 'name="name" maxlength="60" required value="спортзал"' in again.text


def test_a_closed_room_is_offered_no_more_and_stands_in_the_past(as_, cast, in_school, room):
    admin = as_("admin")
    form = {"room": room, "day": MONDAY.isoformat()}
    assert admin.post(f"{ROOMS}closings", form | {"seen": seen(admin)}).status_code == 302
    page = admin.get(ROOMS).text
    assert f"holds-{room}" not in page and "Открыть снова" in page
    week = f"/administrator/school/timetable/classes/{cast.classes['5-А']}/"
    assert "Спортзал" in admin.get(f"{week}?from={NEXT}").text
    assert "21О" not in admin.get(f"{week}?from={NEXT}").text
    opened = admin.post(f"{ROOMS}openings", form | {"seen": seen(admin)})
    assert opened.status_code == 302 and f"holds-{room}" in admin.get(ROOMS).text


def test_a_room_with_lessons_is_not_closed_and_why(as_, cast, in_school, room, half):
    lay(in_school, half, other_classroom_id=room)
    admin = as_("admin")
    form = {"room": room, "day": NEXT.isoformat(), "seen": seen(admin)}
    answer = admin.post(f"{ROOMS}closings", form)
    assert answer.status_code == 422 and "вт, 2 урок: Математика" in answer.text
    with in_school() as session:
        assert session.get(Classroom, room).closed_from is None


@pytest.mark.parametrize("verb", ["names", "closings", "openings"])
def test_only_the_administrator_changes_rooms(as_, verb):
    assert as_("olga").post(f"{ROOMS}{verb}", {}).status_code == 403
    assert as_("olga").post(f"/operator/school/classrooms/{verb}", {}).status_code == 404
