"""Who may write into a cell: one who may, one who sees but may not, a stranger, a closed term."""

from models.school.calendar import Term

MATHS = ("5-А", "Математика")
PAPER = ("5-Б", "Математика")


def test_a_teacher_writes_into_her_own_journal(as_, cast):
    answer = as_("anna").type("teacher", cast, MATHS, "petya", "5")
    assert answer.status_code == 200
    assert ">5</td>" in answer.text


def test_a_class_teacher_sees_a_colleagues_journal_but_may_not_write(as_, cast):
    boris = as_("boris")
    assert boris.get(f"/teacher/journals/{cast.journals[MATHS]}/").status_code == 200
    answer = boris.type("teacher", cast, MATHS, "petya", "5")
    assert answer.status_code == 403
    assert "другой учитель" in answer.text


def test_a_stranger_does_not_learn_that_the_journal_exists(as_, cast):
    vera = as_("vera")
    assert vera.get(f"/teacher/journals/{cast.journals[MATHS]}/").status_code == 404
    assert vera.type("teacher", cast, MATHS, "petya", "5").status_code == 404


def test_a_closed_term_takes_no_marks(as_, cast, in_school):
    with in_school() as session:
        for term in session.query(Term).filter_by(grade=5, number=2):
            term.close(None)
        session.commit()
    answer = as_("anna").type("teacher", cast, MATHS, "petya", "5")
    assert answer.status_code == 403
    assert "Период закрыт" in answer.text


def test_in_transition_a_teacher_reads_and_does_not_write(as_, cast):
    anna = as_("anna")
    assert anna.get(f"/teacher/journals/{cast.journals[PAPER]}/").status_code == 200
    answer = anna.type("teacher", cast, PAPER, "fedya", "5")
    assert answer.status_code == 403
    assert "переходном периоде" in answer.text


def test_an_operator_writes_in_the_classes_of_the_appointment_and_sees_no_other(as_, cast):
    olga = as_("olga")
    assert olga.type("operator", cast, PAPER, "fedya", "4").status_code == 200
    assert olga.type("operator", cast, MATHS, "petya", "4").status_code == 404
    assert olga.get(f"/operator/journals/{cast.journals[MATHS]}/").status_code == 404


def test_the_key_to_one_room_does_not_open_another(as_, cast):
    for name, room in (("maria", "teacher"), ("anna", "operator"), ("olga", "director")):
        assert as_(name).get(f"/{room}/").status_code == 403


def test_a_column_of_another_journal_is_not_reached_through_ones_own(as_, cast):
    data = {"student": cast.students["fedya"], "column": cast.columns[PAPER], "value": "5"}
    own = cast.journals[MATHS]
    answer = as_("anna").post(f"/teacher/journals/{own}/cells", data | {"version": 0})
    assert answer.status_code == 404
