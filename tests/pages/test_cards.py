"""The card of a cell: what each mark is, the remark, and who wrote what when."""

import pytest

from models.audit.entry import Entry
from models.journal.cell import Mark, Remark
from models.journal.journal import WorkKind
from tests.marks_grid import MATHS, SCRIPT, Hand, told

FIELDS = ("kind", "work_kind", "handed_in_on", "due_on", "comment")


@pytest.fixture
def anna(as_, cast) -> Hand:
    return Hand(as_("anna"), cast)


def path_of(cast, pupil: str = "petya", room: str = "teacher") -> str:
    return (
        f"/{room}/journals/{cast.journals[MATHS]}/columns/{cast.columns[MATHS]}"
        f"/students/{cast.students[pupil]}/"
    )


def said(*marks: dict, version: int, remark: str = "") -> dict:
    """The card's form: what is said of each mark in order; «counts» is ticked unless unsaid."""
    plain = {"kind": "answer", "work_kind": "", "handed_in_on": "", "due_on": "", "comment": ""}
    data: dict = {name: [(plain | mark)[name] for mark in marks] for name in FIELDS}
    data |= {f"counts-{n}": "on" for n, mark in enumerate(marks) if mark.get("counts", True)}
    return data | {"version": version, "remark": remark}


def save(hand: Hand, form: dict, pupil: str = "petya", script: bool = True):
    headers = SCRIPT if script else {}
    return hand.visitor.post(path_of(hand.cast, pupil), form, headers=headers)


def test_each_mark_of_a_cell_has_details_of_its_own(anna, cast, in_school):
    anna.write("5 2")
    details = ({"comment": "у доски"}, {"kind": "retake", "handed_in_on": "2026-11-16"})
    answer = save(anna, said(*details, version=1))
    assert answer.status_code == 200
    assert told(answer.text)[str(anna.column), str(cast.students["petya"])].version == 2
    with in_school() as session:
        five, two = session.query(Mark).order_by(Mark.position)
        assert (five.comment, five.kind) == ("у доски", "answer")
        assert (two.comment, two.kind, two.handed_in_on) == (None, "retake", None)
    page = anna.visitor.get(path_of(cast)).text
    assert 'value="у доски"' in page and "исправление" in page


def test_a_mark_that_does_not_count_leaves_the_average(anna, cast):
    anna.write("5 2")
    answer = save(anna, said({}, {"counts": False}, version=1))
    assert ">5,00</td>" in answer.text
    assert ">5,00</td>" in anna.visitor.get(f"{anna.path}/").text


def test_a_mark_may_be_of_another_kind_of_work_than_its_column(anna, cast, in_school):
    with in_school() as session:
        session.add(WorkKind(name="Контрольная", short="К"))
        session.commit()
        kind = session.query(WorkKind).filter_by(name="Контрольная").one().id
    anna.write("5")
    assert save(anna, said({"work_kind": str(kind)}, version=1)).status_code == 200
    with in_school() as session:
        assert session.query(Mark).one().work_kind_id == kind


def test_a_remark_may_stand_without_any_mark_and_is_shown_in_the_grid(anna, cast, in_school):
    assert save(anna, said(version=0, remark="Не готов к уроку")).status_code == 200
    assert anna.look().version == 1
    assert 'class="note"' in anna.visitor.get(f"{anna.path}/").text
    assert save(anna, said(version=1, remark="")).status_code == 200
    with in_school() as session:
        assert session.query(Remark).count() == 0


def test_the_card_is_refused_where_the_cell_changed_meanwhile(anna, in_school):
    anna.write("5")
    anna.write("4")
    answer = save(anna, said({"comment": "у доски"}, version=1))
    assert answer.status_code == 422
    assert "клетку изменили" in answer.text
    with in_school() as session:
        assert session.query(Mark).one().comment is None


@pytest.mark.parametrize(
    ("mark", "why"),
    [
        ({"kind": "gift"}, "вида отметки"),
        ({"work_kind": "99999"}, "вида работы"),
        ({"handed_in_on": "2026-11-17"}, "ещё не наступил"),
        ({"handed_in_on": "вчера"}, "Укажите дату: такого дня нет"),
        ({"comment": "я" * 201}, "не длиннее 200"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_written(anna, in_school, mark, why):
    anna.write("5")
    answer = save(anna, said(mark, version=1, remark="Хорошо"))
    assert answer.status_code == 422
    assert why in answer.text
    with in_school() as session:
        assert session.query(Remark).count() == 0
    assert anna.look().version == 1


def test_a_form_with_a_field_short_changes_nothing(anna, in_school):
    anna.write("5 4")
    form = said({"comment": "раз"}, {"comment": "два"}, version=1)
    assert save(anna, form | {"comment": ["раз"]}).status_code == 422
    with in_school() as session:
        assert {mark.comment for mark in session.query(Mark)} == {None}


def test_without_javascript_the_card_is_a_page(anna, cast):
    anna.write("5")
    page = anna.visitor.get(path_of(cast)).text
    assert "<html" in page and "История" in page
    answer = save(anna, said({"comment": "у доски"}, version=1), script=False)
    assert answer.status_code == 302
    assert "Сохранено" in anna.visitor.get(path_of(cast)).text


def test_details_are_in_the_audit_and_in_the_history(anna, cast, in_school):
    anna.write("5")
    save(anna, said({"comment": "у доски"}, version=1, remark="Помогал другим"))
    with in_school() as session:
        entry = session.query(Entry).filter_by(table_name="mark", action="update").one()
        assert entry.after["comment"] == "у доски"
        assert entry.account_id == cast.accounts["anna"]
    page = anna.visitor.get(path_of(cast), fragment=True).text
    history = page.split('<ul class="history">')[1].split("</ul>")[0]
    assert "Отметка 5: пояснение: пусто → у доски" in history
    assert "Замечание: пусто → Помогал другим" in history
    assert "Отметка: пусто → 5" in history


@pytest.mark.parametrize("typed", ["", "н"])
def test_the_history_of_a_cell_tells_of_this_cell_alone(as_, cast, typed):
    """Where no mark ever stood, those of other lessons and teachers are nobody's business."""
    others = next(place for place in cast.columns if place[0] == "5-А" and place != MATHS)
    room, name = ("teacher", "boris")
    Hand(as_(name), cast, others, room).write("2")
    anna = Hand(as_("anna"), cast)
    if typed:
        anna.write(typed)
    page = anna.visitor.get(path_of(cast), fragment=True).text
    assert "Отметка" not in page.partition("История")[2]
    assert ("Пропуск: пусто → н" in page) is bool(typed)


def test_a_colleague_reads_the_card_and_finds_no_form(as_, anna, cast):
    anna.write("5")
    save(anna, said({"comment": "у доски"}, version=1, remark="Помогал другим"))
    page = as_("boris").get(path_of(cast)).text
    assert "у доски" in page and "Помогал другим" in page
    assert 'class="card-form"' not in page


def test_a_changed_mark_keeps_its_details(anna, in_school):
    anna.write("5 2")
    save(anna, said({}, {"comment": "без формул"}, version=1))
    anna.write("5 3")
    with in_school() as session:
        assert session.query(Mark).filter_by(shown="3").one().comment == "без формул"


def test_a_pupil_of_another_class_has_no_card_here(anna, cast):
    assert anna.visitor.get(path_of(cast, "fedya")).status_code == 404
    answer = save(anna, said(version=0, remark="чужой"), "fedya")
    assert answer.status_code in (404, 422)


def test_the_family_reads_comment_and_remark_wherever_it_reads_the_mark(as_, anna, cast):
    anna.write("5")
    save(anna, said({"comment": "у доски"}, version=1, remark="Помогал другим"))
    child = f"/parent/children/{cast.students['petya']}"
    maria = as_("maria")
    week = maria.get(f"{child}/diary/").text
    assert "у доски" in week and "Помогал другим" in week
    assert "у доски" in maria.get(f"{child}/marks/").text


def test_of_a_mark_and_its_retake_the_card_says_that_both_count_until_told_otherwise(anna, cast):
    anna.write("2 4")
    page = anna.visitor.get(path_of(cast)).text
    assert "входят обе, 2 и 4" in page and "прежняя не учитывается" in page
    answer = save(anna, said({}, {}, version=1) | {"instead": "1"})
    assert ">4,00</td>" in answer.text
    page = anna.visitor.get(path_of(cast)).text
    assert "Прежняя отметка 2 не учитывается" in page
    answer = save(anna, said({"counts": False}, {"kind": "retake"}, version=2) | {"both": "1"})
    assert ">3,00</td>" in answer.text


def test_one_press_makes_the_second_mark_the_retake_of_the_one_right_before(anna, in_school):
    anna.write("5 2 4")
    assert save(anna, said({}, {}, {}, version=1) | {"instead": "2"}).status_code == 200
    with in_school() as session:
        marks = [(m.shown, m.kind, m.counts) for m in session.query(Mark).order_by(Mark.position)]
    assert marks == [("5", "answer", True), ("2", "answer", False), ("4", "retake", True)]


@pytest.mark.parametrize("place", ["0", "2", "x", "-1", ""])
def test_there_must_be_a_mark_to_be_retaken(anna, place):
    anna.write("2 4")
    answer = save(anna, said({}, {}, version=1) | {"instead": place})
    assert answer.status_code == 422
    assert "Исправлять нечего" in answer.text
    assert anna.look().version == 1


def test_a_mark_left_out_of_the_average_is_seen_in_the_grid(anna):
    anna.write("2 4")
    assert 'class="note"' not in anna.visitor.get(f"{anna.path}/").text
    answer = save(anna, said({}, {}, version=1) | {"instead": "1"})
    assert 'data-note="1"' in answer.text
    assert 'class="note"' in anna.visitor.get(f"{anna.path}/").text


def test_details_sent_twice_under_one_key_are_kept_once(anna, in_school):
    anna.write("5")
    form = said({"comment": "у доски"}, version=1, remark="Помогал другим") | {"key": "c1"}
    first, second = save(anna, form), save(anna, form)
    assert (first.status_code, second.status_code) == (200, 200)
    assert anna.look().version == 2
    with in_school() as session:
        assert session.query(Entry).filter_by(table_name="remark").count() == 1


def test_saved_details_are_a_step_that_can_be_taken_back(anna, cast, in_school):
    anna.write("5 2", key="k1")
    form = said({}, {"comment": "у доски", "kind": "retake"}, version=1, remark="Помогал другим")
    save(anna, form | {"key": "c1"})
    answer = anna.undo("c1")
    assert answer.status_code == 200
    assert told(answer.text)[str(anna.column), str(cast.students["petya"])].version == 3
    assert 'data-note=""' in answer.text
    with in_school() as session:
        assert session.query(Remark).count() == 0
        assert {(mark.comment, mark.kind) for mark in session.query(Mark)} == {(None, "answer")}
    assert anna.undo("k1").status_code == 200


def test_a_remark_alone_is_taken_back_too(anna, in_school):
    save(anna, said(version=0, remark="Не готов к уроку") | {"key": "c1"})
    assert anna.undo("c1").status_code == 200
    with in_school() as session:
        assert session.query(Remark).count() == 0
    assert anna.look().version == 2  # the lock never begins again


def test_the_form_of_the_card_carries_a_key_of_its_own(anna, cast):
    anna.write("5")
    pages = [anna.visitor.get(path_of(cast), fragment=True).text for _ in range(2)]
    keys = {page.split('name="key" value="')[1].split('"')[0] for page in pages}
    assert len(keys) == 2 and all(keys)


@pytest.mark.parametrize("script", [True, False])
def test_a_refused_card_keeps_what_was_typed(anna, script):
    anna.write("5 4")
    marks = ({"comment": "у доски", "kind": "retake"}, {"handed_in_on": "2026-12-31"})
    answer = save(anna, said(*marks, version=1, remark="Помогал"), script=script)
    assert answer.status_code == 422
    for typed in ('value="у доски"', 'value="2026-12-31"', 'value="Помогал"'):
        assert typed in answer.text
    assert '<option value="retake" selected>' in answer.text
    anna.write("5 4 3")
    answer = save(anna, said(*marks, version=1, remark="Помогал"), script=script)
    assert answer.status_code == 422 and 'value="Помогал"' in answer.text
