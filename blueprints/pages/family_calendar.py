"""The school's year for a family: periods, holidays, moved days, the own class's quarantine."""

from flask import render_template, request

from blueprints.asked import number
from blueprints.guard import actor, guarded
from blueprints.pages.calendar import GRADES, months_of
from blueprints.pages.diary import the_child
from models.school.calendar import terms_of, the_year, years
from models.school.children import children_of
from models.school.days import year_days


@guarded("diary.view")
def year_of_child(student_id: int):
    """What of the year is not as usual for a pupil, month by month."""
    child = the_child(student_id)
    asked = number(request.args.get("year"))
    now = the_year(actor().today)
    year = next((one for one in years() if one.id == asked), now)
    months = months_of(year_days(year), [child.grade] if child.grade else list(GRADES))
    for month in months:
        month["lines"] = [one for one in month["lines"] if _concerns(one, child.class_name)]
    return render_template(
        "diary/year.html",
        child=child,
        children=children_of(actor()),
        year=year,
        others=[one for one in years() if one.id != year.id],
        terms=terms_of(year.id, child.grade) if child.grade else [],
        months=[month for month in months if month["lines"]],
        today=actor().today,
    )


def _concerns(line, class_name: str) -> bool:
    """Quarantine is told to the class it is about; the rest is of the pupil's grade already."""
    return line.kind != "quarantine" or line.whom == class_name
