"""What is copied to a parallel class is what is saved, and the answer says what it was."""

from models.journal.lesson import Lesson, homework_of
from models.office.order import ELECTRONIC, TRANSITION, ModeDecision
from tests.marks_grid import MATHS

PARALLEL = ("5-Б", "Математика")


def test_the_answer_says_which_topic_and_homework_were_copied(as_, cast, in_school):
    with in_school() as session:
        source = session.get(Lesson, cast.lessons[MATHS])
        source.write("Дроби", "№ 5", seen=source.version, account_id=cast.accounts["anna"])
        classes = session.query(ModeDecision).filter_by(mode=TRANSITION)
        classes.one().mode = ELECTRONIC
        session.commit()
    anna, path = as_("anna"), f"/teacher/lessons/{cast.lessons[MATHS]}/"
    page = anna.get(path).text
    assert "Копируется то, что сохранено" in page
    assert 'data-topic="Дроби" data-homework="№ 5"' in page
    answer = anna.post(f"{path}copies", {"to": [cast.lessons[PARALLEL]]})
    assert answer.status_code == 302
    assert "тема «Дроби», задание «№ 5»" in anna.get(path).text
    with in_school() as session:
        assert session.get(Lesson, cast.lessons[PARALLEL]).topic == "Дроби"
        assert homework_of(cast.lessons[PARALLEL]).text == "№ 5"
