"""Class teachers authorised to issue codes to the families of their class (3.1)."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from models.base import db
from models.office.code_issuer import CodeIssuer, authorise, end_authorisation, issuers
from models.office.order import CLASS_TEACHER, Appointment, AppointmentClass
from models.people.person import Person
from models.refusal import Refused
from models.school.groups import ClassGroup, by_grade
from models.school.school import hold_school
from models.school.teaching import within


@guarded("issuer.appoint")
def code_issuers():
    """Class teachers, and who of them issues codes."""
    return _page()


@guarded("issuer.appoint")
def appoint_issuers():
    """Authorise all who are ticked, from a date."""
    hold_school()
    typed = request.form
    ids = [number for text in typed.getlist("person") if (number := asked.number(text))]
    first, until = asked.day(typed.get("first")), asked.day(typed.get("until"))
    try:
        if first is None or (typed.get("until") and until is None):
            raise Refused("Укажите, с какого дня и по какой.")
        made = authorise(ids, first, until, actor().today, actor().account_id)
    except Refused as refusal:
        db.session.rollback()
        return _page(refusal.sentence), 422
    db.session.commit()
    flash(f"Поручено: {made}" if made else "Им это уже поручено.")
    return redirect(url_for(".code_issuers"))


@guarded("issuer.appoint")
def end_issuer(issuer_id: int):
    """From today on this person issues no codes."""
    issuer = find_or_404(CodeIssuer, issuer_id)
    authorize("issuer.appoint", issuer)
    end_authorisation(issuer, actor().today)
    db.session.commit()
    flash("Поручение прекращено")
    return redirect(url_for(".code_issuers"))


def _page(sentence: str = "") -> str:
    rows = issuers()
    today = actor().today
    return render_template(
        "codes/issuers.html",
        teachers=_class_teachers(),
        now={row.person_id: row for row in rows if not row.until or row.until >= today},
        past=[(row, db.session.get(Person, row.person_id)) for row in rows[:50]],
        today=today,
        typed=request.form,
        ticked=request.form.getlist("person"),
        sentence=sentence,
    )


def _class_teachers() -> list[tuple[Person, str]]:
    rows = db.session.execute(
        select(Person, ClassGroup)
        .join(Appointment, Appointment.person_id == Person.id)
        .join(AppointmentClass, AppointmentClass.appointment_id == Appointment.id)
        .join(ClassGroup, ClassGroup.id == AppointmentClass.class_group_id)
        .where(Appointment.duty == CLASS_TEACHER, within(Appointment, actor().today))
    )
    return sorted(((person, group.name) for person, group in rows), key=lambda r: by_grade(r[1]))
