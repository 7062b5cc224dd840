"""The monthly check of accuracy (5.2(14)), the operators' figures (5.2(10)), activity (5.2(17))."""

from datetime import timedelta

import pytest

from models import clock
from models.access.session import AccountSession
from models.control.accuracy import AccuracyCheck, AccuracyItem
from models.control.activity import PARENTS, STAFF, activity
from models.control.exemption import Exemption
from models.control.operators_work import operators_work
from tests.cast import MONDAY, START

PATH = "/administrator/control/accuracy/"
DAYS = {"first": "2026-11-01", "last": "2026-11-16", "size": "24"}
PAPER = ("5-Б", "Математика")


@pytest.fixture
def copied(as_, cast):
    """olga has copied a mark and an absence of the paper journal."""
    as_("olga").type("operator", cast, PAPER, "fedya", "н 4")


def drawn(as_) -> str:
    answer = as_("admin").post(PATH, DAYS)
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_records_of_paper_classes_are_drawn_and_ticked_off_one_by_one(as_, cast, copied, in_school):
    place, admin = drawn(as_), as_("admin")
    page = admin.get(place).text
    assert "5-Б, Математика, 16.11, 2 урок" in page and "5-А" not in page
    with in_school() as session:
        items = {row.kind: row.id for row in session.query(AccuracyItem)}
        assert items.keys() == {"lesson", "mark", "absence"}
        assert {row.operator for row in session.query(AccuracyItem)} != {""}
    tick = f"{PATH}items/{items['mark']}/comparison"
    assert admin.post(tick, {"deviation": " "}).status_code == 422  # how it deviates must be said
    assert admin.post(tick, {"deviation": "в бумажном 5"}).status_code == 302
    for kind in ("lesson", "absence"):
        matches = f"{PATH}items/{items[kind]}/comparison"
        assert admin.post(matches, {"same": "1"}).status_code == 302
    page = admin.get(place).text
    assert "в бумажном 5" in page and "Сверено всё" in page
    assert "Расхождений: <b>1</b>" in page
    with in_school() as session:
        assert session.query(AccuracyCheck).one().closed_at is not None
    changed = admin.post(f"{PATH}items/{items['mark']}/comparison", {"same": "1"})
    assert changed.status_code == 422 and "Сверка закончена" in changed.text
    paper = admin.get(f"{place}print")
    assert paper.mimetype == "application/pdf" and paper.data.startswith(b"%PDF")


def test_nobody_draws_again_until_the_lot_suits(as_, cast, copied, in_school):
    drawn(as_)
    again = as_("admin").post(PATH, DAYS)
    assert again.status_code == 422 and "Прошлая сверка не закончена" in again.text
    with in_school() as session:
        assert session.query(AccuracyCheck).count() == 1


def test_what_was_drawn_stays_as_it_stood(as_, cast, copied):
    place = drawn(as_)
    as_("olga").type("operator", cast, PAPER, "fedya", "5", version="1")
    assert "<b>4</b>" in as_("admin").get(place).text


def test_the_director_reads_drawings_and_compares_none(as_, cast, copied, officials, in_school):
    place = drawn(as_).replace("administrator", "director")
    director = as_("director")
    assert director.get(place).status_code == 200
    assert director.post("/director/control/accuracy/", DAYS).status_code == 405
    with in_school() as session:
        item = session.query(AccuracyItem).first().id
    assert director.post(f"/director/control/accuracy/items/{item}/comparison").status_code == 404
    for who, room in (("dora", "deputy_head"), ("olga", "operator"), ("igor", "inspector")):
        assert as_(who).get(f"/{room}/control/accuracy/").status_code == 404
    assert as_("admin").get(f"{PATH}987/").status_code == 404


def test_where_nothing_was_entered_there_is_nothing_to_draw(as_, cast):
    refused = as_("admin").post(PATH, DAYS | {"last": "2026-10-01"})
    assert refused.status_code == 422
    assert as_("admin").post(PATH, DAYS | {"size": "7"}).status_code == 422
    assert as_("admin").post(PATH, DAYS | {"first": "когда"}).status_code == 422


def test_an_operators_work_is_told_in_figures_with_the_exemptions(
    as_, cast, copied, in_school, monkeypatch
):
    place = drawn(as_)
    with in_school() as session:
        item = session.query(AccuracyItem).filter_by(kind="mark").one()
        item.compare(False, "в бумажном 5", None)
        freed = {"from_date": MONDAY, "until": MONDAY, "document": "листок № 5"}
        session.add(Exemption(kind="illness", person_id=cast.people["olga"], **freed))
        session.commit()
    assert place
    with in_school():
        (row,) = operators_work(START, MONDAY)
        assert (row.person_id, row.classes) == (cast.people["olga"], ["5-Б"])
        assert row.entered == 2  # a mark and an absence
        assert (row.compared, row.deviating) == (1, 1)
        assert row.exemptions == ["временная нетрудоспособность, листок № 5, 16.11–16.11"]
    admin = as_("admin")
    page = admin.get("/administrator/control/operators/").text
    assert "листок № 5" in page and "1 из 1" in page
    paper = admin.get("/administrator/control/operators/print")
    assert paper.mimetype == "application/pdf" and paper.data.startswith(b"%PDF")
    assert as_("director").get("/director/control/operators/").status_code == 200
    assert as_("olga").get("/operator/control/operators/").status_code == 404


def test_activity_counts_people_by_week_and_names_families_who_never_came(as_, cast, in_school):
    as_("maria")
    as_("anna")
    with in_school() as session:
        found = activity(MONDAY)
        assert found.by_week[PARENTS][-1] == 1 and found.by_week[STAFF][-1] >= 1
        assert found.by_week[PARENTS][0] == 0
        classes = {row.name: row for row in found.classes}
        assert classes["5-Б"].never == ["Фёдоров Фёдор"]  # ivan has a key and never came
        assert classes["5-А"].never == [] and classes["5-А"].keys == 1
        for row in session.query(AccountSession):
            row.started_at = row.seen_at = clock.real_now() - timedelta(days=21)
        session.flush()
        assert activity(MONDAY).by_week[PARENTS][-1] == 0
    page = as_("director").get("/director/control/activity/").text
    assert "семей: 1" in page and "Фёдоров Фёдор" in page
    assert as_("anna").get("/teacher/control/activity/").status_code == 404


def test_a_drawing_of_fewer_says_why_and_home_reminds_until_it_is_done(as_, cast, copied):
    admin = as_("admin")
    page = admin.post(PATH, DAYS, follow_redirects=True).text
    assert f"из {DAYS['size']}: столько записей разных видов есть за эти дни." in page
    assert "Сверка с бумажным журналом" in admin.get("/administrator/").text


def test_the_form_of_an_act_says_when_the_changed_one_is_needed(as_, cast):
    page = as_("admin").get("/administrator/school/documents/act/new").text
    assert "Для изменений в акт он нужен." in page
