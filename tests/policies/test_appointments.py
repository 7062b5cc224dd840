"""Rights begin and end with the appointment; who may enter an order, see it, or neither."""

from datetime import date, timedelta

import pytest

from models.access.actor import Actor
from models.access.policy import may, visible
from models.access.role import Role
from models.audit.entry import Entry
from models.office.order import Appointment, AppointmentEnding, Order
from models.people.account import Account
from tests.cast import MONDAY, START
from tests.marks_grid import PAPER

DAY = timedelta(days=1)
ORDERS, REGISTER = "/administrator/orders/", "/administrator/appointments/"
PAPER_ORDER = {"number": "40", "on_date": MONDAY.isoformat(), "title": "О прекращении"}


@pytest.fixture
def row_of(in_school, cast):
    """The id of a person's only appointment to a duty."""

    def ask(name: str, duty: str) -> int:
        with in_school() as session:
            own = {"person_id": cast.people[name], "duty": duty}
            return session.query(Appointment).filter_by(**own).one().id

    return ask


def entered(as_, cast, name: str, duty: str, first: date, until: date, **more):
    typed = {"number": "30", "on_date": START.isoformat(), "title": "О назначении", "line": "0"}
    typed |= {"first": first.isoformat(), "until": until.isoformat(), "until-0": until.isoformat()}
    typed |= {"duty-0": duty, "name-0": "У", "person-0": cast.people[name]}
    return as_("admin").post(ORDERS, typed | {f"{key}-0": value for key, value in more.items()})


def ended(as_, row: int, since: date | str, **more):
    typed = PAPER_ORDER | {"since": str(since)} | more
    return as_("admin").post(f"{REGISTER}{row}/ending", typed, follow_redirects=True)


def test_an_order_of_the_first_entered_on_the_ninth_opens_the_room_at_once(as_, cast):
    vera = as_("vera")
    assert vera.get("/secretary/").status_code == 403
    assert entered(as_, cast, "vera", "secretary", START, MONDAY).status_code == 302
    assert vera.get("/secretary/").status_code == 200


def test_a_future_appointment_opens_nothing_before_its_day(as_, cast, on_day):
    entered(as_, cast, "vera", "secretary", MONDAY + DAY, MONDAY + 2 * DAY)
    vera = as_("vera")
    for day, status in ((0, 403), (1, 200), (2, 200), (3, 403)):
        on_day(MONDAY + day * DAY)
        assert vera.get("/secretary/").status_code == status, day


def test_a_deputy_writes_for_the_operator_only_in_the_days_of_the_order(as_, cast, on_day):
    absent = {"absent": cast.people["olga"]}
    entered(as_, cast, "vera", "operator", MONDAY, MONDAY + DAY, **absent)
    vera = as_("vera")
    assert vera.type("operator", cast, PAPER, "fedya", "5").status_code == 200
    on_day(MONDAY + 2 * DAY)
    assert vera.type("operator", cast, PAPER, "fedya", "4", version=1).status_code == 403


def test_an_operator_reads_who_stands_in_and_counts_only_the_own_deadlines(as_, cast, on_day):
    olga = as_("olga")
    assert "Уроков без записей и без сверки: <b>1</b>" in olga.get("/operator/").text
    days = (MONDAY + DAY, MONDAY + 14 * DAY)
    assert (
        entered(as_, cast, "vera", "operator", *days, absent=cast.people["olga"]).status_code < 400
    )
    on_day(MONDAY + DAY)
    for page in ("/operator/", "/operator/duties/"):
        text = olga.get(page).text
        assert "С 17.11 по 30.11 вас замещает " in text, page
        assert "сроки, наступающие в эти дни, " in text
    assert "Уроков без записей" not in olga.get("/operator/").text
    assert "Уроков без записей" in as_("vera").get("/operator/").text


def test_what_a_deputy_left_undone_is_said_to_be_another_operators(as_, cast, on_day):
    days = (MONDAY + DAY, MONDAY + 14 * DAY)
    entered(as_, cast, "vera", "operator", *days, absent=cast.people["olga"])
    on_day(MONDAY + 15 * DAY)
    page = as_("olga").get("/operator/duties/").text
    assert "сроки, наступившие в эти дни, " in page
    below = page.split("В моих классах у другого оператора</h2>")[1]
    assert 'data-label="оператор"' in below and "Учитель</th>" not in below


def test_another_order_ends_a_duty_at_once_in_an_open_session(as_, cast, row_of, in_school):
    olga, row = as_("olga"), row_of("olga", "operator")
    assert olga.type("operator", cast, PAPER, "fedya", "5").status_code == 200
    page = ended(as_, row, MONDAY)
    assert page.status_code == 200 and "полномочий нет с 16.11.2026" in page.text
    assert olga.type("operator", cast, PAPER, "fedya", "4", version=1).status_code == 403
    assert "№ 40 от 16.11.2026" in as_("admin").get(f"{REGISTER}?state=past").text
    with in_school() as session:
        kept = session.get(Appointment, row)
        ending = session.query(AppointmentEnding).one()
        assert (kept.from_date, kept.until, ending.was_until) == (START, MONDAY - DAY, None)
        entries = session.query(Entry).filter(Entry.hat == "administrator")
        assert {entry.reason for entry in entries} == {"приказ № 40 от 16.11.2026"}
        assert "delete" not in {entry.action for entry in entries}


def test_an_ending_in_the_future_ends_it_then(as_, cast, row_of, on_day):
    ended(as_, row_of("olga", "operator"), MONDAY + DAY)
    olga = as_("olga")
    for day, status in ((0, 200), (1, 403)):
        on_day(MONDAY + day * DAY)
        assert olga.get("/operator/").status_code == status


def test_a_duty_ended_from_its_first_day_never_was_and_clashes_with_none(as_, cast, row_of):
    page = ended(as_, row_of("boris", "class_teacher"), START)
    assert "не вступило в силу" in page.text
    own = {"class": cast.classes["5-А"]}
    assert entered(as_, cast, "vera", "class_teacher", START, MONDAY, **own).status_code == 302


@pytest.mark.parametrize(
    ("since", "more", "said"),
    [
        ("", {}, "с какого дня полномочий нет"),
        ("2026-08-31", {}, "раньше прекращать нечего"),
        (MONDAY, {"number": ""}, "Напишите номер приказа"),
        (MONDAY, {"on_date": "2026-11-20"}, "ещё не наступила"),
    ],
)
def test_an_odd_ending_is_refused(as_, cast, row_of, in_school, since, more, said):
    page = ended(as_, row_of("olga", "operator"), since, **more)
    assert page.status_code == 422 and said in page.text
    with in_school() as session:
        assert session.query(AppointmentEnding).count() == session.query(Order).count() == 0
    assert as_("olga").get("/operator/").status_code == 200


def test_ended_twice_is_refused(as_, cast, row_of):
    row = row_of("olga", "operator")
    ended(as_, row, MONDAY)
    again = ended(as_, row, MONDAY + DAY)
    assert again.status_code == 422 and "и так заканчивается 15.11.2026" in again.text


def test_the_last_administrator_stays_until_another_has_come_in(as_, cast, row_of, in_school):
    row = row_of("admin", "administrator")
    refused = ended(as_, row, MONDAY)
    assert refused.status_code == 422 and "последний администратор" in refused.text
    entered(as_, cast, "vera", "administrator", START, MONDAY + DAY)
    assert ended(as_, row, MONDAY).status_code == 422  # she has never signed in
    with in_school() as session:
        session.get(Account, cast.accounts["vera"]).set_password("пароль для сцены")
        session.commit()
    assert ended(as_, row, MONDAY + 2 * DAY).status_code == 422  # her days are over by then
    admin = as_("admin")
    typed = PAPER_ORDER | {"since": MONDAY.isoformat()}
    assert admin.post(f"{REGISTER}{row}/ending", typed).status_code == 302
    assert admin.get("/administrator/").status_code == 403
    assert as_("vera").get(f"{REGISTER}{row}/").status_code == 200


def test_who_only_stands_in_is_no_other_administrator(as_, cast, row_of, in_school):
    with in_school() as session:
        session.get(Account, cast.accounts["vera"]).set_password("пароль для сцены")
        session.commit()
    absent = {"absent": cast.people["admin"]}
    entered(as_, cast, "vera", "administrator", START, MONDAY + DAY, **absent)
    assert ended(as_, row_of("admin", "administrator"), MONDAY).status_code == 422


def test_the_director_reads_the_register_and_enters_nothing(as_, cast, row_of):
    director, row = as_("director"), row_of("olga", "operator")
    for path in ("appointments/", f"appointments/{row}/", "orders/"):
        page = director.get(f"/director/{path}")
        assert page.status_code == 200 and "Внести приказ" not in page.text
    assert "Прекратить" not in director.get(f"/director/appointments/{row}/").text
    for path in ("orders/", f"appointments/{row}/ending", f"appointments/{row}/order"):
        assert director.post(f"/administrator/{path}", PAPER_ORDER).status_code == 403
        assert director.post(f"/director/{path}", PAPER_ORDER).status_code in (404, 405)


@pytest.mark.parametrize("name", ["anna", "olga", "maria", "petya"])
def test_nobody_else_knows_of_orders(as_, cast, row_of, name):
    visitor, row = as_(name), row_of("olga", "operator")
    paths = ("orders/", "orders/new", "orders/line", "orders/people", f"appointments/{row}/")
    for path in paths:
        assert visitor.get(f"/administrator/{path}").status_code == 403
        assert visitor.get(f"/director/{path}").status_code in (403, 404)


@pytest.mark.parametrize(
    ("role", "sees", "enters"),
    [(Role.ADMINISTRATOR, True, True), (Role.DIRECTOR, True, False), (Role.TEACHER, False, False)],
)
def test_the_policy_of_orders_and_appointments(in_school, cast, role, sees, enters):
    with in_school() as session:
        actor = Actor(1, 1, role, MONDAY)
        order = Order(number="1", on_date=START, title="О назначении")
        session.add(order)
        session.flush()
        row = session.query(Appointment).first()
        for thing in (order, row):
            found = session.scalar(visible(actor, type(thing)).limit(1))
            assert (found is not None) == sees
            assert may(actor, "order.view", thing) == sees
            assert may(actor, "order.enter", thing) == enters


def test_the_register_of_orders_is_printed_for_the_office_alone(as_, cast):
    for name, room in (("admin", "administrator"), ("director", "director")):
        paper = as_(name).get(f"/{room}/orders/print")
        assert paper.status_code == 200 and paper.data.startswith(b"%PDF")
    for name in ("anna", "olga", "maria"):
        assert as_(name).get("/administrator/orders/print").status_code == 403
    assert as_("anna").get("/teacher/orders/print").status_code == 404
