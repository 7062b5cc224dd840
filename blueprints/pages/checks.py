"""Checks of journals: cells and days worth a look, each with a link to its very place."""

from datetime import timedelta

from flask import render_template, request

from blueprints.guard import actor, guarded
from blueprints.pace import paced
from models.access.pace import SEARCH
from models.control.checks import CHECKS, MOST, suspects
from models.journal.reach import journals_in_reach
from models.school.calendar import the_year

SPANS = {"month": "за 30 дней", "year": "с начала года"}


@guarded("finding.view")
@paced(SEARCH)
def journal_checks():
    """Every check with what it found; none of it is a breach yet."""
    span = request.args.get("span", "month")
    today = actor().today
    month = today - timedelta(days=29)
    first = the_year(today).starts_on if span == "year" else month
    return render_template(
        "control/checks.html",
        found=suspects(first, today, journals_in_reach(actor())),
        checks=CHECKS,
        span=span if span in SPANS else "month",
        spans=SPANS,
        most=MOST,
    )
