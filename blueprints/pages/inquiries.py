"""The director asks the administrator about a cause; the answer stands beside it (5.1)."""

from datetime import datetime, timedelta

from flask import flash, redirect, render_template, request, session, url_for

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from models import clock
from models.base import db
from models.control.inquiry import (
    DAYS_TO_ANSWER,
    Inquiry,
    answered_since,
    inquire,
    inquiries,
)
from models.people.account import accounts_named
from models.refusal import Refused, WrongFields
from models.school.school import hold_school

FORTNIGHT = timedelta(days=14)
READ = "inquiries_read"  # in the session: when the answers were last looked at


def unread_answers() -> list[Inquiry]:
    """Answers of the last fortnight that who asked has not looked at in this session."""
    if not actor().granted("inquiry.ask"):
        return []
    since = clock.now() - FORTNIGHT
    if READ in session:
        since = max(since, datetime.fromisoformat(session[READ]))
    return answered_since(actor().account_id, since)


@guarded("inquiry.view")
def all_inquiries():
    """Questions and answers; the director finds the form here, filled by what was looked at."""
    about = request.args.get("about", "")[:120]
    due_on = (actor().today + DAYS_TO_ANSWER).isoformat()
    if actor().granted("inquiry.ask"):
        session[READ] = clock.now().isoformat()
    return _page({"about": about, "due_on": due_on})


@guarded("inquiry.ask")
def ask_inquiry():
    """Ask the administrator."""
    typed = request.form
    hold_school()
    try:
        words = (typed.get("about", ""), typed.get("text", ""))
        inquire(*words, asked.day(typed.get("due_on")), actor().account_id)
    except Refused as refusal:
        problems = refusal.problems if isinstance(refusal, WrongFields) else {}
        return _page(typed, refusal.sentence, problems), 422
    db.session.commit()
    flash("Запрос отправлен администратору. Ответ появится здесь.")
    return redirect(url_for(".all_inquiries"))


@guarded("inquiry.answer")
def answer_inquiry(inquiry_id: int):
    """Answer the director."""
    found = find_or_404(Inquiry, inquiry_id)
    authorize("inquiry.answer", found)
    hold_school()
    try:
        found.reply(request.form.get("answer", ""), actor().account_id)
    except Refused as refusal:
        typed = {"answer": request.form.get("answer", ""), "id": inquiry_id}
        return _page(typed, refusal.sentence), 422
    db.session.commit()
    flash("Ответ записан, директор его увидит.")
    return redirect(url_for(".all_inquiries"))


def _page(typed, sentence: str = "", problems=None) -> str:
    rows = inquiries()
    return render_template(
        "control/inquiries.html",
        rows=rows,
        names=accounts_named({one for row in rows for one in (row.asked_by, row.answered_by)}),
        may_ask=actor().granted("inquiry.ask"),
        may_answer=actor().granted("inquiry.answer"),
        typed=typed,
        sentence=sentence,
        problems=problems or {},
        today=actor().today,
    )
