"""«Сроки»: what a teacher or an operator owes, nearest first, and what was late."""

from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for

from blueprints.guard import actor, guarded
from jobs import mail
from models import clock
from models.access.role import Role
from models.base import db
from models.control.deadlines import last_control, lessons_judged_by, next_control
from models.control.duties import duties
from models.control.duty import Duty, by_class, by_subject, coming, findings, tally
from models.control.explanation import explain
from models.control.operators import stand_ins
from models.control.rule_set import numbers_on
from models.journal.reach import journals_in_reach
from models.people.person import Person, people_named
from models.refusal import Refused
from models.school.calendar import the_year
from models.school.year_words import class_names

LOOK_BACK = timedelta(days=21)
MOST = 60  # of a class, or of a list that is not divided by classes
FEW = 12  # so many stand in one list; more are divided by classes


@guarded("duty.own")
def own_duties():
    """One's own deadlines to come and those that are past; a class teacher's class below."""
    return _page()


@guarded("duty.own")
def explain_duty():
    """Say why something was late: the administrator reads it."""
    form = request.form
    late = findings(_mine(_all_year()), clock.now())
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
    found, now, since = _all_year(), clock.now(), _since()
    every = _mine(found)
    mine = [duty for duty in every if duty.on_date >= since]
    late, before = findings(mine, now), [d for d in every if d.on_date < since]
    class_late = by_subject(_open_of_others(found, every, since, now))[:MOST]
    person = db.session.get(Person, actor().person_id)
    return render_template(
        "control/own.html",
        relieved=_relieved(since),
        email=(typed or {}).get("email", person.email or ""),
        letters=mail.is_on(),
        coming=_by_class(coming(every, now)),
        not_done=_by_class([d for d in late if d.done_at is None]),
        earlier=_by_class([d for d in findings(before, now) if d.done_at is None]),
        most=MOST,
        done=by_subject(d for d in late if d.done_at is not None)[:MOST],
        class_late=class_late,
        people=people_named({who for rows in class_late for d in rows for who in d.person_ids}),
        total=tally(mine, now),
        since=since,
        now=now,
        sentence=sentence,
        typed=typed or {},
    )


def _relieved(since: date) -> list[str]:
    """Who stands in for an operator on days of the list: it leaves those days' deadlines out."""
    today = actor().today
    if actor().role is not Role.OPERATOR:
        return []
    last = next_control(today, numbers_on)
    return [one.words(today) for one in stand_ins(actor().person_id, since, last)]


def _by_class(found: list[Duty]) -> list[tuple[str, list[list[Duty]]]]:
    """Under one head without a name while they are few, else by class, the nearest first."""
    subjects, names = by_subject(found), class_names(the_year(actor().today))
    if len(subjects) > FEW:
        return by_class(subjects, names)
    return [("", subjects)] if subjects else []


def own_and_all() -> tuple[list[Duty], list[Duty]]:
    """One's own duties, and those of all journals in reach."""
    found = _all()
    return _mine(found), found


def _open_of_others(found: list[Duty], mine: list[Duty], since: date, now) -> list[Duty]:
    """What colleagues have of late not done in one's class: what they did late is between them
    and the administrator."""
    own = {(duty.rule_name, duty.key) for duty in mine}
    recent = (duty for duty in found if duty.on_date >= since)
    others = [duty for duty in recent if (duty.rule_name, duty.key) not in own]
    return [duty for duty in findings(others, now) if duty.done_at is None]


def _all() -> list[Duty]:
    return duties(_since(), actor().today, journals_in_reach(actor()))


def _all_year() -> list[Duty]:
    """Since the year began: what is not done of long ago is not done yet."""
    today = actor().today
    return duties(the_year(today).starts_on, today, journals_in_reach(actor()))


def _mine(found: list[Duty]) -> list[Duty]:
    """As they stand for oneself: what frees a colleague is that colleague's matter."""
    own = actor().person_id
    return [duty.of(own) for duty in found if own in duty.person_ids]


def _since() -> date:
    """Three weeks; for an operator from the lessons of the control before the last one."""
    today = actor().today
    if actor().role is not Role.OPERATOR:
        return today - LOOK_BACK
    return lessons_judged_by(last_control(today, numbers_on), numbers_on)[0]
