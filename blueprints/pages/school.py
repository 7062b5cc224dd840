"""The section «Школа»: what of the school's year one keeps in this room."""

from flask import render_template

from blueprints.guard import guarded


@guarded("school.view")
def school():
    """The parts of the section with what each is for."""
    return render_template("school/index.html")
