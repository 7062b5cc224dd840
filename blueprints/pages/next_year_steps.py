"""The steps into the next year: order, classes, pupils, teaching. Each keeps its answers."""

from flask import flash, redirect, request, url_for

from blueprints import asked
from blueprints.guard import actor, guarded
from blueprints.pages.next_year import Seen, kept_rollover, order_page, seen, shown
from blueprints.trace import traced
from models.access.viewing import PUPILS
from models.base import db
from models.office.rollover.answering import (
    CLASS_PARTS,
    StaleAnswers,
    answer_classes,
    answer_order,
    answer_pupils,
    answer_teaching,
    into,
    parts_seen,
    pupils_seen,
    teaching_seen,
)
from models.office.rollover.facts import OldClass
from models.office.rollover.plan import fresh_names, next_name
from models.office.rollover.teaching import class_lines
from models.refusal import Refused, WrongFields

SAVED = "Сохранено."


@guarded("rollover.keep")
def save_next_order():
    """Keep the order and the last day of those who leave."""
    kept = kept_rollover()
    try:
        answer_order(kept, seen().look.facts, request.form, actor().today)
    except WrongFields as wrong:
        db.session.rollback()
        return order_page(request.form, wrong.sentence, wrong.problems), 422
    except StaleAnswers as stale:
        db.session.rollback()
        return order_page(request.form, stale.sentence), 409
    return _kept(".next_classes")


def _status(refusal: Refused) -> int:
    return 409 if isinstance(refusal, StaleAnswers) else 422


def _kept(endpoint: str, **where):
    db.session.commit()
    flash(SAVED)
    return redirect(url_for(endpoint, **where))


@guarded("rollover.keep")
def next_classes():
    """The next name of each class: the same name twice makes one class of two."""
    return _classes_page()


def _classes_page(typed=None, sentence: str = "", problems=None):
    found = seen()
    facts = found.look.facts
    kept = {f"next-{c.id}": next_name(c, facts, found.answers) for c in facts.classes}
    kept["fresh"] = ", ".join(fresh_names(facts, found.answers))
    return shown(
        "classes.html",
        found,
        typed=typed or kept,
        kept_fields=kept,
        version=parts_seen(found.answers, CLASS_PARTS),
        sentence=sentence,
        problems=problems or {},
    )


@guarded("rollover.keep")
def save_next_classes():
    """Keep the names."""
    kept = kept_rollover()
    try:
        answer_classes(kept, seen().look.facts, request.form)
    except WrongFields as wrong:
        db.session.rollback()
        return _classes_page(request.form, wrong.sentence, wrong.problems), 422
    except StaleAnswers as stale:
        db.session.rollback()
        return _classes_page(request.form, stale.sentence), 409
    return _kept(".next_pupils")


@guarded("rollover.keep")
@traced(PUPILS, detail=("class",))
def next_pupils():
    """The pupils of one class: with the class, to another one, once more, or away."""
    return _pupils_page()


def _pupils_page(sentence: str = "", typed=None):
    found = seen()
    own = _own_class(found)
    places = found.look.plan.of_class(own.id) if own else []
    return shown(
        "pupils.html",
        found,
        own=own,
        places=places,
        typed=typed,
        sentence=sentence,
        version=pupils_seen(found.answers, [place.pupil.id for place in places]),
        told=found.answers.get("pupils", {}),
        next_name=next_name(own, found.look.facts, found.answers) if own else "",
        into=into(found.look.plan, own.grade) if own else [],
    )


def _own_class(found: Seen) -> OldClass | None:
    classes = found.look.facts.classes
    wanted = asked.number(request.args.get("class"))
    return next((c for c in classes if c.id == wanted), next(iter(classes), None))


@guarded("rollover.keep")
@traced(PUPILS, detail=("class",))
def save_next_pupils():
    """Keep what becomes of the pupils of one class, and go to the next one."""
    kept, found = kept_rollover(), seen()
    own = _own_class(found)
    if own is None:
        return _kept(".next_year_plan")
    try:
        answer_pupils(kept, found.look.facts, found.look.plan, own.id, request.form)
    except Refused as refusal:
        db.session.rollback()
        return _pupils_page(refusal.sentence, request.form), _status(refusal)
    classes = [one.id for one in found.look.facts.classes]
    after = classes[classes.index(own.id) + 1 :]
    return _kept(".next_pupils", **{"class": after[0]}) if after else _kept(".next_teaching")


@guarded("rollover.keep")
def next_teaching():
    """Who teaches one class of the next year: proposed, to be changed or confirmed."""
    return _teaching_page()


def _teaching_page(sentence: str = "", typed=None):
    found = seen()
    name = _new_class(found)
    lines = class_lines(found.look.lines, name)
    return shown(
        "teaching.html",
        found,
        name=name,
        lines=lines,
        typed=typed,
        sentence=sentence,
        version=teaching_seen(found.answers, lines),
        staff=found.look.facts.staff,
        courses=found.look.facts.courses,
        open_lines={
            one: sum(1 for line in class_lines(found.look.lines, one) if line.employee_id is None)
            for one in found.look.plan.classes
        },
    )


def _new_class(found: Seen) -> str:
    names = list(found.look.plan.classes)
    wanted = request.args.get("class")
    return wanted if wanted in names else next(iter(names), "")


@guarded("rollover.keep")
def save_next_teaching():
    """Keep the teachers of one class, and go to the next one."""
    kept, found = kept_rollover(), seen()
    name = _new_class(found)
    lines = class_lines(found.look.lines, name)
    try:
        answer_teaching(kept, found.look.facts, lines, request.form)
    except Refused as refusal:
        db.session.rollback()
        return _teaching_page(refusal.sentence, request.form), _status(refusal)
    names = list(found.look.plan.classes)
    after = names[names.index(name) + 1 :] if name else []
    return _kept(".next_teaching", **{"class": after[0]}) if after else _kept(".next_year_plan")
