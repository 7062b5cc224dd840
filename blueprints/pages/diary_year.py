"""The school's year as a family needs it: when one learns, when not, and what is moved."""

from flask import render_template

from blueprints.guard import actor, guarded
from blueprints.pages.diary import the_child
from models.school.calendar import terms_of, the_year
from models.school.children import children_of
from models.school.days import year_days
from models.school.year_words import SIGNS_IN_WORDS, class_names, months_of


@guarded("diary.view")
def child_year(student_id: int):
    """The terms and months of a child's grade; of quarantines the own class's alone."""
    child, year = the_child(student_id), the_year(actor().today)
    grades = [child.grade] if child.grade else []
    own = {one: name for one, name in class_names(year).items() if name == child.class_name}
    return render_template(
        "diary/year.html",
        child=child,
        children=children_of(actor()),
        year=year,
        terms=terms_of(year.id, child.grade or 0),
        months=months_of(year_days(year), grades, own) if grades else [],
        signs=SIGNS_IN_WORDS,
        today=actor().today,
    )
