"""Stops of the service: operators take note of them, the administrator sees who did."""

from flask import flash, redirect, render_template, url_for

from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.trace import traced
from models.access.viewing import ON_PAPER
from models.base import db
from models.office.paper import FamilyPaper
from models.office.stops import acknowledge, stops_of_year
from models.school.school import hold_school


@guarded("stop.acknowledge")
def acknowledge_stop(paper_id: int):
    """«Принято к сведению»: the operator knows that this family is informed on paper."""
    paper = find_or_404(FamilyPaper, paper_id)
    authorize("stop.acknowledge", paper)
    hold_school()
    acknowledge(paper, actor().account_id)
    db.session.commit()
    flash("Принято к сведению")
    return redirect(url_for(".home"))


@guarded("paper.view")
@traced(ON_PAPER)
def paper_stops():
    """The stops of this school year, and which operators know of them (5.2 resp. 7)."""
    return render_template("papers/stops.html", stops=stops_of_year(actor().today))
