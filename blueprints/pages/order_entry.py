"""Entering an order: head, lines, the search for a person; one order may appoint many."""

from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for

from blueprints import asked
from blueprints.forms.order import (
    NEW,
    TypedLine,
    TypedOrder,
    proposed_line,
    typed_line,
    typed_order,
)
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.htmx import fragment
from models.base import db
from models.office.appointing import HIGHEST, LOWEST, appoint
from models.office.duties import CLASSES, DUTIES, GRADES
from models.office.order_people import Sought, people_for
from models.office.ordering import known_order, the_order
from models.office.renewal import next_days, proposals
from models.office.right_request import RightRequest
from models.office.serving import holders
from models.people.person import Person
from models.printable import opened
from models.refusal import Refused, WrongFields
from models.school.calendar import the_year, years
from models.school.groups import ClassGroup
from models.school.school import hold_school
from models.school.week import classes_of

BEFORE = timedelta(days=31)  # orders of a new year are signed in August
LINES = "lines"  # what is wrong with the lines as a whole
KNOWN = "known"  # the order has been entered before


@guarded("order.enter")
def new_order():
    """An empty order for the days of the school year; `?renew=` a day: one that appoints whose
    duties end on it for the next year; `?request=` a request: one that grants it."""
    today = actor().today
    ending = asked.day(request.args.get("renew"))
    if ending is not None:
        return entry_page(_renewal(ending))
    year = the_year(today)
    asking = _request(request.args.get("request"))
    typed = TypedOrder(
        on_date=today.isoformat(),
        first=max(year.starts_on, today).isoformat(),
        until=year.ends_on.isoformat(),
        request=str(asking.id) if asking else "",
        lines=[_asked_line(asking) if asking else TypedLine(0)],
    )
    return entry_page(typed)


def _request(text: str | None) -> RightRequest | None:
    """The request for wider rights that the order answers, if it answers one."""
    number = asked.number(text)
    if number is None:
        return None
    found = find_or_404(RightRequest, number)
    authorize("request.decide", found)
    return found


def _asked_line(asking: RightRequest) -> TypedLine:
    name = db.session.get(Person, asking.person_id).full_name
    note = f"В заявлении: {asking.what}. Зачем: {asking.why}"
    return TypedLine(0, duty=asking.duty, name=name, person=str(asking.person_id), note=note)


def _renewal(ending: date) -> TypedOrder:
    first, last = next_days(ending)
    return TypedOrder(
        on_date=actor().today.isoformat(),
        first=first.isoformat(),
        until=last.isoformat(),
        lines=[
            proposed_line(number, found)
            for number, found in enumerate(proposals(ending, actor().today))
        ]
        or [TypedLine(0)],
    )


@guarded("order.enter")
def enter_order():
    """Write the order with everybody it appoints, or nothing of it; what was typed stays. One
    more line and a look for people are asked for by the same form where no script runs."""
    typed = typed_order(request.form)
    if "more" in request.form:
        typed.lines.append(TypedLine(_next_number(typed)))
        return entry_page(typed)
    if "look" in request.form:
        return entry_page(typed)
    hold_school()
    try:
        made = _written(typed)
    except WrongFields as wrong:
        db.session.rollback()
        return entry_page(typed, _by_line(typed, wrong.problems)), 422
    except Refused as refusal:
        db.session.rollback()
        return entry_page(typed, {LINES: refusal.sentence}), 422
    db.session.commit()
    flash(f"Внесено. Назначений: {len(made)}")
    return redirect(url_for(".order", order_id=made[0].order_id))


def _written(typed: TypedOrder):
    wishes, problems = [], {}
    for place, line in enumerate(typed.wanted):
        try:
            wishes.append(line.wish(typed.first, typed.until))
        except WrongFields as wrong:
            problems[str(place)] = wrong.problems["days"]
    today = actor().today
    known = known_order(typed.number, asked.day(typed.on_date))
    if known is not None and typed.into != str(known.id):
        problems[KNOWN] = f"{opened(known.name)} уже внесён."
    try:
        order = the_order(typed.number, asked.day(typed.on_date), typed.title, today)
    except WrongFields as wrong:
        raise WrongFields(problems | wrong.problems) from None
    if problems:
        raise WrongFields(problems)
    made = appoint(order, wishes, today, actor().person_id)
    asking = _request(typed.request)
    if asking is not None:
        asking.grant(order, made, actor().account_id)
    return made


def _by_line(typed: TypedOrder, problems: dict[str, str]) -> dict[str, str]:
    """Problems of wishes by the numbers of their lines."""
    numbers = {str(place): f"line-{line.number}" for place, line in enumerate(typed.wanted)}
    return {numbers.get(key, key): sentence for key, sentence in problems.items()}


def _next_number(typed: TypedOrder) -> int:
    return max((line.number for line in typed.lines), default=-1) + 1


def entry_page(typed: TypedOrder, problems: dict[str, str] | None = None) -> str:
    """The form with all that was typed and what is wrong with it."""
    return render_template(
        "orders/entry.html",
        typed=typed,
        problems=problems or {},
        known=known_order(typed.number, asked.day(typed.on_date)) if typed.number else None,
        next_number=_next_number(typed),
        **_choices(typed.lines, typed.first),
    )


@guarded("order.enter")
def order_line():
    """One line anew: an empty one more, or the fields that belong to the chosen duty."""
    number = asked.number(request.args.get("n")) or 0
    line = typed_line(request.args, number)
    fresh = not request.args.get("again")
    first = request.args.get("first", "")
    return fragment(
        "orders/_more.html" if fresh else "orders/_line.html",
        line=line,
        fresh=fresh,
        unfolded=True,
        next_number=number + 1,
        order_first=first,
        problems={},
        **_choices([line], first),
    )


@guarded("order.enter")
def order_people():
    """People found for a line by part of the name."""
    number = asked.number(request.args.get("n")) or 0
    line = typed_line(request.args, number)
    return fragment("orders/_found.html", line=line, found=people_for([_sought(line)]), new=NEW)


def _sought(line: TypedLine) -> Sought:
    return Sought(line.number, line.duty, line.name, asked.number(line.person))


def _choices(lines: list[TypedLine], first: str) -> dict:
    """What may be chosen in the lines: duties, classes of the year, who can be stood in for."""
    today = actor().today
    duties = {line.duty for line in lines} & set(DUTIES)
    return {
        "duties": DUTIES,
        "of_classes": CLASSES,
        "of_grades": GRADES,
        "grades": range(LOWEST, HIGHEST + 1),
        "classes": _classes(asked.day(first) or today),
        "absent": {name: holders(name, today) for name in duties},
        "found": people_for([_sought(line) for line in lines]),
        "new": NEW,
    }


def _classes(first: date) -> list[ClassGroup]:
    """The classes of the year in which the appointment begins, or a little before it does; none
    where that year is not made yet."""
    begun = [y for y in years() if y.starts_on - BEFORE <= first <= y.ends_on]
    return classes_of(begun[-1].id) if begun else []
