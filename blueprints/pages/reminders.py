"""One's own deadlines on the home page: what is due next, and what the evening before told."""

from flask import flash, redirect, request, url_for

from blueprints import asked
from blueprints.guard import actor, guarded
from blueprints.htmx import fragment, is_fragment
from blueprints.pages.duties import own_and_all
from models import clock
from models.base import db
from models.control.duty import OPEN, by_subject, coming
from models.control.reminder import set_address, unread

MOST = 6


@guarded("duty.own")
def next_duties():
    """A part of the home page, loaded after it: the nearest deadlines, before they pass."""
    if not is_fragment():
        return redirect(url_for(".own_duties"))
    mine, now = own_and_all()[0], clock.now()
    ahead = by_subject(coming(mine, now))
    return fragment(
        "control/_next.html",
        reminders=unread(actor().person_id, actor().role, actor().today),
        coming=ahead[:MOST],
        more=max(0, len(ahead) - MOST),
        late=len(by_subject(duty for duty in mine if duty.state(now) == OPEN)),
    )


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
