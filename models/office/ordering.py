"""Orders as they are entered: number, date, and their name as the reason of every entry."""

from contextlib import AbstractContextManager
from datetime import date

from sqlalchemy import select

from models.audit.author import because
from models.base import db
from models.office.order import LONGEST_NUMBER, LONGEST_TITLE, Order
from models.refusal import WrongFields

EARLIEST_YEAR = 2000


def the_order(number: str, on_date: date | None, title: str, today: date) -> Order:
    """The order of that number and date, entered now where nobody has yet. An order may be
    entered days after it was signed, never before. Raises WrongFields."""
    number, title = " ".join(number.split()), " ".join(title.split())
    problems = _problems(number, on_date, title, today)
    if problems:
        raise WrongFields(problems)
    found = known_order(number, on_date)
    if found is None:
        found = Order(number=number, on_date=on_date, title=title)
        with on_the_ground_of(found):
            db.session.add(found)
    return found


def known_order(number: str, on_date: date | None) -> Order | None:
    """The order of that number and date that has been entered already, if one has."""
    same = (Order.number == " ".join(number.split())) & (Order.on_date == on_date)
    return db.session.scalar(select(Order).where(same).order_by(Order.id).limit(1))


def _problems(number: str, on_date: date | None, title: str, today: date) -> dict[str, str]:
    problems = {}
    if not number or len(number) > LONGEST_NUMBER:
        problems["number"] = f"Напишите номер приказа (до {LONGEST_NUMBER} знаков)."
    if on_date is None or on_date.year < EARLIEST_YEAR:
        problems["on_date"] = "Укажите дату приказа."
    elif on_date > today:
        problems["on_date"] = "Эта дата ещё не наступила. Внесите приказ, когда он подписан."
    if not title or len(title) > LONGEST_TITLE:
        problems["title"] = f"Напишите, о чём приказ (до {LONGEST_TITLE} знаков)."
    return problems


def on_the_ground_of(order: Order) -> AbstractContextManager:
    """What is written inside is told in the audit with the order as its reason."""
    return because(db.session, order.name)
