"""Orders of the demonstration: who has which duty by which order, as a school would enter them."""

from datetime import date, datetime, time, timedelta

from models import clock
from models.base import db
from models.office.appointing import Wish, appoint
from models.office.order import CLASS_TEACHER, Appointment, Order
from models.office.ordering import the_order
from models.office.right_request import RightRequest
from models.people.account import Account
from models.school.calendar import monday, the_year

DAY = timedelta(days=1)


def appoint_office(people: dict[str, int], start: date, operated: list[int]) -> Order:
    """The director by the department's order, everybody else by the director's; returns it."""
    named = start - 430 * DAY
    director = _order("114-к", named, "О назначении директора школы")
    _appoint(director, [Wish("director", people["director"], named)])
    order = _order("1-ЭЖ", start, "О ведении электронного журнала и электронного дневника")
    year = {"from_date": start, "until": the_year(start).ends_on}
    _appoint(
        order,
        [
            Wish("administrator", people["administrator"], **year),
            Wish("deputy_head", people["primary"], **year, grades=(1, 2, 3, 4)),
            Wish("deputy_head", people["middle"], **year, grades=(5, 6, 7, 8)),
            Wish("deputy_head", people["administrator"], **year, grades=(9, 10, 11)),
            Wish("operator", people["operator"], **year, class_ids=tuple(operated)),
            Wish("secretary", people["operator"], **year),
            Wish("dispatcher", people["middle"], **year),
        ],
    )
    return order


def appoint_class_teachers(led: dict[int, int], start: date) -> None:
    """Class → person, by an order of the first day."""
    order = _order("2-ЭЖ", start, "О классном руководстве")
    until = the_year(start).ends_on
    _appoint(
        order,
        [
            Wish(CLASS_TEACHER, person, start, until, class_ids=(class_id,))
            for class_id, person in led.items()
        ],
    )


def stand_in(deputy: int, operator: int, today: date) -> None:
    """The operator was ill until the end of last week, and a deputy kept her classes."""
    days = (monday(today) - 12 * DAY, monday(today) - 3 * DAY)
    order = _order("87-к", days[0], "О замещении оператора на время болезни")
    _appoint(order, [Wish("operator", deputy, *days, stands_in_for=operator)])


def let_inspect(start: date, today: date, secret: str) -> None:
    """Somebody of the department looked for three days, and the order has long run out; somebody
    else reads these two weeks. `secret` is the hash of her password."""
    first, now = max(start, today - 21 * DAY), max(start, today - 3 * DAY)
    _inspector("71", first, first + 2 * DAY, "Смирнов Олег Петрович")
    guest = _inspector("89", now, today + 11 * DAY, "Белова Ирина Олеговна")
    db.session.add(
        Account(
            person_id=guest.person_id,
            login="inspector",
            password_hash=secret,
            rules_accepted_at=clock.at(now, time(9, 10)),
        )
    )
    db.session.flush()


def _inspector(number: str, first: date, last: date, name: str) -> Appointment:
    order = _order(number, first, "О допуске проверяющего управления образования")
    return _appoint(order, [Wish("inspector", None, first, last, newcomer=name)])[0]


def write_requests(office: dict[str, int], decided_by: int, today: date) -> None:
    """One request that waits, one refused."""
    db.session.add(
        RightRequest(
            person_id=office["primary"],
            duty="deputy_head",
            what="журналы пятых классов",
            why="слежу за переходом из начальной школы, нужны отметки 5-А и 5-Б",
            asked_at=_at(today - DAY),
        )
    )
    db.session.add(
        RightRequest(
            person_id=office["deputy"],
            duty="administrator",
            what="загружать расписание",
            why="администратор занята, а расписание меняется каждую неделю",
            asked_at=_at(today - 12 * DAY),
            decided_at=_at(today - 11 * DAY),
            decided_by=decided_by,
            reason="Расписание загружает администратор; передавайте файл до 12:00",
        )
    )
    db.session.flush()


def _order(number: str, on_date: date, title: str) -> Order:
    return the_order(number, on_date, title, clock.today())


def _appoint(order: Order, wishes: list[Wish]) -> list[Appointment]:
    return appoint(order, wishes, clock.today(), None)


def _at(day: date) -> datetime:
    return clock.at(day, time(14, 20))
