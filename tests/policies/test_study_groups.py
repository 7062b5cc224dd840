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
        return olga.post(path, {"day": day, "seen": seen, "in": [f"{group}-{fedya}"]})

    assert sit(TODAY, halves[0]).status_code == 302
    assert sit(later, halves[1]).status_code == 302
    assert sit(later, halves[0], seen="0" * 16).status_code == 409
    with in_school() as session:
        rows = session.query(Membership).order_by(Membership.from_date).all()
        assert [(row.study_group_id, row.until) for row in rows] == [
            (halves[0], MONDAY + timedelta(days=6)),
            (halves[1], None),
        ]


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
