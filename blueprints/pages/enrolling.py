"""Entering a pupil the school does not know yet; who seems to be there already is asked about."""

from flask import render_template, request

from blueprints import asked
from blueprints.forms.movement import TypedMovement, typed_movement
from blueprints.guard import actor, guarded
from blueprints.pages.movements import chosen_class, entered, kept_classes, problems_of, said_of
from blueprints.trace import traced
from models.access.viewing import CARD, About
from models.base import db
from models.office.movement import ARRIVAL
from models.office.moving import enrol
from models.office.newcomer import Alike, Typed, alike, new_pupil
from models.refusal import Refused, WrongFields
from models.school.groups import ClassGroup
from models.school.school import hold_school


class SeemsKnown(Refused):
    """Somebody of that name is in the books: it must be said that this is another."""

    def __init__(self, known: list[Alike]):
        super().__init__("Похоже, такой ученик уже есть. Посмотрите ниже, прежде чем вносить.")
        self.known = known


@guarded("movement.enter")
def new_pupil_form():
    """An empty form; `?class=` is the class it is opened from."""
    today = actor().today.isoformat()
    number = asked.number(request.args.get("class"))
    named = {"class": str(number)} if number else {}
    return _page(TypedMovement({"on_date": today, "day": today} | named))


def _nobody() -> list[About]:
    return [About()]


@guarded("movement.enter")
@traced(CARD, about=_nobody)
def enter_pupil():
    """Enter the pupil and put them on the list of the class; nothing of it where it cannot be."""
    typed = typed_movement(request.form)
    hold_school()
    try:
        moved = _written(typed)
    except Refused as refusal:
        db.session.rollback()
        return _page(typed, refusal), 422
    db.session.commit()
    return entered(moved)


def _written(typed: TypedMovement):
    person, problems = typed_person(typed), {}
    day = typed.day("day")
    if day is None:
        problems["day"] = "Укажите день."
    steps = [lambda: person.checked(actor().today), lambda: said_of(ARRIVAL, typed)]
    if day is not None:
        steps.append(lambda: _own_class(typed, day))
    done = []
    for step in steps:
        try:
            done.append(step())
        except WrongFields as wrong:
            problems |= wrong.problems
    if problems:
        raise WrongFields(problems)
    checked, said, group = done
    known = alike(checked, actor().today)
    if known and not typed.get("sure"):
        raise SeemsKnown(known)
    return enrol(new_pupil(checked), group, day, said)


def _own_class(typed: TypedMovement, day) -> ClassGroup:
    return chosen_class(typed, day)


def typed_person(typed: TypedMovement) -> Typed:
    """The fields of a person in a form."""
    names = (typed.get(name)[:90] for name in ("surname", "given", "patronymic"))
    return Typed(*names, birth_date=typed.day("birth_date"), sex=typed.get("sex"))


def _page(typed: TypedMovement, wrong: Refused | None = None) -> str:
    classes = kept_classes(typed.day("day") or actor().today)
    return render_template(
        "pupils/new.html",
        typed=typed,
        classes=classes,
        known=wrong.known if isinstance(wrong, SeemsKnown) else [],
        **problems_of(wrong),
    )
