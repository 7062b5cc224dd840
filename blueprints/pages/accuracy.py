"""The monthly check of accuracy (5.2(14)): drawn, compared with paper, ticked off one by one."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pace import paced
from blueprints.presentation import printed_at
from blueprints.printing import pdf
from blueprints.room import school
from models import clock
from models.access.pace import EXPORT, PRINT
from models.base import db
from models.control.accuracy import (
    KINDS,
    SIZES,
    AccuracyCheck,
    AccuracyItem,
    accuracy_checks,
    items_of,
)
from models.control.drawing import draw
from models.office.officials import administrator_on
from models.people.account import accounts_named
from models.refusal import Refused
from models.school.school import hold_school

MONTH = timedelta(days=30)


@guarded("accuracy.view")
def all_accuracy():
    """The drawings, and a form for the next one."""
    today = actor().today
    days = {"first": (today - MONTH).isoformat(), "last": today.isoformat(), "size": "24"}
    return _all(days)


def _all(typed, sentence: str = ""):
    return render_template(
        "control/accuracy_all.html",
        rows=accuracy_checks(),
        sizes=SIZES,
        typed=typed,
        sentence=sentence,
        may_draw=actor().granted("accuracy.check"),
        today=actor().today,
    )


@guarded("accuracy.check")
@paced(EXPORT)
def draw_accuracy():
    """Draw records by lot."""
    typed = request.form
    hold_school()
    try:
        first = asked.written_day(typed.get("first"))
        last = min(asked.written_day(typed.get("last")), actor().today)
        made = draw(first, last, asked.number(typed.get("size")) or 0, actor().account_id)
    except Refused as refusal:
        return _all(typed, refusal.sentence), 422
    drawn, wanted = len(items_of(made)), asked.number(typed.get("size")) or 0
    db.session.commit()
    if drawn < wanted:
        flash(f"Выбрано {drawn} из {wanted}: столько записей разных видов есть за эти дни.")
    return redirect(url_for(".accuracy", accuracy_id=made.id))


@guarded("accuracy.view")
def accuracy(accuracy_id: int):
    """One drawing: what stands here, and what the paper says."""
    found = find_or_404(AccuracyCheck, accuracy_id)
    authorize("accuracy.view", found)
    return _page(found)


def _page(found: AccuracyCheck, sentence: str = "", typed=None):
    rows = items_of(found)
    return render_template(
        "control/accuracy.html",
        check=found,
        rows=rows,
        kinds=KINDS,
        names=accounts_named({found.made_by, *(row.compared_by for row in rows)}),
        left=sum(row.matches is None for row in rows),
        wrong=sum(row.matches is False for row in rows),
        may_compare=actor().granted("accuracy.check"),
        sentence=sentence,
        typed=typed or {},
    )


@guarded("accuracy.check")
def compare_accuracy(accuracy_item_id: int):
    """Tick one record off: it is on paper as here, or how it deviates."""
    found = find_or_404(AccuracyItem, accuracy_item_id)
    authorize("accuracy.check", found)
    text, matches = request.form.get("deviation", ""), request.form.get("same") == "1"
    try:
        found.compare(matches, text, actor().account_id)
    except Refused as refusal:
        check = find_or_404(AccuracyCheck, found.check_id)
        return _page(check, refusal.sentence, {"id": found.id, "text": text}), 422
    db.session.commit()
    flash("Отмечено")
    place = url_for(".accuracy", accuracy_id=found.check_id)
    return redirect(f"{place}#item-{found.id}")


@guarded("accuracy.view")
@paced(PRINT)
def printed_accuracy(accuracy_id: int):
    """The list to take to the paper journals, or the protocol of what was compared."""
    found = find_or_404(AccuracyCheck, accuracy_id)
    authorize("accuracy.view", found)
    facts = school()
    said = {None: "", True: "совпадает", False: ""}
    data = {
        "school": facts.name if facts else "",
        "about": f"записи за {found.first:%d.%m.%Y}–{found.last:%d.%m.%Y}",
        "rows": [
            [row.place, KINDS[row.kind], row.stands, said[row.matches] or row.deviation]
            for row in items_of(found)
        ],
        "by": administrator_on(actor().today),
        "printed": printed_at(clock.now()),
    }
    return pdf("accuracy", data, f"Сверка за {found.first:%d.%m.%Y}–{found.last:%d.%m.%Y}")
