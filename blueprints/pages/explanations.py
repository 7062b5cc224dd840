"""What was said of findings: it goes to the administrator, who takes note of it (5.2, 5.3)."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for

from blueprints.guard import actor, authorize, find_or_404, guarded
from models.base import db
from models.control.checks.kinds import CHECKS
from models.control.explanation import Explanation, explanations
from models.control.rules import RULES
from models.people.account import accounts_named
from models.people.person import people_named

LOOK_BACK = timedelta(days=90)


@guarded("explanation.view")
def all_explanations():
    """Those that wait first, then those read in the last months."""
    rows = explanations(actor().today - LOOK_BACK)
    return render_template(
        "control/explanations.html",
        rows=rows,
        waits=[row for row in rows if row.read_at is None],
        people=people_named({row.person_id for row in rows}),
        accounts=accounts_named({row.read_by for row in rows}),
        titles={name: rule.finding for name, rule in RULES.items()}
        | {name: check.title for name, check in CHECKS.items()},
        may_read=actor().granted("explanation.read"),
    )


@guarded("explanation.read")
def read_explanation(explanation_id: int):
    """The administrator has read it."""
    found = find_or_404(Explanation, explanation_id)
    authorize("explanation.read", found)
    found.take_note(actor().account_id)
    db.session.commit()
    return redirect(url_for(".all_explanations"))


@guarded("explanation.read")
def read_explanations():
    """All that wait are read."""
    waits = [row for row in explanations(actor().today) if row.read_at is None]
    for row in waits:
        row.take_note(actor().account_id)
    db.session.commit()
    flash(f"Прочитано: {len(waits)}")
    return redirect(url_for(".all_explanations"))
