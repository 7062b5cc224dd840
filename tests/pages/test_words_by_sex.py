"""Words about a pupil fit a girl and a boy."""

from datetime import timedelta

from models.people.person import Person
from models.people.student import Student
from tests.cast import MONDAY


def test_of_a_girl_nothing_is_said_as_of_a_boy(as_, cast, in_school, on_day):
    with in_school() as session:
        student = session.get(Student, cast.students["olya"])
        session.get(Person, student.person_id).sex = "f"
        session.commit()
    on_day(MONDAY + timedelta(days=2))
    admin, day = as_("admin"), MONDAY.isoformat()
    card = f"/administrator/school/pupils/{cast.students['olya']}/"
    left = {"kind": "departure", "number": "91", "on_date": day, "day": day, "place": "школа № 7"}
    assert admin.post(f"{card}movements/", left).status_code == 302
    journal = f"/teacher/journals/{cast.journals['5-А', 'Математика']}/"
    assert "(выбыла 16.11)" in as_("anna").get(journal).text
    moves = admin.get("/administrator/school/pupils/movement").text
    assert "<td>выбытие</td>" in moves and "<td>выбыл</td>" not in moves
    assert "выбытие" in admin.get(card).text
