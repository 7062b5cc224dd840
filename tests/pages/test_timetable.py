"""The timetable: one's own week first, and who stands in whose."""

from datetime import date, timedelta

from models.people.employee import Employee
from models.people.person import Person
from models.school.calendar import Holiday, the_year
from models.school.timetable import LessonSlot, Substitution
from models.school.week import promised, teachers
from tests.cast import MONDAY

NEXT = MONDAY + timedelta(days=7)


def test_a_teacher_opens_the_own_week(as_):
    page = as_("anna").get("/teacher/timetable/").text
    assert "Моё расписание" in page
    assert page.index("Математика") < page.index("Учителя")


def test_who_has_no_lessons_chooses_a_class_or_a_teacher(as_):
    page = as_("director").get("/director/timetable/").text
    assert "Моё расписание" not in page and "5-А" in page


def test_staff_without_lessons_do_not_stand_among_teachers(cast, in_school):
    with in_school() as session:
        person = Person(surname="Секретарь", given="Нина")
        session.add(person)
        session.flush()
        session.add(Employee(person_id=person.id, position="секретарь"))
        session.flush()
        names = {found.id for found in teachers(MONDAY)}
        assert names == {cast.employees[name] for name in ("anna", "boris", "vera")}


def test_a_helpers_week_names_the_main_teacher(as_, cast, in_school):
    with in_school() as session:
        slot = session.query(LessonSlot).filter_by(employee_id=cast.employees["vera"]).one()
        slot.assistant_id = cast.employees["boris"]
        session.commit()
    own = as_("boris").get("/teacher/timetable/").text
    assert "ведёт Учитель В." in own and "пом. Учитель Б." not in own
    vera = as_("anna").get(f"/teacher/timetable/teachers/{cast.employees['vera']}").text
    assert "пом. Учитель Б." in vera


def subjects(cast, name: str, day: date) -> list[tuple[str, str]]:
    places = promised(cast.employees[name], the_year(day), day)
    return [(place.group, place.subject) for place in places]


def test_the_coming_day_knows_its_substitutions(cast, in_school):
    with in_school() as session:
        slot = session.query(LessonSlot).filter_by(employee_id=cast.employees["vera"]).one()
        assert subjects(cast, "vera", NEXT) == [("6-А", "Английский язык")]
        session.add(
            Substitution(slot_id=slot.id, on_date=NEXT, employee_id=cast.employees["boris"])
        )
        session.flush()
        assert subjects(cast, "vera", NEXT) == []
        assert ("6-А", "Английский язык") in subjects(cast, "boris", NEXT)
        assert len(subjects(cast, "boris", NEXT + timedelta(days=7))) == 1


def test_nothing_is_promised_in_holidays(cast, in_school):
    with in_school() as session:
        year = the_year(MONDAY)
        holiday = {"year_id": year.id, "starts_on": NEXT, "ends_on": NEXT, "name": "Каникулы"}
        session.add(Holiday(**holiday, grade=6))
        session.flush()
        assert subjects(cast, "vera", NEXT) == []
        assert ("5-А", "Английский язык") in subjects(cast, "boris", NEXT)
