"""The teacher's home: today's lessons, and what is not filled in."""

from datetime import timedelta

from flask import render_template
from sqlalchemy import select

from blueprints.guard import actor
from models.base import db
from models.journal.attention import lessons_of_teacher, unfilled_of_teacher
from models.people.employee import Employee
from models.school.timetable import WEEKDAYS

LOOK_BACK = timedelta(days=21)


def home():
    """Today's lessons in order, then the lessons of the last weeks that lack something."""
    today = actor().today
    me = db.session.scalar(select(Employee.id).where(Employee.person_id == actor().person_id))
    return render_template(
        "rooms/teacher/home.html",
        day=f"{WEEKDAYS[today.weekday()]}, {today:%d.%m}",
        lessons=lessons_of_teacher(me, today) if me else [],
        unfilled=unfilled_of_teacher(me, today - LOOK_BACK, today - timedelta(days=1))
        if me
        else [],
    )
