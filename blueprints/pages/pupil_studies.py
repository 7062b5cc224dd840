"""Certificates of study elsewhere (5.4): they open a pupil's days to the subject teachers."""

from flask import request

from blueprints import asked
from blueprints.guard import actor, guarded
from blueprints.pages.pupil_card import annulled, back, own_paper, refused, the_pupil
from blueprints.trace import traced
from models.access.viewing import CARD
from models.journal.paper_days import marks_on
from models.journal.studying import record_study
from models.office.encouragement import annul_entry
from models.refusal import Refused
from models.school.school import hold_school
from models.school.studied import StudiedElsewhere

STUDY = "study"


@guarded("certificate.enter")
@traced(CARD)
def enter_study(student_id: int):
    """Open the days; the subject teachers are told on their home pages."""
    student, form = the_pupil(student_id, "certificate.enter"), request.form
    days = tuple(asked.day(form.get(name)) for name in ("first", "until", "open_until"))
    hold_school()
    try:
        text = form.get("document", "")[:160]
        row = record_study(student.id, days, text, actor().today, actor().account_id)
    except Refused as refusal:
        return refused(student_id, STUDY, refusal)
    marks = marks_on(row.student_id, row.from_date, row.until)
    said = f"Дни {row.from_date:%d.%m}–{row.until:%d.%m.%Y} открыты учителям"
    return back(student_id, f"{said} до {row.open_until:%d.%m.%Y}. {marks}".strip())


@guarded("certificate.enter")
@traced(CARD)
def annul_study(student_id: int, study_id: int):
    """Take a certificate back: its days close."""
    row = own_paper(StudiedElsewhere, study_id, student_id, "certificate.enter")
    return annulled(row, annul_entry, STUDY, "Справка отменена, дни закрыты.")
