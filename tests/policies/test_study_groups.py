"""Groups of a class: who sits in which from a day, new ones, and ones across classes."""

from datetime import timedelta

import pytest

from models.school.groups import HALF, ClassGroup, Membership, StudyGroup
from tests.cast import MONDAY

TODAY = MONDAY.isoformat()


@pytest.fixture
def halves(in_school, cast) -> list[int]:
    """Two groups of 5-Б, both empty."""
    with in_school() as session:
        own = session.get(ClassGroup, cast.classes["5-Б"])
        common = {"year_id": own.year_id, "kind": HALF, "grade": 5, "class_group_id": own.id}
        rows = [StudyGroup(name=f"5-Б, {n} группа", **common) for n in (1, 2)]
        session.add_all(rows)
        session.commit()
        return [row.id for row in rows]


def test_pupils_move_between_groups_from_a_day(as_, cast, in_school, halves):
    path, fedya = f"/operator/school/groups/classes/{cast.classes['5-Б']}/", cast.students["fedya"]
    olga, later = as_("olga"), (MONDAY + timedelta(days=7)).isoformat()

    def sit(day: str, group: int, seen: str | None = None):
        page = olga.get(f"{path}?day={day}").text
        seen = seen or page.split('name="seen" value="')[1].split('"')[0]
        ticks = {"in": [f"{group}-{fedya}"], "whole": "1"}
        return olga.post(path, {"day": day, "seen": seen} | ticks)

    assert sit(TODAY, halves[0]).status_code == 302
    assert sit(later, halves[1]).status_code == 302
    stale = sit(later, halves[0], seen="0" * 16)
    assert stale.status_code == 409 and "сейчас нет" in stale.text
    assert f'value="{halves[0]}-{fedya}" checked' in stale.text
    with in_school() as session:
        rows = session.query(Membership).order_by(Membership.from_date).all()
        assert [(row.study_group_id, row.until) for row in rows] == [
            (halves[0], MONDAY + timedelta(days=6)),
            (halves[1], None),
        ]


@pytest.mark.parametrize(
    "unfit", ["cut off", "junk", "another class's group", "another class's pupil"]
)
def test_a_form_that_is_not_of_this_class_or_not_whole_seats_nobody(
    as_, cast, in_school, halves, unfit
):
    path, fedya = f"/operator/school/groups/classes/{cast.classes['5-Б']}/", cast.students["fedya"]
    olga = as_("olga")
    seen = olga.get(f"{path}?day={TODAY}").text.split('name="seen" value="')[1].split('"')[0]
    ticks = {
        "cut off": [],
        "junk": ["1-²"],
        "another class's group": [f"{max(halves) + 1}-{fedya}"],
        "another class's pupil": [f"{halves[0]}-{cast.students['petya']}"],
    }
    form = {"day": TODAY, "seen": seen, "in": [f"{halves[0]}-{fedya}", *ticks[unfit]]}
    answer = olga.post(path, form if unfit == "cut off" else form | {"whole": "1"})
    assert answer.status_code == 422 and "Ничего не сохранено" in answer.text
    assert f'value="{halves[0]}-{fedya}" checked' in answer.text
    with in_school() as session:
        assert session.query(Membership).count() == 0


def test_a_group_is_made_and_joined_with_another_classs(as_, cast, in_school, halves):
    admin, path = as_("admin"), "/administrator/school/groups/classes"
    own, other = cast.classes["5-А"], cast.classes["5-Б"]
    assert admin.post(f"{path}/{own}/new", {"name": "1 группа"}).status_code == 302
    assert admin.post(f"{path}/{own}/new", {"name": "1 группа"}).status_code == 422
    with in_school() as session:
        mine = session.query(StudyGroup).filter_by(name="5-А, 1 группа").one().id
    form = {"join": "1", "mine": mine, "other": [halves[0]]}
    assert admin.post(f"{path}/{own}/new", form).status_code == 302
    assert "5-А, 1 группа + 5-Б, 1 группа" in admin.get(f"{path}/{other}/").text
    assert as_("olga").post(f"/operator/school/groups/classes/{own}/new", form).status_code == 403
