"""A family sees its own children and nobody else's."""


def test_a_parent_sees_each_child_one_tap_apart(as_, cast):
    page = as_("maria").get(f"/parent/children/{cast.students['petya']}/diary/")
    assert page.status_code == 200
    assert "Екатерина" in page.text and "Пётр" in page.text


def test_a_parent_never_sees_another_child(as_, cast):
    maria = as_("maria")
    for page in ("diary", "marks"):
        path = f"/parent/children/{cast.students['fedya']}/{page}/"
        assert maria.get(path).status_code == 404


def test_a_pupil_sees_only_the_own_diary(as_, cast):
    petya = as_("petya")
    own, other = cast.students["petya"], cast.students["olya"]
    assert petya.get(f"/student/children/{own}/diary/").status_code == 200
    assert petya.get(f"/student/children/{other}/diary/").status_code == 404


def test_a_teacher_has_no_key_to_the_parents_room(as_, cast):
    path = f"/parent/children/{cast.students['petya']}/diary/"
    assert as_("anna").get(path).status_code == 403


def test_topics_and_homework_reach_the_family_only_in_electronic_mode(as_, cast, in_school):
    from models.journal.lesson import Lesson

    with in_school() as session:
        for lesson in session.query(Lesson):
            lesson.write("Дроби", "№ 315", seen=1, account_id=None)
        session.commit()
    at_petyas = as_("maria").get(f"/parent/children/{cast.students['petya']}/diary/").text
    at_fedyas = as_("ivan").get(f"/parent/children/{cast.students['fedya']}/diary/").text
    assert "Дроби" in at_petyas and "№ 315" in at_petyas
    assert "Математика" in at_fedyas
    assert "Дроби" not in at_fedyas and "№ 315" not in at_fedyas


def test_a_coming_change_of_the_timetable_is_shown_only_where_paper_has_been_left(
    as_, cast, in_school
):
    from datetime import timedelta

    from models.school.timetable import LessonSlot, Substitution
    from tests.cast import MONDAY

    with in_school() as session:
        for slot in session.query(LessonSlot):
            session.add(Substitution(slot_id=slot.id, on_date=MONDAY + timedelta(days=7)))
        session.commit()
    week = "?week=2026-W48"
    at_petyas = as_("maria").get(f"/parent/children/{cast.students['petya']}/diary/{week}").text
    at_fedyas = as_("ivan").get(f"/parent/children/{cast.students['fedya']}/diary/{week}").text
    assert "отменён" in at_petyas
    assert "Математика" in at_fedyas
    assert "отменён" not in at_fedyas
