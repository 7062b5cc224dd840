"""Printable forms of applications and consents: blank, or with the names of a class."""

from flask import abort, render_template

from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pace import paced
from blueprints.printing import pdf
from blueprints.room import school
from blueprints.trace import traced
from models.access.pace import PRINT
from models.access.viewing import FORMS
from models.office.families import Family, Member, families
from models.office.paper import GIVEN, TITLES
from models.refusal import Refused
from models.school.groups import ClassGroup


@guarded("paper.view")
def paper_forms():
    """The forms there are."""
    return render_template("papers/forms.html", titles=TITLES)


@guarded("paper.view")
@paced(PRINT)
def blank_form(kind: str):
    """One empty form."""
    if kind not in TITLES:
        abort(404)
    empty = {"kind": kind, "parent": "", "phone": "", "child": "", "class": ""}
    return _printed([empty], f"Бланк, {TITLES[kind]}")


@guarded("paper.view")
@paced(PRINT)
@traced(FORMS)
def class_forms(class_group_id: int):
    """For each family member of a class what still lacks, with the names filled in."""
    found = find_or_404(ClassGroup, class_group_id)
    authorize("paper.view", found)
    own = [
        _filled(kind, family, member)
        for family in families(actor().today, found.id)
        for member in family.members
        if member.standing.state in ("nothing", "lacking")
        for kind in GIVEN
        if TITLES[kind] in member.standing.lacks
    ]
    if not own:
        raise Refused("В этом классе бланки никому не нужны: бумаги есть или семья отказалась.")
    return _printed(own, f"Бланки {found.name}")


def _filled(kind: str, family: Family, member: Member) -> dict:
    return {
        "kind": kind,
        "parent": member.name,
        "phone": member.phone,
        "child": family.name,
        "class": family.class_name,
    }


def _printed(forms: list[dict], name: str):
    facts = school()
    data = {"school": facts.name if facts else "", "address": facts.address if facts else ""}
    return pdf("forms", data | {"forms": forms}, name)
