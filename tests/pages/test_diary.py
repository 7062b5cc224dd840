"""What the family reads: homework, kinds of work, the first grade."""

from models.journal.journal import Journal
from models.journal.lesson import Lesson
from models.school.groups import ClassGroup

MATHS = ("5-А", "Математика")


def test_no_homework_is_said_once(as_, cast, in_school):
    with in_school() as session:
        lesson = session.get(Lesson, cast.lessons[MATHS])
        lesson.write("Дроби", "Не задано", seen=1, account_id=None)
        session.commit()
    page = as_("maria").get(f"/parent/children/{cast.students['petya']}/diary/").text
    assert "Не задано" in page and "Задано:" not in page


def test_a_substitution_is_told_in_words(as_, cast, in_school):
    with in_school() as session:
        session.get(Lesson, cast.lessons[MATHS]).substituted = True
        session.commit()
    page = as_("maria").get(f"/parent/children/{cast.students['petya']}/diary/").text
    assert "ведёт другой учитель" in page


def test_the_kind_of_work_is_reached_by_a_tap(as_, cast):
    as_("anna").type("teacher", cast, MATHS, "petya", "5")
    maria = as_("maria")
    for page in ("diary", "marks"):
        text = maria.get(f"/parent/children/{cast.students['petya']}/{page}/").text
        assert "</summary>Ответ на уроке</details>" in text
    assert "<small>16.11</small>" in text


def test_the_first_grade_has_no_columns_for_marks(as_, cast, in_school):
    marks = f"/parent/children/{cast.students['petya']}/marks/"
    assert "Средняя" in as_("maria").get(marks).text
    with in_school() as session:
        session.get(ClassGroup, cast.classes["5-А"]).grade = 1
        session.get(Journal, cast.journals[MATHS]).group.grade = 1
        session.commit()
    page = as_("maria").get(marks).text
    assert "В первом классе отметок нет" in page
    assert "Средняя" not in page and "Пропущено" in page


def test_the_diary_opens_at_today(as_):
    assert as_("petya").get("/student/").headers["Location"].endswith("/diary/#today")
