"""The operator's home: what is missing before the next control."""

from flask import render_template
from sqlalchemy import select

from blueprints.guard import actor
from models.access.policy import visible
from models.access.role import Role
from models.base import db
from models.control.deadlines import lessons_judged_by, next_control
from models.control.operators import answered_by, stand_ins
from models.control.rule_set import numbers_on
from models.journal.attention import bare_lessons, lessons_held
from models.journal.journal import Journal
from models.office.families import families
from models.office.roles import appointed_classes
from models.office.stops import news_for
from models.school.groups import ClassGroup


def home():
    """The classes of the appointment, the next control day, lessons with nothing in them, and
    whose families have stopped or are informed on paper."""
    today = actor().today
    control = next_control(today, numbers_on)
    first, last = lessons_judged_by(control, numbers_on)
    journals = visible(actor(), Journal).with_only_columns(Journal.id)
    ids = answered_by(actor().person_id, list(db.session.scalars(journals)), control)
    due_until = min(today, last)
    classes = db.session.scalars(
        select(ClassGroup)
        .where(ClassGroup.id.in_(appointed_classes(actor().person_id, Role.OPERATOR.value, today)))
        .order_by(ClassGroup.grade, ClassGroup.letter)
    ).all()
    missing = bare_lessons(ids, first, due_until)
    return render_template(
        "rooms/operator/home.html",
        classes=classes,
        relieved=[s.words(today) for s in stand_ins(actor().person_id, today, control)],
        control=control,
        hour=numbers_on(control).control_hour,
        days_left=(control - today).days,
        missing=missing,
        held=lessons_held(ids, first, due_until),
        period=(first, last),
        stops=news_for(actor().account_id, [group.id for group in classes], today),
        on_paper=[
            family
            for group in classes
            for family in families(today, group.id)
            if not family.is_open
        ],
    )
