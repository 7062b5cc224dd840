"""Certificates, encouragements, brought marks, groups and the form of a new pupil: who may, and
what follows in journals and diaries."""

import re
from datetime import date, timedelta

import pytest

from models.journal.brought_mark import BroughtMark
from models.journal.cell import Attendance
from models.journal.certificate import Certificate
from models.office.movement import Movement
from models.office.order import Appointment, AppointmentClass
from models.people.person import Person
from models.people.student import Student
from models.school.roster import class_of
from models.school.school import the_school
from models.school.subject import Course
from tests.cast import MONDAY, START
from tests.marks_grid import Hand

TODAY = MONDAY.isoformat()
PAPER = {"first": TODAY, "until": TODAY, "code": "б", "number": "7", "on_date": TODAY}
PRAISE = {"on_date": TODAY, "text": "Грамота за олимпиаду", "document": "приказ № 80"}
NEWCOMER = {
    "surname": "Абрамов",
    "given": "Артём",
    "birth_date": "2015-03-01",
    "sex": "m",
    "number": "90",
    "on_date": TODAY,
    "day": TODAY,
}
CASES = {"certificates": PAPER, "encouragements": PRAISE}


def card(cast, name: str, room: str = "teacher") -> str:
    return f"/{room}/school/pupils/{cast.students[name]}/"


@pytest.fixture
def codes(in_school, cast):
    """The absence codes of a pupil, lesson by lesson."""

    def ask(name: str) -> list[str]:
        with in_school() as session:
            rows = session.query(Attendance).filter_by(student_id=cast.students[name])
            return [row.code for row in rows.order_by(Attendance.id)]

    return ask


@pytest.mark.parametrize("what", CASES)
def test_the_class_teacher_writes_about_the_own_class_only(as_, cast, what, in_school):
    with in_school() as session:  # vera leads 6-А
        row = Appointment(person_id=cast.people["vera"], duty="class_teacher", from_date=START)
        session.add(row)
        session.flush()
        session.add(AppointmentClass(appointment_id=row.id, class_group_id=cast.classes["6-А"]))
        session.commit()
    said = CASES[what]
    assert as_("boris").post(card(cast, "olya") + f"{what}/", said).status_code == 302
    assert as_("vera").post(card(cast, "olya") + f"{what}/", said).status_code == 404
    assert as_("boris").post(card(cast, "katya") + f"{what}/", said).status_code == 404
    for name, room in (("director", "director"), ("olga", "operator")):
        answer = as_(name).post(card(cast, "fedya", room) + f"{what}/", said)
        assert answer.status_code == 404, room  # no such page in the room


def test_a_colleagues_list_is_not_read(as_, cast):
    boris = as_("boris")
    for part in ("pupils", "groups"):
        path = f"/teacher/school/{part}/classes"
        assert boris.get(f"{path}/{cast.classes['5-А']}/").status_code == 200
        assert boris.get(f"{path}/{cast.classes['5-Б']}/").status_code == 403
    assert as_("olga").get("/teacher/school/pupils/").status_code == 403


def test_a_certificate_turns_absences_in_all_journals_and_back(as_, cast, codes, in_school):
    for name, place in (("anna", ("5-А", "Математика")), ("boris", ("5-А", "Английский язык"))):
        assert Hand(as_(name), cast, place).write("н").status_code == 200
    boris = as_("boris")
    answer = boris.post(card(cast, "petya") + "certificates/", PAPER, follow_redirects=True)
    assert "Пропусков изменено: 2" in answer.text
    assert codes("petya") == ["б", "б"]
    grid = as_("anna").get(f"/teacher/journals/{cast.journals['5-А', 'Математика']}/").text
    assert ">б</td>" in grid and 'data-v="2"' in grid  # who has an older page open is told
    diary = as_("maria").get(f"/parent/children/{cast.students['petya']}/diary/").text
    assert "болеет, есть справка № 7 от 16.11.2026" in diary
    with in_school() as session:
        number = session.query(Certificate).one().id
    path = card(cast, "petya") + f"certificates/{number}/annulment"
    assert boris.post(path, {"why": ""}).status_code == 422
    assert boris.post(path, {"why": "не тот ученик"}).status_code == 302
    assert codes("petya") == ["н", "н"]


def test_an_absence_typed_after_the_certificate_is_what_the_certificate_says(as_, cast, codes):
    as_("boris").post(card(cast, "petya") + "certificates/", PAPER | {"code": "уп"})
    assert Hand(as_("anna"), cast).write("н").status_code == 200
    assert codes("petya") == ["уп"]


def test_the_school_may_leave_the_letter_and_say_that_there_is_a_paper(as_, cast, codes, in_school):
    with in_school() as session:
        the_school().set_rule("certificate_turns", False)
        session.commit()
    Hand(as_("anna"), cast).write("н")
    as_("boris").post(card(cast, "petya") + "certificates/", PAPER)
    assert codes("petya") == ["н"]
    diary = as_("maria").get(f"/parent/children/{cast.students['petya']}/diary/").text
    assert "отсутствует, есть справка № 7" in diary


def test_what_is_wrong_in_a_certificate_is_said_and_kept(as_, cast):
    wrong = PAPER | {"until": (MONDAY - timedelta(days=3)).isoformat()}
    answer = as_("boris").post(card(cast, "petya") + "certificates/", wrong)
    assert answer.status_code == 422
    assert "раньше первого" in answer.text and 'value="7"' in answer.text


def test_the_family_reads_an_encouragement_in_the_diary_until_it_is_taken_back(as_, cast):
    boris, maria = as_("boris"), as_("maria")
    boris.post(card(cast, "petya") + "encouragements/", PRAISE)
    path = f"/parent/children/{cast.students['petya']}"
    for page in ("diary", "marks"):
        assert "Грамота за олимпиаду" in maria.get(f"{path}/{page}/").text
    boris.post(card(cast, "petya") + "encouragements/1/annulment", {"why": "ошибка"})
    assert "Грамота" not in maria.get(f"{path}/diary/").text
    assert "отменено" in boris.get(card(cast, "petya")).text


def test_marks_of_a_certificate_count_in_the_journal_and_the_diary(as_, cast, in_school):
    with in_school() as session:
        course = session.query(Course).filter_by(name="Математика").one().id
    brought = {"course": course, "on_date": "2026-11-05", "marks": "5 4", "document": "санаторий"}
    boris, anna = as_("boris"), as_("anna")
    assert boris.post(card(cast, "petya") + "brought/", brought | {"marks": "7"}).status_code == 422
    assert boris.post(card(cast, "petya") + "brought/", brought).status_code == 302
    grid = anna.get(f"/teacher/journals/{cast.journals['5-А', 'Математика']}/").text
    assert "санаторий: 05.11 5, 05.11 4" in grid and ">4,50</td>" in grid
    family = as_("maria").get(f"/parent/children/{cast.students['petya']}/marks/").text
    assert "4,50" in family and "по справке: санаторий" in family


def test_marks_of_a_certificate_are_only_of_subjects_the_pupil_studies(as_, cast, in_school):
    boris, path = as_("boris"), card(cast, "petya")
    with in_school() as session:
        subject = session.query(Course).filter_by(name="Математика").one().subject_id
        session.add(Course(subject_id=subject, name="Черчение"))
        session.commit()
        course = session.query(Course).filter_by(name="Черчение").one().id
    page = boris.get(path).text
    assert ">Математика</option>" in page and ">Черчение</option>" not in page
    brought = {"course": course, "on_date": TODAY, "marks": "5", "document": "санаторий"}
    answer = boris.post(f"{path}brought/", brought)
    assert answer.status_code == 422 and "«Черчение» ученик в этом году не изучает" in answer.text


def test_a_pupil_who_left_keeps_absences_and_the_family_the_diary(as_, cast, codes, on_day):
    Hand(as_("anna"), cast).write("н")
    on_day(MONDAY + timedelta(days=2))
    left = {"kind": "departure", "number": "91", "on_date": TODAY, "day": TODAY}
    path = card(cast, "petya", "administrator") + "movements/"
    assert as_("admin").post(path, left | {"place": "школа № 7"}).status_code == 302
    assert codes("petya") == ["н"]
    grid = as_("anna").get(f"/teacher/journals/{cast.journals['5-А', 'Математика']}/").text
    assert "(выбыл 16.11)" in grid and ">н</td>" in grid
    maria = as_("maria")
    for page in ("diary", "marks"):
        answer = maria.get(f"/parent/children/{cast.students['petya']}/{page}/")
        assert answer.status_code == 200 and "Математика" in answer.text, page
    assert as_("petya").get("/student/").status_code == 403


def test_a_newcomer_who_seems_to_be_there_is_asked_about(as_, cast, in_school):
    olga, path = as_("olga"), "/operator/school/pupils/new"
    typed = NEWCOMER | {"class": cast.classes["5-Б"], "surname": "Федоров", "given": "Федор"}
    answer = olga.post(path, typed)
    assert answer.status_code == 422
    assert "Фёдоров Фёдор" in answer.text and 'value="Федоров"' in answer.text
    assert olga.post(path, typed | {"sure": "1"}).status_code == 302
    with in_school() as session:
        assert session.query(Person).filter_by(surname="Федоров").one().birth_date.year == 2015
    page = olga.get(f"/operator/school/pupils/classes/{cast.classes['5-Б']}/").text
    assert "Федоров Федор" in page and "Фёдоров Фёдор" in page


def test_an_operator_enrols_into_the_own_class_only(as_, cast):
    olga, path = as_("olga"), "/operator/school/pupils/new"
    assert olga.post(path, NEWCOMER | {"class": cast.classes["5-Б"]}).status_code == 302
    foreign = olga.post(path, NEWCOMER | {"class": cast.classes["5-А"], "sure": "1"})
    assert foreign.status_code == 422 and "Это не ваш класс" in foreign.text
    bad = olga.post(path, NEWCOMER | {"class": "", "birth_date": "", "number": ""})
    assert bad.status_code == 422
    for said in ("Выберите класс", "Укажите дату рождения", "Напишите номер приказа"):
        assert said in bad.text
    assert 'value="Абрамов"' in bad.text


def seen(visitor, page: str) -> dict:
    """What the form on a page says of the entry it was opened with."""
    return {"seen": re.search(r'name="seen" value="([^"]*)"', visitor.get(page).text)[1]}


def test_an_order_with_a_later_one_is_not_annulled_and_the_reason_stays(as_, cast):
    path, admin = card(cast, "petya", "administrator") + "movements/", as_("admin")
    said = {"number": "92", "on_date": TODAY, "day": TODAY, "class": cast.classes["5-Б"]}
    admin.post(path, said | {"kind": "transfer"})
    later = {"day": (MONDAY + timedelta(days=7)).isoformat(), "class": cast.classes["5-А"]}
    assert admin.post(path, said | later | {"kind": "transfer"}).status_code == 302
    answer = admin.post(f"{path}1/annulment", {"why": "ошиблась классом"})
    assert answer.status_code == 422
    assert 'value="ошиблась классом"' in answer.text and "Отменить запись" in answer.text


def test_a_card_whose_buttons_are_pressed_twice_gets_one_of_each(as_, cast, in_school):
    boris, path = as_("boris"), card(cast, "petya")
    with in_school() as session:
        course = session.query(Course).filter_by(name="Математика").one().id
    marks = {"course": course, "on_date": TODAY, "marks": "5 4", "document": "справка № 3"}
    praise = {"on_date": TODAY, "text": "Грамота", "document": ""}
    for page, form in (("brought/", marks), ("encouragements/", praise)):
        assert boris.post(f"{path}{page}", form).status_code == 302
        assert boris.post(f"{path}{page}", form).status_code == 422
    with in_school() as session:
        assert session.query(BroughtMark).count() == 2


def test_an_entry_annulled_twice_keeps_the_reason_on_the_card(as_, cast):
    boris, path = as_("boris"), card(cast, "petya")
    praise = {"on_date": TODAY, "text": "Грамота", "document": ""}
    assert boris.post(f"{path}encouragements/", praise).status_code == 302
    answer = boris.post(f"{path}encouragements/1/annulment", {"why": " "})
    assert answer.status_code == 422 and "Напишите, почему" in answer.text
    assert "Внести поощрение" in answer.text


def test_a_name_is_put_right_by_the_operator_of_the_class(as_, cast, in_school):
    right = {"surname": "Фёдоров", "given": "Фёдор", "patronymic": "Ильич", "sex": "m"}
    right |= {"birth_date": "2015-05-05"}
    path = card(cast, "fedya", "operator") + "names"
    right |= seen(as_("olga"), card(cast, "fedya", "operator"))
    assert as_("olga").post(path, right | {"birth_date": "1815-05-05"}).status_code == 422
    assert as_("olga").post(path, right).status_code == 302
    assert as_("olga").post(card(cast, "olya", "operator") + "names", right).status_code == 404
    with in_school() as session:
        person = session.get(Person, cast.people["fedya"])
        assert (person.patronymic, person.birth_date) == ("Ильич", date(2015, 5, 5))


def test_an_order_is_put_right_and_taken_back(as_, cast, in_school):
    sonya_path = card(cast, "petya", "administrator") + "movements/"
    said = {"number": "92", "on_date": TODAY, "day": TODAY, "class": cast.classes["5-Б"]}
    admin = as_("admin")
    assert admin.post(sonya_path, said | {"kind": "transfer"}).status_code == 302
    later = (MONDAY + timedelta(days=7)).isoformat()
    for form in ({"number": "93"}, {"number": "93", "day": later}):
        form |= seen(admin, f"{sonya_path}1/")
        assert admin.post(f"{sonya_path}1/", said | form).status_code == 302
    with in_school() as session:
        rows = session.query(Movement).order_by(Movement.id).all()
        assert [(m.order.number, bool(m.annulled_at)) for m in rows] == [
            ("93", True),
            ("93", False),
        ]
        assert class_of(cast.students["petya"], MONDAY).name == "5-А"
        assert class_of(cast.students["petya"], MONDAY + timedelta(days=7)).name == "5-Б"
    assert admin.post(f"{sonya_path}2/annulment", {"why": "передумали"}).status_code == 302
    page = admin.get(card(cast, "petya", "administrator")).text
    assert page.count("<s>перевод</s>") == 2


def test_namesakes_are_told_apart_in_the_list(as_, cast, in_school):
    admin, path = as_("admin"), "/administrator/school/pupils/new"
    own = NEWCOMER | {"class": cast.classes["5-Б"], "sure": "1"}
    for patronymic in ("Ильич", "Олегович"):
        assert admin.post(path, own | {"patronymic": patronymic}).status_code == 302
    page = admin.get(f"/administrator/school/pupils/classes/{cast.classes['5-Б']}/").text
    assert "Абрамов Артём И." in page and "Абрамов Артём О." in page
    with in_school() as session:
        assert session.query(Student).count() == len(cast.students) + 2


def test_an_operator_moves_no_pupil_into_or_back_to_a_class_of_somebody_else(as_, cast, in_school):
    olga, path = as_("olga"), card(cast, "fedya", "operator") + "movements/"
    said = {"number": "95", "on_date": TODAY, "day": TODAY, "kind": "transfer"}
    page = olga.get(f"{path}?kind=transfer").text
    assert "переводит администратор" in page and ">5-А</option>" not in page
    answer = olga.post(path, said | {"class": cast.classes["5-А"]})
    assert answer.status_code == 422 and "Это не ваш класс" in answer.text
    admin = as_("admin")
    petya = card(cast, "petya", "administrator") + "movements/"
    assert admin.post(petya, said | {"class": cast.classes["5-Б"]}).status_code == 302
    own = card(cast, "petya", "operator")
    assert olga.get(own).status_code == 200 and "movements/1/" not in olga.get(own).text
    refused = olga.post(f"{own}movements/1/annulment", {"why": "ошибка"})
    assert refused.status_code == 403 and "о чужом классе" in refused.text
    assert olga.get(own).status_code == 200
