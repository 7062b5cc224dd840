"""An act of removal: two people sign, it is annulled before it begins, a stop is taken up again."""

from itertools import count

import pytest

from jobs.seal import seal
from jobs.work import perform
from models.audit.author import system
from models.base import db
from models.exchange.retention.act import RemovalAct, extract
from models.exchange.retention.doing import begin, lines_of
from models.journal.cell import Mark
from models.refusal import Refused
from models.runs.run import DONE, FAILED, Run
from tests.removal import OF_LESSONS, PAGE, carried_out, drawn_up, faults, number_of, signed


def test_an_act_under_way_is_annulled_no_more(app, as_, years_later):
    act_id = signed(as_)
    with app.app_context():
        db.session.info["author"] = system("a test")
        act = db.session.get(RemovalAct, act_id)
        begin(act, None, lines_of(act, app.config["KLASS"].data))
        db.session.commit()
    answer = as_("admin").post(f"/administrator{PAGE}acts/{act_id}/annulment")
    assert answer.status_code == 422 and "по акту уже удаляют" in answer.text
    assert "Отменить акт" not in answer.text and "исполняется" in answer.text


def test_what_stopped_half_way_is_taken_up_by_a_second_press(app, as_, years_later):
    admin, act_id = as_("admin"), signed(as_)
    place = f"/administrator{PAGE}acts/{act_id}/"

    def press(progress) -> str:
        answer = admin.post(f"{place}removal", data={"sure": "on"})
        assert answer.status_code == 302
        with app.app_context():
            seal()
            run_id = int(answer.location.rpartition("/")[2])
            perform(run_id, progress)
            return db.session.get(Run, run_id).state

    def lines() -> list[tuple]:
        with app.app_context():
            return [(one.subject, one.category, one.records) for one in extract(act_id)]

    assert press(stops_at(3)) == FAILED
    half, said = number_of(app, *OF_LESSONS), lines()
    assert half and not number_of(app, Mark) and said
    assert "Продолжить удаление" in admin.get(place).text
    assert admin.post(f"{place}annulment").status_code == 422
    assert press(lambda *_: None) == DONE
    assert number_of(app, *OF_LESSONS) == 0 and lines() == said and faults(app) == []


def stops_at(piece: int):
    """A machine that fails while it tells of so many pieces."""
    told = count(1)

    def progress(*_said):
        if next(told) == piece:
            raise OSError("the machine stopped")

    return progress


def test_without_the_directors_signature_nothing_goes(app, as_, years_later):
    act = drawn_up(as_)
    answer = as_("admin").post(f"/administrator{PAGE}acts/{act}/removal", data={"sure": "on"})
    assert answer.status_code == 422 and "подписывает директор" in answer.text
    with app.app_context(), pytest.raises(Refused):
        begin(db.session.get(RemovalAct, act), None, [])


def test_who_does_not_say_to_be_sure_removes_nothing(as_, years_later):
    act = signed(as_)
    answer = as_("admin").post(f"/administrator{PAGE}acts/{act}/removal")
    assert answer.status_code == 422 and "окончательное" in answer.text


def test_an_act_is_annulled_before_it_is_carried_out_and_not_after(app, as_, years_later):
    act = drawn_up(as_)
    assert as_("admin").post(f"/administrator{PAGE}acts/{act}/annulment").status_code == 302
    assert as_("director").post(f"/director{PAGE}acts/{act}/signature").status_code == 403
    done = carried_out(app, as_)
    assert as_("admin").post(f"/administrator{PAGE}acts/{done}/annulment").status_code == 403


def test_one_act_of_a_kind_is_open_at_a_time(as_, years_later):
    drawn_up(as_)
    answer = as_("admin").post(f"/administrator{PAGE}acts", data={"kind": "journals"})
    assert answer.status_code == 422 and "уже есть неисполненный акт" in answer.text


def test_where_nothing_is_over_there_is_no_act(as_, cast):
    answer = as_("admin").post(f"/administrator{PAGE}acts", data={"kind": "journals"})
    assert answer.status_code == 422 and "Удалять нечего" in answer.text


def test_the_director_reads_and_signs_and_keeps_nothing(as_, years_later):
    director, act = as_("director"), drawn_up(as_)
    assert director.get(f"/director{PAGE}").status_code == 200
    assert director.get(f"/director{PAGE}acts/{act}/").status_code == 200
    assert director.post(f"/director{PAGE}acts/{act}/removal").status_code == 404
    assert as_("admin").post(f"/administrator{PAGE}acts/{act}/signature").status_code == 404


@pytest.mark.parametrize(
    ("name", "room"), [("anna", "teacher"), ("olga", "operator"), ("maria", "parent")]
)
def test_nobody_else_sees_acts(as_, years_later, name, room):
    act = drawn_up(as_)
    assert as_(name).get(f"/{room}{PAGE}acts/{act}/").status_code == 404
    assert as_(name).get(f"/administrator{PAGE}acts/{act}/").status_code == 403


def test_an_act_nobody_has_does_not_exist(as_):
    assert as_("admin").get(f"/administrator{PAGE}acts/987654/").status_code == 404
