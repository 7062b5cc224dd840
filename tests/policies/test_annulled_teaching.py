"""Teaching entered by mistake is taken back where nothing stands on it; else it is said why."""

from datetime import timedelta

import pytest

from models.journal.journal import Journal
from models.school.teaching import TeachingAssignment
from models.school.timetable import LessonSlot
from tests.cast import MONDAY

DAY = timedelta(days=1)
NEXT = MONDAY + 7 * DAY
MATHS = ("5-А", "Математика")


@pytest.fixture
def mistaken(in_school, cast) -> int:
    """Vera, by mistake, has mathematics of 5-А."""
    with in_school() as session:
        journal = session.get(Journal, cast.journals[MATHS])
        row = TeachingAssignment(
            employee_id=cast.employees["vera"],
            study_group_id=journal.study_group_id,
            course_id=journal.course_id,
            hours=2,
            from_date=MONDAY,
        )
        session.add(row)
        session.commit()
        return row.id


def annulment(row: int, room: str = "dispatcher") -> str:
    return f"/{room}/school/teaching/{row}/annulment"


def test_what_was_never_used_is_taken_back_and_its_rights_at_once(
    as_, cast, officials, in_school, mistaken
):
    journal = f"/teacher/journals/{cast.journals[MATHS]}/"
    assert as_("vera").get(journal).status_code == 200
    form, dasha = {"class": cast.classes["5-А"]}, as_("dasha")
    page = f"/dispatcher/school/teaching/classes/{cast.classes['5-А']}/"
    assert annulment(mistaken) in dasha.get(page).text
    assert dasha.post(annulment(mistaken), form).status_code == 302
    assert as_("vera").get(journal).status_code == 404
    assert annulment(mistaken) not in dasha.get(page).text
    with in_school() as session:
        assert session.get(TeachingAssignment, mistaken).until == MONDAY - DAY
    again = dasha.post(annulment(mistaken), form)
    assert again.status_code == 422 and "уже отменена" in again.text


def test_it_can_be_entered_again_from_the_same_day(as_, cast, officials, in_school, mistaken):
    dasha, own = as_("dasha"), cast.classes["5-А"]
    dasha.post(annulment(mistaken), {"class": own})
    with in_school() as session:
        row = session.get(TeachingAssignment, mistaken)
        form = {"group": row.study_group_id, "course": row.course_id, "employee": row.employee_id}
    form |= {"hours": "3", "first": MONDAY.isoformat()}
    assert dasha.post(f"/dispatcher/school/teaching/classes/{own}/", form).status_code == 302
    with in_school() as session:
        row = session.get(TeachingAssignment, mistaken)
        assert (row.until, row.hours) == (None, 3)


def test_what_began_and_ended_on_one_day_is_taken_back_too(
    as_, cast, officials, in_school, mistaken
):
    with in_school() as session:
        session.get(TeachingAssignment, mistaken).until = MONDAY
        session.commit()
    answer = as_("dasha").post(annulment(mistaken), {"class": cast.classes["5-А"]})
    assert answer.status_code == 302


def test_what_the_timetable_has_is_not_taken_back(as_, cast, officials, in_school):
    with in_school() as session:
        boris = {"employee_id": cast.employees["boris"]}
        row = session.query(TeachingAssignment).filter_by(**boris).one().id
    answer = as_("dasha").post(annulment(row), {"class": cast.classes["5-А"]})
    assert answer.status_code == 422 and "пн, 4 урок" in answer.text
    with in_school() as session:
        assert session.get(TeachingAssignment, row).until is None


def test_what_a_lesson_was_held_by_is_not_taken_back(as_, cast, officials, in_school):
    with in_school() as session:
        boris = {"employee_id": cast.employees["boris"]}
        row = session.query(TeachingAssignment).filter_by(**boris).one().id
        slot = session.query(LessonSlot).filter_by(**boris).one()
        slot.valid_to = slot.valid_from - DAY
        session.commit()
    answer = as_("dasha").post(annulment(row), {"class": cast.classes["5-А"]})
    assert answer.status_code == 422
    assert f"{MONDAY:%d.%m.%Y} в журнале есть урок этого учителя" in answer.text


def test_who_may_take_teaching_back(as_, cast, officials, mistaken):
    form = {"class": cast.classes["5-А"]}
    assert as_("anna").post(annulment(mistaken), form).status_code == 403
    assert as_("director").post(annulment(mistaken, "director"), form).status_code == 404
    assert as_("admin").post(annulment(987654, "administrator"), form).status_code == 404
    assert as_("admin").post(annulment(mistaken, "administrator"), form).status_code == 302
