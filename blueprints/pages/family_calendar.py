"""The school's year for a family: periods, holidays, moved days, the own class's quarantine."""

from flask import render_template, request

from blueprints.asked import number
from blueprints.guard import actor, guarded
from blueprints.pages.calendar import GRADES
from blueprints.pages.diary import the_child
from models.school.calendar import terms_of, the_year, years
from models.school.children import children_of
from models.school.days import year_days
from models.school.year_words import class_names, months_of


@guarded("diary.view")
def year_of_child(student_id: int):
    """What of the year is not as usual for a pupil, month by month."""
    child = the_child(student_id)
    asked = number(request.args.get("year"))
    now = the_year(actor().today)
    year = next((one for one in years() if one.id == asked), now)
    grades = [child.grade] if child.grade else list(GRADES)
    own = {one: "" for one, name in class_names(year).items() if name == child.class_name}
    months = months_of(year_days(year), grades, own)
    return render_template(
        "diary/year.html",
        child=child,
        children=children_of(actor()),
        year=year,
        others=[one for one in years() if one.id != year.id],
        terms=terms_of(year.id, child.grade) if child.grade else [],
        months=[month for month in months if month.lines],
        today=actor().today,
    )
