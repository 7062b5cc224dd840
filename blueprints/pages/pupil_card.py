"""A pupil's card: name, lists and orders, certificates, encouragements, brought marks."""

from datetime import timedelta

from flask import abort, flash, redirect, render_template, request, url_for

from blueprints import asked
from blueprints.forms.movement import TypedMovement, typed_movement
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pages.enrolling import typed_person
from blueprints.pages.movements import HEADS, problems_of
from blueprints.room import school
from blueprints.trace import traced
from models.access.policy import may
from models.access.viewing import CARD
from models.base import db
from models.journal.brought_mark import BroughtMark, bring_marks, brought_by, courses_studied
from models.journal.certificate import CODES, Certificate, certificates_of
from models.journal.certifying import Paper, annul_certificate, take_certificate
from models.journal.paper_days import absences_named, marks_on
from models.office.encouragement import (
    Encouragement,
    annul_entry,
    encourage,
    encouragements_of,
)
from models.office.movement import DEPARTURE, HOME, LEAVE, RETURN, TRANSFER, movements_of
from models.office.new_parent import parents_of
from models.office.newcomer import StalePerson, correct_person, person_seen
from models.office.pupil_reach import keeps
from models.office.register import elsewhere_on
from models.people.guardian import KINDS
from models.people.student import Student
from models.refusal import Refused
from models.school.attended import listings
from models.school.roster import class_of
from models.school.school import hold_school
from models.school.studied import studies_of
from models.school.subject import Course

NAMES, CERTIFICATE, ENCOURAGEMENT, BROUGHT = "names", "certificate", "encouragement", "brought"
FAMILY = "family"


@guarded("pupil.view")
@traced(CARD)
def pupil(student_id: int):
    """The card of one pupil."""
    return _page(the_pupil(student_id, "pupil.view"))


def the_pupil(student_id: int, action: str) -> Student:
    found = find_or_404(Student, student_id)
    authorize(action, found)
    return found


def _page(student: Student, form: str = "", wrong: Refused | None = None) -> str:
    """The card; `form` names the form that was refused, which keeps what was typed."""
    today = actor().today
    own = class_of(student.id, today)
    person, moved = student.person, movements_of(student.id)
    return render_template(
        "pupils/card.html",
        student=student,
        person=person,
        seen=person_seen(person),
        own=own,
        where=elsewhere_on([student.id], today).get(student.id, "") if own else "",
        listings=listings(student.id),
        movements=moved,
        correctable={one.id for one in moved if _may_correct(one)},
        parents=parents_of(student.id),
        kin=KINDS,
        certificates=certificates_of(student.id),
        encouragements=encouragements_of(student.id),
        brought=brought_by(student.id),
        studies=studies_of(student.id),
        week_on=today + timedelta(days=7),
        courses=courses_studied(student.id, today),
        codes=CODES,
        turns=school().rule("certificate_turns"),
        heads={kind: HEADS[kind] for kind in _offered(own)},
        today=today,
        keeps=keeps(actor(), student.id),
        form=form,
        typed=typed_movement(request.form) if form == NAMES else _named(person),
        papers=request.form if form else {},
        may_see_person=actor().granted("person.view"),
        **problems_of(wrong),
    )


def _may_correct(moved) -> bool:
    return actor().granted("movement.enter") and may(actor(), "movement.enter", moved)


def _offered(own) -> tuple[str, ...]:
    return (TRANSFER, DEPARTURE, HOME, LEAVE) if own else (RETURN,)


def _named(person) -> TypedMovement:
    born = person.birth_date.isoformat() if person.birth_date else ""
    names = {key: getattr(person, key) for key in ("surname", "given", "patronymic")}
    return TypedMovement(names | {"birth_date": born, "sex": person.sex or ""})


def back(student_id: int, said: str):
    db.session.commit()
    flash(said)
    return redirect(url_for(".pupil", student_id=student_id))


def refused(student_id: int, form: str, refusal: Refused, status: int = 422):
    """The card with the form that was refused, and what was typed into it."""
    db.session.rollback()
    return _page(db.session.get(Student, student_id), form, refusal), status


@guarded("pupil.keep")
@traced(CARD)
def correct_names(student_id: int):
    """Put name, birthday and sex right."""
    student = the_pupil(student_id, "pupil.keep")
    hold_school()
    try:
        typed = typed_person(typed_movement(request.form)).checked(actor().today)
        changed = correct_person(student.person, typed, request.form.get("seen", ""))
    except StalePerson as stale:
        return refused(student_id, NAMES, stale, 409)
    except Refused as refusal:
        return refused(student_id, NAMES, refusal)
    return back(student_id, "Сохранено" if changed else "Менять было нечего.")


@guarded("certificate.enter")
@traced(CARD)
def enter_certificate(student_id: int):
    """Absences of some days are excused by a paper."""
    student, form = the_pupil(student_id, "certificate.enter"), request.form
    days = (asked.day(form.get(name)) for name in ("first", "until"))
    paper = Paper(*days, form.get("code", ""), form.get("number", "")[:60], _day(form))
    hold_school()
    try:
        row = take_certificate(student.id, paper, school(), actor().today, actor().account_id)
    except Refused as refusal:
        return refused(student_id, CERTIFICATE, refusal)
    return back(student_id, f"Внесена {row.name}. {_done(row)}".strip())


def _done(row: Certificate) -> str:
    """What a certificate changed, and which marks stand on its days: they stay."""
    said = [marks_on(row.student_id, row.from_date, row.until)]
    if school().rule("certificate_turns"):
        named = f" ({absences_named(row.turned)})" if row.turned else ""
        said.insert(0, f"Пропусков изменено: {len(row.turned)}{named}.")
    return " ".join(part for part in said if part)


def _day(form):
    return asked.day(form.get("on_date"))


def own_paper(model, row_id: int, student_id: int, action: str):
    """A paper of this very pupil."""
    found = find_or_404(model, row_id)
    if found.student_id != student_id:
        abort(404)
    authorize(action, found)
    return found


def annulled(row, annul, form: str, said: str):
    """Take an entry back for the reason typed; refused, the card comes back with the reason."""
    student_id, row_id = row.student_id, row.id
    hold_school()
    try:
        annul(row, request.form.get("why", ""), actor().account_id)
    except Refused as refusal:
        return refused(student_id, f"{form}-{row_id}", refusal)
    return back(student_id, said)


@guarded("certificate.enter")
@traced(CARD)
def annul_absence_paper(student_id: int, certificate_id: int):
    """Take a certificate back, and what it changed."""
    row = own_paper(Certificate, certificate_id, student_id, "certificate.enter")
    return annulled(
        row, annul_certificate, CERTIFICATE, "Справка отменена, пропуски стали прежними."
    )


@guarded("certificate.enter")
@traced(CARD)
def enter_brought(student_id: int):
    """Marks of a certificate: from hospital, a sanatorium or the former school."""
    student, form = the_pupil(student_id, "certificate.enter"), request.form
    course = db.session.get(Course, asked.number(form.get("course")) or 0)
    said = (form.get("marks", "")[:80], form.get("document", "")[:120])
    hold_school()
    try:
        rows = bring_marks(
            student.id, course, _day(form), *said, school(), actor().today, actor().account_id
        )
    except Refused as refusal:
        return refused(student_id, BROUGHT, refusal)
    return back(student_id, f"Внесено отметок: {len(rows)}. Учитель видит их в журнале.")


@guarded("certificate.enter")
@traced(CARD)
def annul_brought(student_id: int, brought_id: int):
    """Take a brought mark back."""
    row = own_paper(BroughtMark, brought_id, student_id, "certificate.enter")
    return annulled(row, annul_entry, BROUGHT, "Отметка по справке отменена.")


@guarded("encouragement.enter")
@traced(CARD)
def enter_encouragement(student_id: int):
    """An encouragement, which the family reads."""
    student, form = the_pupil(student_id, "encouragement.enter"), request.form
    said = (form.get("text", "")[:400], form.get("document", "")[:120])
    hold_school()
    try:
        encourage(student.id, _day(form), *said, actor().today, actor().account_id)
    except Refused as refusal:
        return refused(student_id, ENCOURAGEMENT, refusal)
    return back(student_id, "Поощрение внесено. Семья видит его в дневнике.")


@guarded("encouragement.enter")
@traced(CARD)
def annul_encouragement(student_id: int, encouragement_id: int):
    """Take an encouragement back."""
    row = own_paper(Encouragement, encouragement_id, student_id, "encouragement.enter")
    return annulled(row, annul_entry, ENCOURAGEMENT, "Поощрение отменено.")
