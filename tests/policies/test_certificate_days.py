"""Which days a certificate takes, and what is said once it is entered."""

from datetime import timedelta

import pytest

from tests.cast import MONDAY
from tests.marks_grid import Hand

TODAY = MONDAY.isoformat()
ILLNESS = {"first": TODAY, "until": TODAY, "code": "б", "number": "7", "on_date": TODAY}
STUDY = {"first": TODAY, "until": TODAY, "open_until": TODAY, "document": "справка № 14"}
FAR = (MONDAY + timedelta(days=61)).isoformat()
WRONG = [
    ({"first": "2026-05-10"}, "за дни этого учебного года: с 01.09.2026"),
    ({"until": FAR}, "не дальше чем через 60 дней: до 15.01.2027"),
    ({"until": "2026-11-10"}, "Последний день справки раньше первого."),
    ({"first": FAR, "until": FAR}, "ещё не начала действовать"),
]


@pytest.fixture
def send(as_, cast):
    """The answer to the class teacher's certificate about petya."""

    def enter(part: str, form: dict):
        path = f"/teacher/school/pupils/{cast.students['petya']}/{part}/"
        return as_("boris").post(path, form, follow_redirects=True)

    return enter


@pytest.mark.parametrize(("part", "paper"), [("certificates", ILLNESS), ("studies", STUDY)])
@pytest.mark.parametrize(("wrong", "said"), WRONG)
def test_days_no_certificate_can_name_are_refused_each_with_its_sentence(
    send, part, paper, wrong, said
):
    answer = send(part, paper | wrong)
    assert answer.status_code == 422 and said in answer.text


def test_days_covered_already_are_refused_with_the_number_and_the_days(send):
    assert send("certificates", ILLNESS).status_code == 200
    answer = send("certificates", ILLNESS | {"number": "8", "first": "2026-11-12"})
    assert answer.status_code == 422
    assert "уже внесена справка № 7 от 16.11.2026, 16.11–16.11.2026" in answer.text
    assert send("certificates", ILLNESS | {"code": "уп"}).status_code == 200  # of another kind
    assert send("studies", STUDY).status_code == 200
    answer = send("studies", STUDY | {"document": "другая", "first": "2026-11-12"})
    assert answer.status_code == 422
    assert "уже внесена «справка № 14», 16.11–16.11.2026" in answer.text


def test_marks_of_the_days_are_told_and_stay(send, as_, cast):
    assert Hand(as_("anna"), cast).write("4").status_code == 200
    assert Hand(as_("boris"), cast, ("5-А", "Английский язык")).write("н").status_code == 200
    answer = send("certificates", ILLNESS)
    assert "Пропусков изменено: 1 (16.11 Английский язык)." in answer.text
    assert "В эти дни стоят отметки: 16.11 Математика 4." in answer.text
    assert "В эти дни стоят отметки: 16.11 Математика 4." in send("studies", STUDY).text


def test_a_number_typed_with_its_sign_has_the_sign_once(send):
    answer = send("certificates", ILLNESS | {"number": "№ 77"})
    assert "справка № 77 от 16.11.2026" in answer.text and "№ №" not in answer.text
