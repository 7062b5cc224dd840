"""Orders and the appointments they made: the register, one of each, ending early."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import func, select

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pace import paced
from blueprints.presentation import printed_at
from blueprints.printing import MOST_LINES, cut, pdf, root
from blueprints.room import school
from models import clock
from models.access.pace import PRINT
from models.base import db
from models.office.appointments import NOW, STATES, in_state, lines
from models.office.duties import DUTIES
from models.office.ending import end_appointment as end_early
from models.office.ending import put_order
from models.office.notice import sheets_under
from models.office.officials import administrator_on, director_on
from models.office.order import Appointment, AppointmentEnding, Order
from models.office.ordering import the_order
from models.refusal import Refused, WrongFields
from models.school.school import hold_school

MOST = 300
ENDING_TITLE = "О прекращении полномочий"


@guarded("order.view")
def appointments():
    """The register: who has which duty, by which order, until when."""
    asked_for = {name: request.args.get(name, "").strip()[:80] for name in ("q", "duty", "state")}
    state = asked_for["state"] if "state" in request.args else NOW
    conditions = [in_state(state, actor().today)] if state in STATES else []
    if asked_for["duty"] in DUTIES:
        conditions.append(Appointment.duty == asked_for["duty"])
    found = lines(*conditions, word=asked_for["q"])
    return render_template(
        "orders/register.html",
        lines=found[:MOST],
        total=len(found),
        asked=asked_for | {"state": state},
        duties=DUTIES,
        states=STATES,
        today=actor().today,
        may_enter=actor().granted("order.enter"),
    )


@guarded("order.view")
def orders():
    """The orders, newest first, with how many each appoints and ends."""
    return render_template(
        "orders/index.html",
        rows=_newest(MOST),
        may_enter=actor().granted("order.enter"),
    )


@guarded("order.view")
@paced(PRINT)
def printed_orders():
    """The register of orders as a paper to sign."""
    rows, said = cut(_newest(MOST_LINES + 1))
    facts, today = school(), actor().today
    data = {
        "school": facts.name if facts else "",
        "title": "Реестр приказов",
        "about": f"о ведении электронного журнала, {said}",
        "heads": ["Номер", "Дата", "О чём", "Назначает", "Прекращает"],
        "lines": [
            [order.number, f"{order.on_date:%d.%m.%Y}", order.title, str(made), str(ended)]
            for order, made, ended in reversed(rows)
        ],
        "printed": printed_at(clock.now()),
        "by": administrator_on(today),
        "director": director_on(today),
        "root": root(),
    }
    return pdf("documents", data, "Реестр приказов")


def _newest(most: int) -> list:
    return db.session.execute(
        select(Order, _count(Appointment), _count(AppointmentEnding))
        .order_by(Order.on_date.desc(), Order.id.desc())
        .limit(most)
    ).all()


def _count(model):
    return select(func.count(model.id)).where(model.order_id == Order.id).scalar_subquery()


@guarded("order.view")
def order(order_id: int):
    """One order: whom it appoints, whose duties it ends."""
    found = find_or_404(Order, order_id)
    authorize("order.view", found)
    ended = select(AppointmentEnding.appointment_id).where(AppointmentEnding.order_id == found.id)
    return render_template(
        "orders/order.html",
        order=found,
        made=lines(Appointment.order_id == found.id),
        ended=lines(Appointment.id.in_(ended)),
        states=STATES,
        sheets=sheets_under(order_id=found.id),
        today=actor().today,
    )


@guarded("order.view")
def appointment(appointment_id: int):
    """One appointment: its days, its order, what ended it."""
    return _page(_found("order.view", appointment_id))


def _found(action: str, appointment_id: int) -> Appointment:
    row = find_or_404(Appointment, appointment_id)
    authorize(action, row)
    return row


@guarded("order.enter")
def end_appointment(appointment_id: int):
    """End the duty from a day on, by an order of its own."""
    row = _found("order.enter", appointment_id)
    hold_school()
    since, today = asked.day(request.form.get("since")), actor().today
    return _by_order(row, lambda paper: end_early(row, paper, since, today), "Прекращено")


@guarded("order.enter")
def name_order(appointment_id: int):
    """Say by which order the duty was given, where it was entered without one."""
    row = _found("order.enter", appointment_id)
    hold_school()
    return _by_order(row, lambda paper: put_order(row, paper), "Приказ записан")


def _by_order(row: Appointment, act, said: str):
    typed = request.form
    try:
        paper = the_order(
            typed.get("number", ""),
            asked.day(typed.get("on_date")),
            typed.get("title", ""),
            actor().today,
        )
        act(paper)
    except Refused as refusal:
        problems = refusal.problems if isinstance(refusal, WrongFields) else {}
        db.session.rollback()
        return _page(db.session.get(Appointment, row.id), refusal.sentence, problems), 422
    db.session.commit()
    flash(said)
    return redirect(url_for(".appointment", appointment_id=row.id))


def _page(row: Appointment, sentence: str = "", problems: dict | None = None) -> str:
    (line,) = lines(Appointment.id == row.id)
    return render_template(
        "orders/appointment.html",
        line=line,
        state=line.state(actor().today),
        states=STATES,
        today=actor().today,
        typed=request.form,
        sentence=sentence,
        problems=problems or {},
        ending_title=ENDING_TITLE,
        may_enter=actor().granted("order.enter"),
    )
