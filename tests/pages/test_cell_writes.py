"""What is typed is kept exactly once, conflicts show both values, and history remembers."""

from models.audit.entry import Entry
from models.journal.cell import Cell, Mark
from models.journal.lesson import Lesson, LessonColumn

MATHS = ("5-А", "Математика")


def test_the_average_comes_with_the_saved_cell(as_, cast):
    answer = as_("anna").type("teacher", cast, MATHS, "petya", "5 4")
    assert 'data-v="1">5 4</td>' in answer.text
    assert ">4,50</td>" in answer.text


def test_a_mark_in_a_lesson_that_was_held_meanwhile_enters_the_average(as_, cast, in_school):
    anna = as_("anna")
    assert ">4,00</td>" in anna.type("teacher", cast, MATHS, "petya", "4").text
    with in_school() as session:
        held = session.get(Lesson, cast.lessons[MATHS])
        lesson = Lesson(
            journal_id=held.journal_id,
            employee_id=held.employee_id,
            on_date=held.on_date,
            number=held.number + 1,
        )
        session.add(lesson)
        session.flush()
        kind = session.get(LessonColumn, cast.columns[MATHS]).kind_id
        column = LessonColumn(
            lesson_id=lesson.id, journal_id=held.journal_id, position=1, kind_id=kind
        )
        session.add(column)
        session.commit()
        later = column.id
    answer = anna.type("teacher", cast, MATHS, "petya", "5", column=later)
    assert ">4,50</td>" in answer.text


def test_a_repeated_write_gets_the_first_answer_and_changes_nothing(as_, cast, in_school):
    anna = as_("anna")
    first = anna.type("teacher", cast, MATHS, "petya", "5", key="k1")
    second = anna.type("teacher", cast, MATHS, "petya", "5", key="k1")
    assert first.text == second.text
    assert second.status_code == 200
    with in_school() as session:
        assert session.query(Mark).count() == 1
        assert session.query(Cell).one().version == 1


def test_a_key_does_not_answer_another_question(as_, cast):
    anna = as_("anna")
    anna.type("teacher", cast, MATHS, "petya", "5", key="k1")
    assert anna.type("teacher", cast, MATHS, "petya", "2", key="k1").status_code == 422


def test_the_second_writer_sees_both_values_and_nothing_is_overwritten(as_, cast, in_school):
    anna = as_("anna")
    anna.type("teacher", cast, MATHS, "petya", "5")
    answer = anna.type("teacher", cast, MATHS, "petya", "3", version=0)
    assert answer.status_code == 409
    assert "<b>5</b>" in answer.text
    assert "<b>3</b>" in answer.text
    assert "вы сами в другом окне" in answer.text
    with in_school() as session:
        assert session.query(Mark).one().shown == "5"


def test_what_is_not_understood_is_refused_with_a_reason(as_, cast, in_school):
    answer = as_("anna").type("teacher", cast, MATHS, "petya", "7")
    assert answer.status_code == 422
    assert "Не понимаю" in answer.text
    with in_school() as session:
        assert session.query(Cell).count() == 0


def test_a_cleared_cell_keeps_its_lock_and_a_stale_write_stays_stale(as_, cast):
    anna = as_("anna")
    anna.type("teacher", cast, MATHS, "petya", "5")
    anna.type("teacher", cast, MATHS, "petya", "", version=1)
    assert anna.type("teacher", cast, MATHS, "petya", "2", version=0).status_code == 409
    assert anna.type("teacher", cast, MATHS, "petya", "2", version=2).status_code == 200


def test_a_pupil_of_another_class_is_refused(as_, cast):
    answer = as_("anna").type("teacher", cast, MATHS, "fedya", "5")
    assert answer.status_code == 422
    assert "нет в списке" in answer.text


def test_the_mark_reaches_the_parents_diary_and_the_audit(as_, cast):
    as_("anna").type("teacher", cast, MATHS, "petya", "5")
    diary = as_("maria").get(f"/parent/children/{cast.students['petya']}/diary/")
    assert '<b class="mark m5"' in diary.text
    as_("anna").type("teacher", cast, MATHS, "petya", "4", version=1)
    audit = as_("admin").get("/administrator/audit/?table=mark&who=Учитель").text
    assert "Отметка: пусто → 5" in audit
    assert "Отметка: 5 → 4" in audit
    assert "Петров Пётр" in audit


def test_a_cell_tells_its_history(as_, cast):
    anna = as_("anna")
    anna.type("teacher", cast, MATHS, "petya", "5")
    anna.type("teacher", cast, MATHS, "petya", "н", version=1)
    path = (
        f"/teacher/journals/{cast.journals[MATHS]}/columns/{cast.columns[MATHS]}"
        f"/students/{cast.students['petya']}/"
    )
    text = as_("boris").get(path, fragment=True).text
    assert "Отметка: пусто → 5" in text
    assert "Отметка: 5 → пусто" in text
    assert "Пропуск: пусто → н" in text


def test_every_change_is_recorded_with_hat_and_request(as_, cast, in_school):
    as_("anna").type("teacher", cast, MATHS, "petya", "5")
    with in_school() as session:
        entry = session.query(Entry).filter_by(table_name="mark").one()
        assert (entry.hat, entry.account_id) == ("teacher", cast.accounts["anna"])
        assert entry.request_id
        assert entry.journal_id == cast.journals[MATHS]
        assert entry.student_id == cast.students["petya"]


def test_the_plain_form_saves_what_it_understands_and_keeps_the_rest(as_, cast, in_school):
    petya, olya = cast.students["petya"], cast.students["olya"]
    column = cast.columns[MATHS]
    data = {"topic": "Дроби", "homework": "№ 315", "version": "1"}
    for pupil, value in ((petya, "5"), (olya, "8")):
        place = f"{column}-{pupil}"
        data |= {f"cell-{place}": value, f"was-{place}": "", f"version-{place}": "0"}
    answer = as_("anna").post(f"/teacher/lessons/{cast.lessons[MATHS]}/", data)
    assert answer.status_code == 422
    assert 'value="8"' in answer.text
    assert "Не понимаю" in answer.text
    with in_school() as session:
        assert session.query(Mark).one().shown == "5"
        assert session.get(Lesson, cast.lessons[MATHS]).topic == "Дроби"


def test_a_lesson_takes_topic_and_homework_and_refuses_a_stale_form(as_, cast):
    path = f"/teacher/lessons/{cast.lessons[MATHS]}/"
    anna = as_("anna")
    form = {"topic": "Дроби", "homework": "№ 315", "version": "1"}
    assert anna.post(path, form).status_code == 302
    assert "Дроби" in anna.get(path).text
    stale = anna.post(path, form | {"topic": "Степени"})
    assert stale.status_code == 422
    assert "Степени" in stale.text
    assert "другой сотрудник" in stale.text
