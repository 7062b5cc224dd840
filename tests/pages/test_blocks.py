"""Many cells at once: one step, each cell judged by itself, nothing lost and nothing twice."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from blueprints.pages.cells import MOST
from models import clock
from models.audit.entry import Entry
from models.journal.cell import Cell, Mark
from models.school.school import the_school
from tests.marks_grid import MATHS, Hand, let_teach_too, problems, seat_more_pupils, told
from tests.visitor import Visitor


@pytest.fixture
def anna(as_, cast) -> Hand:
    return Hand(as_("anna"), cast)


@pytest.fixture
def weeks_later(monkeypatch):
    """The school's clock, some days on."""

    def move(days: int) -> None:
        moment = clock.now() + timedelta(days=days)
        monkeypatch.setattr("models.clock.now", lambda: moment)

    return move


def cell_of(cast, html: str, pupil: str):
    return told(html).get((str(cast.columns[MATHS]), str(cast.students[pupil])))


def test_a_block_is_written_as_one_step(anna, cast, in_school):
    answer = anna.block([("petya", "5", 0), ("olya", "4 н", 0)], key="b1")
    assert answer.status_code == 200
    assert cell_of(cast, answer.text, "petya").text == "5"
    assert cell_of(cast, answer.text, "olya").text == "н 4"
    assert (anna.look("petya").text, anna.look("olya").text) == ("5", "н 4")
    with in_school() as session:
        requests = {e.request_id for e in session.query(Entry).filter_by(hat="teacher")}
        assert len(requests) == 1


def test_the_lines_of_all_pupils_of_a_block_come_with_it(anna, cast):
    answer = anna.block([("petya", "5 4", 0), ("olya", "н", 0)]).text
    assert f'id="avg-{cast.students["petya"]}"' in answer and "4,50" in answer
    assert f'id="abs-{cast.students["olya"]}"' in answer


def test_what_is_refused_says_why_and_the_rest_is_saved(anna, cast):
    answer = anna.block([("petya", "57", 0), ("olya", "4", 0), ("fedya", "5", 0)])
    assert answer.status_code == 200
    refused = problems(answer.text)
    assert [at["student"] for at, _ in refused] == [
        str(cast.students["petya"]),
        str(cast.students["fedya"]),
    ]
    assert "Не понимаю" in refused[0][1] and refused[0][0]["mine"] == "57"
    assert "нет в списке" in refused[1][1]
    assert (anna.look("petya").text, anna.look("olya").text) == ("", "4")


def test_where_all_is_refused_nothing_is_written(anna, in_school):
    answer = anna.block([("petya", "57", 0), ("olya", "8", 0)])
    assert len(problems(answer.text)) == 2
    with in_school() as session:
        assert session.query(Cell).count() == 0


def test_a_stale_cell_of_a_block_is_told_with_both_values(anna, cast):
    anna.write("2")
    answer = anna.block([("petya", "5", 0), ("olya", "4", 0)]).text
    [(stale, _)] = problems(answer)
    assert "stale" in stale
    assert (stale["mine"], stale["theirs"], stale["v"]) == ("5", "2", "1")
    assert cell_of(cast, answer, "olya").text == "4"
    assert anna.look().text == "2"


def test_a_trial_writes_nothing_and_shows_what_would_happen(anna, in_school):
    anna.write("2", "olya")
    answer = anna.block([("petya", "57", 0), ("olya", "3", 1), ("fedya", "5", 0)], dry="1")
    assert answer.status_code == 200
    assert "Встанет на место: 1 из 3" in answer.text
    assert "<b>3</b>" in answer.text
    assert "Не понимаю" in answer.text and "нет в списке" in answer.text
    assert (anna.look("petya").text, anna.look("olya").text) == ("", "2")
    with in_school() as session:
        assert session.query(Cell).count() == 1


def test_a_block_may_be_large_but_not_boundless(anna, cast, in_school):
    with in_school() as session:
        names = seat_more_pupils(cast, 30)
        session.commit()
    answer = anna.block([(name, "5", 0) for name in names])
    assert len(told(answer.text)) == 30
    refused = anna.block([("petya", "5", 0)] * (MOST + 1))
    assert refused.status_code == 422
    assert "Обновите страницу" in refused.text


@pytest.mark.parametrize("lacks", ["student", "column", "value", "version"])
def test_a_block_with_a_field_short_is_refused_whole(anna, cast, in_school, lacks):
    students = [cast.students["petya"], cast.students["olya"]]
    data = {"student": students, "column": [anna.column] * 2, "value": ["5", "4"]}
    data |= {"version": [0, 0]}
    data[lacks] = data[lacks][:1]
    answer = anna.visitor.post(f"{anna.path}/cells", data)
    assert answer.status_code == 422
    with in_school() as session:
        assert session.query(Cell).count() == 0


def test_one_cell_named_twice_in_a_block_is_refused(anna, in_school):
    answer = anna.block([("petya", "5", 0), ("petya", "4", 0)])
    assert answer.status_code == 422
    anna.write("3")
    assert anna.block([("petya", "5 5", 1), ("petya", "4 4", 1)]).status_code == 422
    assert anna.look().text == "3"


def test_a_repeated_block_is_written_once(anna, cast, in_school):
    cells = [("petya", "5", 0), ("olya", "4", 0)]
    first = anna.block(cells, key="b1")
    again = anna.block(cells, key="b1")
    assert told(again.text) == told(first.text)
    with in_school() as session:
        assert session.query(Mark).count() == 2
        assert session.query(Entry).filter_by(table_name="mark").count() == 2


def test_a_repeat_tells_what_stands_in_its_one_spelling(anna, cast):
    anna.write("у", key="k1", version=0)
    again = anna.write("у", key="k1", version=0)
    assert cell_of(cast, again.text, "petya").text == "уп"


def test_a_repeat_still_tells_what_was_refused(anna, cast):
    """The first answer may have been lost on the way: the repeat must not call it saved."""
    cells = [("petya", "57", 0), ("olya", "4", 0)]
    anna.block(cells, key="b1")
    again = anna.block(cells, key="b1").text
    assert cell_of(cast, again, "olya").text == "4"
    assert cell_of(cast, again, "petya") is None
    [(refused, why)] = problems(again)
    assert refused["mine"] == "57" and "Не понимаю" in why


class Sending(Thread):
    """One sending of a block, begun together with the others."""

    def __init__(self, hand: Hand, start: Barrier, cells):
        super().__init__()
        self.hand, self.start_line, self.cells = hand, start, cells

    def run(self):
        self.start_line.wait()
        self.answer = self.hand.block(self.cells, key="same")


def test_two_sendings_of_one_key_at_once_are_one_write(app, as_, cast, in_school):
    visitor = as_("anna")
    with visitor.client.session_transaction() as session:
        token = session["_user_id"]
    line = Barrier(2)
    cells = [("petya", "5", 0), ("olya", "4", 0)]
    both = [Sending(Hand(Visitor(app, token), cast), line, cells) for _ in range(2)]
    for sending in both:
        sending.start()
    for sending in both:
        sending.join()
    assert [s.answer.status_code for s in both] == [200, 200]
    assert told(both[0].answer.text) == told(both[1].answer.text)
    with in_school() as session:
        assert sorted(cell.version for cell in session.query(Cell)) == [1, 1]
        assert session.query(Entry).filter_by(table_name="mark").count() == 2


def test_an_old_mark_is_changed_only_with_a_reason(anna, cast, in_school, weeks_later):
    anna.write("5")
    weeks_later(15)
    answer = anna.write("4")
    assert answer.status_code == 422
    assert answer.headers["X-Klass-Reason"] == "wanted"
    assert "больше 14 дн. назад" in answer.text
    assert anna.look().text == "5"
    assert anna.write("4", reason="ошибка при вводе").status_code == 200
    assert anna.look().text == "4"
    with in_school() as session:
        entry = session.query(Entry).filter_by(table_name="mark", action="update").one()
        assert entry.reason == "ошибка при вводе"


def test_in_a_block_only_the_old_marks_want_a_reason(anna, weeks_later):
    anna.write("5")
    weeks_later(15)
    answer = anna.block([("petya", "4", 1), ("olya", "3", 0)]).text
    [(wanted, _)] = problems(answer)
    assert "reason" in wanted
    assert (anna.look("petya").text, anna.look("olya").text) == ("5", "3")


def test_a_trial_says_which_cells_want_a_reason(anna, weeks_later):
    anna.write("5")
    weeks_later(15)
    answer = anna.block([("petya", "4", 1), ("olya", "3", 0)], dry="1").text
    assert answer.count("data-reason") == 1
    assert answer.count("data-ok") == 1


def test_a_mark_added_beside_an_old_one_needs_no_reason(anna, weeks_later):
    anna.write("5")
    weeks_later(15)
    assert anna.write("5 4").status_code == 200
    assert anna.write("5").status_code == 200


def test_young_marks_and_a_school_that_never_asks_need_no_reason(anna, in_school, weeks_later):
    anna.write("5")
    weeks_later(13)
    assert anna.write("4").status_code == 200
    with in_school() as session:
        the_school().set_rule("reason_after_days", 0)
        session.commit()
    weeks_later(20)
    assert anna.write("3").status_code == 200


def test_two_teachers_of_one_journal_both_write(as_, anna, cast, in_school):
    with in_school() as session:
        let_teach_too(cast, "boris")
        session.commit()
    boris = Hand(as_("boris"), cast)
    anna.block([("petya", "5", 0), ("olya", "4", 0)])
    assert boris.write("3").status_code == 200
    assert anna.look().text == "3"
