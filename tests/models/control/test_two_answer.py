"""A duty of two people, of whom one is freed: it stays the other's."""

from datetime import date

import pytest

from models.control.duties import duties
from models.control.duty import EXEMPT, OPEN, PERSON, RULE, by_person, findings, tally
from models.control.exemption import ILLNESS, Exemption
from models.control.rules import COPY
from models.control.snapshot_tally import counted
from models.office.order import Appointment, AppointmentClass
from tests.cast import MONDAY

PAPER = ("5-Б", "Математика")
CONTROL = date(2026, 11, 30)


@pytest.fixture
def two(cast, in_school, at):
    """Olga and Vera both keep 5-Б; Olga was ill on the day of control, and nothing was copied."""
    at(date(2026, 12, 1), 9)
    with in_school() as session:
        row = Appointment(
            person_id=cast.people["vera"], duty="operator", from_date=date(2026, 9, 1)
        )
        session.add(row)
        session.flush()
        named = {"appointment_id": row.id, "class_group_id": cast.classes["5-Б"]}
        session.add(AppointmentClass(**named))
        freed = {"from_date": CONTROL, "until": CONTROL, "document": "лист № 1"}
        session.add(Exemption(kind=ILLNESS, person_id=cast.people["olga"], **freed))
        session.commit()
    return cast.people["olga"], cast.people["vera"]


def copied(cast):
    found = duties(MONDAY, MONDAY)
    return next(d for d in found if (d.journal_id, d.rule_name) == (cast.journals[PAPER], COPY))


def test_the_illness_of_one_frees_that_one_alone(cast, in_school, two, at):
    olga, vera = two
    now = at(date(2026, 12, 1), 9)
    with in_school():
        duty = copied(cast)
        assert duty.person_ids == {olga, vera} and duty.answering == {vera}
        assert duty.state(now) == OPEN and duty in findings([duty], now)
        assert duty.of(olga).state(now) == EXEMPT and duty.of(vera).state(now) == OPEN
        counts = by_person([duty], now)
        assert (counts[olga].of(EXEMPT), counts[vera].of(OPEN)) == (1, 1)
        assert (counts[olga].percent, counts[vera].percent) == (100, 0)
        assert tally([duty], now).percent == 0
        told = counted([duty], now)
        assert [row.of(OPEN) for _, row in told[RULE]] == [1]
        assert sorted(row.of(EXEMPT) for _, row in told[PERSON]) == [0, 1]


def test_where_all_are_freed_nobody_is_to_blame(cast, in_school, two, at):
    olga, vera = two
    now = at(date(2026, 12, 1), 9)
    with in_school() as session:
        freed = {"from_date": CONTROL, "until": CONTROL, "document": "приказ № 4"}
        session.add(Exemption(kind="courses", person_id=vera, **freed))
        session.flush()
        duty = copied(cast)
        assert duty.state(now) == EXEMPT and duty.answering == {olga, vera}
        assert duty.why == "временная нетрудоспособность, лист № 1; курсы, приказ № 4"
        assert duty.of(vera).why == "курсы, приказ № 4"


def test_of_the_illness_read_who_was_ill_and_the_administrator_and_no_colleague(as_, cast, two):
    own = as_("olga").get("/operator/duties/").text
    assert "не в вину: временная нетрудоспособность, лист № 1" in own
    others = as_("vera").get("/operator/duties/").text.split("Срок прошёл")[1]
    assert 'Математика · <span class="nw">5-Б</span>' in others
    assert "нетрудоспособность" not in others and "лист № 1" not in others
    of_class = f"control/findings/?span=term&class={cast.classes['5-Б']}"
    assert "лист № 1" in as_("admin").get(f"/administrator/{of_class}").text


def test_a_deputy_head_reads_that_nobody_is_to_blame_and_not_why(
    as_, cast, two, officials, in_school
):
    with in_school() as session:
        freed = {"from_date": CONTROL, "until": CONTROL, "document": "лист № 2"}
        session.add(Exemption(kind=ILLNESS, person_id=two[1], **freed))
        session.commit()
    of_class = f"control/findings/?span=term&class={cast.classes['5-Б']}"
    for chosen in (of_class, f"control/findings/?span=term&person={two[0]}"):
        page = as_("dora").get(f"/deputy_head/{chosen}").text
        assert '<span class="muted">не в вину</span>' in page
        assert "нетрудоспособность" not in page and "лист № 1" not in page
    assert "лист № 1" in as_("admin").get(f"/administrator/{of_class}").text


def test_an_explanation_is_read_by_those_to_whom_it_was_written(as_, cast, two, at, officials):
    said = {"key": f"l{cast.lessons['5-Б', 'Математика']}", "text": "не работала сеть"}
    assert as_("vera").post("/operator/duties/explanations", said).status_code == 302
    of_class = f"control/findings/?span=term&class={cast.classes['5-Б']}"
    assert "не работала сеть" in as_("admin").get(f"/administrator/{of_class}").text
    assert "не работала сеть" not in as_("dora").get(f"/deputy_head/{of_class}").text
