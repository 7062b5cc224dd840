"""«Сроки»: what a teacher or an operator owes, nearest first, and what was late."""

from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for

from blueprints.guard import actor, guarded
from jobs import mail
from models import clock
from models.access.role import Role
from models.base import db
from models.control.deadlines import last_control, period_of
from models.control.duties import duties
from models.control.duty import Duty, by_subject, coming, findings, tally
from models.control.explanation import explain
from models.control.rule_set import numbers_on
from models.journal.reach import journals_in_reach
from models.people.person import Person
from models.refusal import Refused

LOOK_BACK = timedelta(days=21)
MOST = 60


@guarded("duty.own")
def own_duties():
    """One's own deadlines to come and those that are past; a class teacher's class below."""
    return _page()


@guarded("duty.own")
def explain_duty():
    """Say why something was late: the administrator reads it."""
    form = request.form
    late = findings(_mine(_all()), clock.now())
    about = [duty for duty in late if duty.key == form.get("key")]
    if not about:
        return _page("Этого замечания больше нет: обновите страницу.", form), 422
    try:
        for duty in about:
            explain(duty, form.get("text", ""), actor().person_id)
    except Refused as refusal:
        return _page(refusal.sentence, form), 422
    db.session.commit()
    flash("Объяснение записано: его прочтёт администратор журнала.")
    return redirect(url_for(".own_duties"))


def _page(sentence: str = "", typed=None) -> str:
    found, now = _all(), clock.now()
    mine = _mine(found)
    late = findings(mine, now)
    person = db.session.get(Person, actor().person_id)
    return render_template(
        "control/own.html",
        email=(typed or {}).get("email", person.email or ""),
        letters=mail.is_on(),
        coming=by_subject(coming(mine, now))[:MOST],
        not_done=by_subject(d for d in late if d.done_at is None)[:MOST],
        done=by_subject(d for d in late if d.done_at is not None)[:MOST],
        class_late=by_subject(_open_of_others(found, mine, now))[:MOST],
        total=tally(mine, now),
        since=_since(),
        now=now,
        sentence=sentence,
        typed=typed or {},
    )


def own_and_all() -> tuple[list[Duty], list[Duty]]:
    """One's own duties, and those of all journals in reach."""
    found = _all()
    return _mine(found), found


def _open_of_others(found: list[Duty], mine: list[Duty], now) -> list[Duty]:
    """What colleagues have not done in one's class: what they did late is between them and the
    administrator."""
    own = {(duty.rule_name, duty.key) for duty in mine}
    others = [duty for duty in found if (duty.rule_name, duty.key) not in own]
    return [duty for duty in findings(others, now) if duty.done_at is None]


def _all() -> list[Duty]:
    return duties(_since(), actor().today, journals_in_reach(actor()))


def _mine(found: list[Duty]) -> list[Duty]:
    return [duty for duty in found if actor().person_id in duty.person_ids]


def _since() -> date:
    """Three weeks; for an operator from the lessons of the control before the last one."""
    today = actor().today
    if actor().role is not Role.OPERATOR:
        return today - LOOK_BACK
    numbers = numbers_on(today)
    return period_of(last_control(today, numbers), numbers)[0]
