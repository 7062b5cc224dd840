"""Exemptions from blame (clause 5.3): entered by the administrator, read by the director."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from models.audit.author import because
from models.base import db
from models.control.exemption import KINDS, Exemption, exemptions, free
from models.people.employee import Employee
from models.people.person import Person, people_named
from models.refusal import Refused, WrongFields
from models.school.calendar import the_year
from models.school.school import hold_school
from models.school.week import classes_of

LONGEST_REASON = 200


@guarded("exemption.view")
def all_exemptions():
    """The register, the newest first; the administrator finds the form here."""
    return _page({})


@guarded("exemption.enter")
def enter_exemption():
    """Free somebody, or everybody for a stop of the system, for some days."""
    typed = request.form
    hold_school()
    try:
        free(_read(typed), actor().account_id)
    except Refused as refusal:
        problems = refusal.problems if isinstance(refusal, WrongFields) else {}
        return _page(typed, refusal.sentence, problems), 422
    db.session.commit()
    flash("Внесено. Замечания этих дней больше не считаются опозданием.")
    return redirect(url_for(".all_exemptions"))


@guarded("exemption.enter")
def annul_exemption(exemption_id: int):
    """Take back what was entered by mistake."""
    found = find_or_404(Exemption, exemption_id)
    authorize("exemption.enter", found)
    reason = " ".join(request.form.get("reason", "").split())
    if not 0 < len(reason) <= LONGEST_REASON:
        said = f"Напишите, почему освобождение отменяется (до {LONGEST_REASON} знаков)."
        return _page({}, said, annulling=found.id, reason=reason), 422
    with because(db.session, reason):
        found.annul(actor().account_id)
        db.session.flush()
    db.session.commit()
    flash("Запись отменена.")
    return redirect(url_for(".all_exemptions"))


def _read(typed) -> dict:
    people, classes = _people(), _classes()
    person_id, class_id = asked.number(typed.get("person")), asked.number(typed.get("class"))
    if person_id is not None and person_id not in people:
        raise WrongFields({"person_id": "Такого сотрудника нет. Выберите из списка."})
    return {
        "kind": typed.get("kind", ""),
        "person_id": person_id,
        "from_date": asked.day(typed.get("from_date")),
        "until": asked.day(typed.get("until")),
        "class_group_id": class_id if class_id in classes else None,
        "document": typed.get("document", ""),
        "note": typed.get("note", ""),
    }


def _people() -> dict[int, str]:
    rows = db.session.scalars(
        select(Person)
        .join(Employee, Employee.person_id == Person.id)
        .order_by(Person.surname, Person.given)
    )
    return {person.id: person.full_name for person in rows}


def _classes() -> dict[int, str]:
    return {group.id: group.name for group in classes_of(the_year(actor().today).id)}


def _page(typed, sentence: str = "", problems=None, annulling=None, reason="") -> str:
    rows = exemptions()
    return render_template(
        "control/exemptions.html",
        rows=rows,
        names=people_named({row.person_id for row in rows if row.person_id}),
        kinds=KINDS,
        may_enter=actor().granted("exemption.enter"),
        people=_people(),
        classes=_classes(),
        typed=typed,
        sentence=sentence,
        problems=problems or {},
        annulling=annulling,
        reason=reason,
        longest=LONGEST_REASON,
    )
