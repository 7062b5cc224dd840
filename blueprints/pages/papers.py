"""Applications and consents: the register by class, and entering a row in one press."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.trace import traced
from models.access.viewing import FAMILIES, ON_PAPER, PAPERS
from models.base import db
from models.office.families import Family, families, state_counts
from models.office.paper import FORMS
from models.office.papering import take_both
from models.office.standing import STATES
from models.refusal import Refused
from models.school.calendar import the_year
from models.school.groups import ClassGroup, by_grade
from models.school.school import hold_school


@guarded("paper.view")
@traced(FAMILIES)
def papers():
    """Every class with how many of its families are where; or families in one state."""
    state = request.args.get("state", "")
    everybody = families(actor().today)
    return render_template(
        "papers/index.html",
        classes=_by_class(everybody),
        total=state_counts(everybody),
        state=state if state in STATES else "",
        states=STATES,
        lines=[
            (family, member)
            for family in everybody
            for member in family.members
            if member.standing.state == state
        ],
        forms=FORMS,
    )


def _by_class(everybody: list[Family]) -> list[dict]:
    """A line per class: pupils, families that read, family members by state."""
    lines: dict[int, list[Family]] = {}
    for family in everybody:
        lines.setdefault(family.class_id, []).append(family)
    return [
        {
            "id": class_id,
            "name": own[0].class_name,
            "pupils": len(own),
            "open": sum(family.is_open for family in own),
            "states": state_counts(own),
        }
        for class_id, own in lines.items()
    ]


@guarded("paper.view")
@traced(ON_PAPER, detail=("class",))
def paper_families():
    """The families informed on paper, class by class (6.3)."""
    chosen = request.args.get("class", "")
    everybody = [family for family in families(actor().today) if not family.is_open]
    return render_template(
        "papers/on_paper.html",
        families=[f for f in everybody if not chosen or f.class_name == chosen],
        classes=sorted({f.class_name for f in everybody}, key=by_grade),
        chosen=chosen,
    )


@guarded("paper.view")
@traced(PAPERS)
def class_papers(class_group_id: int):
    """The families of one class, with a box for each and one date."""
    found = find_or_404(ClassGroup, class_group_id)
    authorize("paper.view", found)
    return _class_page(found)


@guarded("paper.take")
@traced(PAPERS)
def take_class_papers(class_group_id: int):
    """Enter application and consent for all who are ticked, or for the one whose button was
    pressed; what is wrong is said and nothing of the form is lost."""
    found = find_or_404(ClassGroup, class_group_id)
    authorize("paper.take", found)
    hold_school()
    one = request.form.get("one")
    keys = [one] if one else request.form.getlist("who")
    day = asked.day(request.form.get("day"))
    try:
        if day is None:
            raise Refused("Укажите дату, когда бумаги приняты.")
        taken = take_both(found.id, keys, day, actor().today, actor().account_id)
    except Refused as refusal:
        return _class_page(found, refusal.sentence, keys), 422
    db.session.commit()
    flash(f"Записано: {_said(len(taken))} от {day:%d.%m.%Y}" if taken else "Всё уже было записано.")
    return redirect(url_for(".class_papers", class_group_id=found.id, day=day.isoformat()))


def _said(number: int) -> str:
    return f"заявлений и согласий по {number}" if number > 1 else "заявление и согласие"


def _class_page(found: ClassGroup, sentence: str = "", ticked: list[str] | None = None) -> str:
    own = families(actor().today, found.id)
    day = asked.day(request.values.get("day")) or actor().today
    return render_template(
        "papers/class.html",
        group=found,
        families=own,
        counts=state_counts(own),
        states=STATES,
        day=day,
        today=actor().today,
        ticked=ticked or [],
        sentence=sentence,
        around=_neighbours(found),
    )


def _neighbours(found: ClassGroup) -> tuple[ClassGroup | None, ClassGroup | None]:
    """The classes before and after in the school's order: papers are entered class by class."""
    year = the_year(actor().today)
    rows = db.session.scalars(select(ClassGroup).where(ClassGroup.year_id == year.id)).all()
    rows = sorted(rows, key=lambda row: by_grade(row.name))
    place = next((n for n, row in enumerate(rows) if row.id == found.id), None)
    if place is None:
        return None, None
    before = rows[place - 1] if place else None
    return before, rows[place + 1] if place + 1 < len(rows) else None
