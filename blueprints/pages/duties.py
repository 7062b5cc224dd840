"""«Сроки»: what a teacher or an operator owes, nearest first, and what was late."""

from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for

from blueprints.guard import actor, guarded
from blueprints.htmx import fragment, is_fragment
from jobs import mail
from models import clock
from models.access.role import Role
from models.base import db
from models.control.deadlines import last_control, lessons_judged_by, next_control
from models.control.duties import duties
from models.control.duty import OPEN, Duty, by_class, by_subject, coming, findings, tally
from models.control.explanation import explain
from models.control.numbers import WORKING
from models.control.operators import stand_ins
from models.control.operators_work import operators_work
from models.control.rule_set import numbers_on
from models.journal.reach import journals_in_reach
from models.people.person import Person, people_named
from models.refusal import Refused
from models.school.calendar import current_term, terms_of, the_year
from models.school.year_words import class_names

LOOK_BACK = timedelta(days=21)
MOST = 60  # of a class, or of a list that is not divided by classes
MOST_FREE_IN_A_ROW = 14  # days of holidays that a count of working days may hold
FEW = 12  # so many stand in one list; more are divided by classes


@guarded("duty.own")
def own_duties():
    """One's own deadlines to come and those that are past; a class teacher's class below."""
    return _page(_recent())


@guarded("duty.own")
def earlier_duties():
    """What is not done of long ago: a part of the page, loaded after it; without a script a page
    of its own."""
    found = _all_year()
    if not is_fragment():
        return _page(found, whole=True)
    told = _earlier(_mine(found), found)
    return fragment("control/_earlier.html", typed={}, opened=False, whole=False, **told)


@guarded("duty.own")
def explain_duty():
    """Say why something was or, of an operator's, will be late: the administrator reads it."""
    form, found, now = request.form, _all_year(), clock.now()
    mine = _mine(found)
    explicable = findings(mine, now) + [d for d in coming(mine, now) if d.is_explained_beforehand]
    about = [duty for duty in explicable if duty.key == form.get("key")]
    if not about:
        return _refused(found, "Этого замечания больше нет: обновите страницу.")
    try:
        for duty in about:
            explain(duty, form.get("text", ""), actor().person_id)
    except Refused as refusal:
        return _refused(found, refusal.sentence)
    db.session.commit()
    flash("Объяснение записано: его прочтёт администратор журнала.")
    return redirect(url_for(".own_duties"))


def _refused(found: list[Duty], sentence: str):
    return _page(found, whole=True, sentence=sentence, typed=request.form), 422


def _page(found: list[Duty], whole: bool = False, sentence: str = "", typed=None) -> str:
    """`whole`: what was found is of the whole year, and all of it is told at once."""
    now, since, typed = clock.now(), _since(), typed or {}
    every = _mine(found)
    mine = [duty for duty in every if duty.on_date >= since]
    late = findings(mine, now)
    class_late = by_subject(_open_of_others(found, every, since, now))[:MOST]
    person = db.session.get(Person, actor().person_id)
    return render_template(
        "control/own.html",
        relieved=_relieved(since),
        email=typed.get("email", person.email or ""),
        letters=mail.is_on(),
        coming=_by_class(coming(every, now)),
        not_done=_by_class([d for d in late if d.done_at is None]),
        has_before=since > the_year(actor().today).starts_on,
        whole=whole,
        opened=whole,
        done=by_subject(d for d in late if d.done_at is not None)[:MOST],
        class_late=class_late,
        people=people_named({who for rows in class_late for d in rows for who in d.person_ids}),
        total=tally(mine, now),
        sentence=sentence,
        typed=typed,
        beforehand=actor().role is Role.OPERATOR,
        **_earlier(every, found if whole else None),
    )


def _earlier(every: list[Duty], all_year: list[Duty] | None) -> dict:
    """What is not done of long ago, told only where all the year's duties were found."""
    now, since = clock.now(), _since()
    undone = [duty for duty in findings(every, now) if duty.done_at is None]
    before = [duty for duty in undone if duty.on_date < since and all_year is not None]
    told = {"earlier": _by_class(before), "since": since, "now": now, "most": MOST}
    is_clean = all(duty.on_date < since for duty in undone)
    return told | {"clean": is_clean} | (_own_work(all_year) if all_year is not None else {})


def _own_work(all_year: list[Duty]) -> dict:
    """An operator's own figures of the quarter, as the administrator and the commission read
    them."""
    if actor().role is not Role.OPERATOR:
        return {}
    today = actor().today
    term = current_term(terms_of(the_year(today).id, 5), today)
    since = term.starts_on if term else the_year(today).starts_on
    judged = [duty for duty in all_year if duty.on_date >= since]
    rows = operators_work(since, today, judged)
    work = next((row for row in rows if row.person_id == actor().person_id), None)
    return {"work": work, "work_since": since}


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


def own_now() -> tuple[list[Duty], list[Duty]]:
    """One's own deadlines to come, the nearest first, and what of the last weeks is open."""
    mine, now, since = _mine(_recent()), clock.now(), _since()
    late = [duty for duty in mine if duty.on_date >= since and duty.state(now) == OPEN]
    return coming(mine, now), late


def _open_of_others(found: list[Duty], mine: list[Duty], since: date, now) -> list[Duty]:
    """What colleagues have of late not done in one's class: what they did late is between them
    and the administrator."""
    own = {(duty.rule_name, duty.key) for duty in mine}
    recent = (duty for duty in found if duty.on_date >= since)
    others = [duty for duty in recent if (duty.rule_name, duty.key) not in own]
    return [duty for duty in findings(others, now) if duty.done_at is None]


def _recent() -> list[Duty]:
    """Of the last weeks; marks of the year's periods all, for those of exams may be waited for
    longer."""
    today = actor().today
    reach = journals_in_reach(actor())
    return duties(_since(), today, reach, periods_from=the_year(today).starts_on)


def _all_year() -> list[Duty]:
    """Since the year began: what is not done of long ago is not done yet."""
    today = actor().today
    return duties(the_year(today).starts_on, today, journals_in_reach(actor()))


def _mine(found: list[Duty]) -> list[Duty]:
    """As they stand for oneself: what frees a colleague is that colleague's matter."""
    own = actor().person_id
    return [duty.of(own) for duty in found if own in duty.person_ids]


def _since() -> date:
    """Three weeks, or as long as the school lets wait for a work's marks; for an operator from the
    lessons of the control before the last one."""
    today = actor().today
    numbers = numbers_on(today)
    if actor().role is Role.OPERATOR:
        return lessons_judged_by(last_control(today, numbers_on), numbers_on)[0]
    free = numbers.work_days + MOST_FREE_IN_A_ROW if numbers.days == WORKING else 0
    return today - max(LOOK_BACK, timedelta(days=numbers.work_days + free))
