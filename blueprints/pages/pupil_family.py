"""Parents of a pupil, written down one by one: of who came by order, not with a list."""

from flask import flash, redirect, request, url_for

from blueprints.guard import authorize, find_or_404, guarded
from blueprints.pages.pupil_card import FAMILY, refused
from blueprints.trace import traced
from models.access.viewing import CARD
from models.base import db
from models.office.new_parent import TypedParent, add_parent
from models.people.student import Student
from models.refusal import Refused
from models.school.school import hold_school

_FIELDS = tuple(TypedParent.__dataclass_fields__)


@guarded("pupil.keep")
@traced(CARD)
def enter_parent(student_id: int):
    """Write a parent down; papers and a code come after."""
    student = find_or_404(Student, student_id)
    authorize("pupil.keep", student)
    hold_school()
    try:
        typed = TypedParent(*(request.form.get(name, "")[:300] for name in _FIELDS)).checked()
        add_parent(student.id, typed)
    except Refused as refusal:
        return refused(student_id, FAMILY, refusal)
    db.session.commit()
    flash("Родитель записан. Доступ к дневнику откроют заявление и согласие.")
    return redirect(url_for(".pupil", student_id=student_id))
