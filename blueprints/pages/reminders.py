"""One's own deadlines on the home page: what is due next, and what the evening before told."""

from flask import flash, redirect, request, url_for

from blueprints import asked
from blueprints.guard import actor, guarded
from blueprints.htmx import fragment, is_fragment
from blueprints.pages.duties import own_now
from models.access.role import Role
from models.base import db
from models.control.deadlines import lessons_judged_by, next_control
from models.control.duty import Duty, by_subject
from models.control.reminder import set_address, unread
from models.control.rule_set import numbers_on
from models.journal.reach import journals_in_reach, taught_by
from models.journal.studying import open_days_in

MOST = 6


def own_journals() -> frozenset[int]:
    """The journals in which the actor writes."""
    who = actor()
    if who.role is Role.TEACHER:
        return taught_by(who.person_id, who.today)
    return journals_in_reach(who) or frozenset()


@guarded("duty.own")
def next_duties():
    """A part of the home page, loaded after it: the nearest deadlines, before they pass."""
    if not is_fragment():
        return redirect(url_for(".own_duties"))
    coming, late = own_now()
    nearest = by_subject(_beside_the_page(coming))
    told = unread(actor().person_id, actor().role, actor().today)
    return fragment(
        "control/_next.html",
        reminders=[(row, left) for row in told if (left := row.left_of([*coming, *late]))],
        others=len(nearest) < len(by_subject(coming)),
        coming=nearest[:MOST],
        more=max(0, len(nearest) - MOST),
        opened=open_days_in(own_journals(), actor().today),
        late=len(by_subject(late)),
    )


def _beside_the_page(coming: list[Duty]) -> list[Duty]:
    """Without what an operator's home page names itself: the lessons of the next control."""
    if actor().role is not Role.OPERATOR:
        return coming
    first, last = lessons_judged_by(next_control(actor().today, numbers_on), numbers_on)
    return [duty for duty in coming if not (duty.lesson_id and first <= duty.on_date <= last)]


@guarded("duty.own")
def read_reminder():
    """Put a reminder away."""
    day = asked.day(request.values.get("due_on"))
    for row in unread(actor().person_id, actor().role, actor().today):
        if row.due_on == day:
            row.read()
    db.session.commit()
    return redirect(url_for(".home"))


@guarded("duty.own")
def remind_by_mail():
    """Where one's own reminders go besides the page."""
    set_address(actor().person_id, request.form.get("email", ""))
    db.session.commit()
    flash("Адрес сохранён" if request.form.get("email", "").strip() else "Писем больше не будет")
    return redirect(url_for(".own_duties"))
