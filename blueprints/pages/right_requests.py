"""Requests for wider rights: one's own with the answers, and the administrator's register."""

from flask import flash, redirect, render_template, request, url_for

from blueprints.guard import actor, authorize, find_or_404, guarded
from models.access.right_words import REACH, may_do
from models.base import db
from models.office.appointments import STATES as DUTY_STATES
from models.office.appointments import lines
from models.office.order import Appointment, Order
from models.office.right_request import ASKED_FOR, STATES, RightRequest, ask, requests, requests_of
from models.people.person import Person
from models.refusal import Refused, WrongFields
from models.school.school import hold_school

MOST = 200


@guarded("request.write")
def own_rights():
    """One's duties by order, one's requests and their answers."""
    return _own_page()


@guarded("request.write")
def ask_rights():
    """Write what rights are needed and why."""
    typed = request.form
    hold_school()
    try:
        words = (typed.get("what", ""), typed.get("why", ""))
        ask(actor().person_id, typed.get("duty", ""), *words)
    except Refused as refusal:
        db.session.rollback()
        problems = refusal.problems if isinstance(refusal, WrongFields) else {}
        return _own_page(refusal.sentence, problems), 422
    db.session.commit()
    flash("Заявление подано. Ответ администратора появится здесь.")
    return redirect(url_for(".own_rights"))


def _own_page(sentence: str = "", problems: dict | None = None) -> str:
    mine = requests_of(actor().person_id)
    return render_template(
        "rights/own.html",
        duties=lines(Appointment.person_id == actor().person_id),
        duty_states=DUTY_STATES,
        may_do=may_do(actor().role),
        reach=REACH[actor().role],
        requests=[(row, row.order_id and db.session.get(Order, row.order_id)) for row in mine],
        states=STATES,
        asked_for=ASKED_FOR,
        typed=request.form,
        sentence=sentence,
        problems=problems or {},
        today=actor().today,
    )


@guarded("request.decide")
def right_requests():
    """The register of requests: those that wait first."""
    return render_template(
        "rights/requests.html", rows=requests(MOST), states=STATES, asked_for=ASKED_FOR
    )


@guarded("request.decide")
def right_request(request_id: int):
    """One request: who, what, why, and the two ways to decide it."""
    return _page(find_or_404(RightRequest, request_id))


@guarded("request.decide")
def refuse_request(request_id: int):
    """Refuse it with a reason."""
    found = find_or_404(RightRequest, request_id)
    authorize("request.decide", found)
    hold_school()
    try:
        found.refuse(request.form.get("reason", ""), actor().account_id)
    except Refused as refusal:
        db.session.rollback()
        return _page(find_or_404(RightRequest, request_id), refusal.sentence), 422
    db.session.commit()
    flash("Отказ записан, его увидит тот, кто просил")
    return redirect(url_for(".right_requests"))


def _page(found: RightRequest, sentence: str = "") -> str:
    return render_template(
        "rights/request.html",
        found=found,
        person=db.session.get(Person, found.person_id),
        order=db.session.get(Order, found.order_id) if found.order_id else None,
        duties=lines(Appointment.person_id == found.person_id),
        duty_states=DUTY_STATES,
        states=STATES,
        asked_for=ASKED_FOR,
        typed=request.form,
        sentence=sentence,
        today=actor().today,
        is_own=found.person_id == actor().person_id,
    )
