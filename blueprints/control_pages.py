"""The mounts of control: deadlines of those who write, findings for those who watch over them."""

from blueprints.pages import (
    accuracy,
    activity,
    checks,
    control,
    deadline_table,
    duties,
    exemptions,
    explanations,
    findings,
    inquiries,
    notes,
    reminders,
)
from blueprints.room import Room

_EXEMPTION = "/control/exemptions/<int:exemption_id>/annulment"
_ACCURACY = "/control/accuracy/<int:accuracy_id>"
_ACCURACY_ITEM = "/control/accuracy/items/<int:accuracy_item_id>/comparison"
_EXPLANATION = "/control/explanations/<int:explanation_id>/reading"
_NOTE = "/control/notes/<int:note_id>"
_INQUIRY = "/control/inquiries/<int:inquiry_id>/answer"


def mount_duties(room: Room) -> None:
    """One's own deadlines, and the table of the regulation's."""
    room.mount("/duties/", duties.own_duties)
    room.mount("/duties/explanations", duties.explain_duty, ["POST"])
    room.mount("/duties/earlier/", duties.earlier_duties)
    room.mount("/duties/next/", reminders.next_duties)
    room.mount("/duties/reading", reminders.read_reminder, ["POST"])
    room.mount("/duties/mail", reminders.remind_by_mail, ["POST"])
    room.mount("/duties/checks/", checks.journal_checks)
    room.mount("/duties/checks/explanations", checks.explain_check, ["POST"])
    room.mount("/journals/<int:journal_id>/mending", checks.mend_check, ["POST"])
    mount_deadlines(room, "/duties")


def mount_deadlines(room: Room, under: str = "/control") -> None:
    """The table of clause 2.4, on the screen and on paper."""
    room.mount(f"{under}/deadlines/", deadline_table.deadlines)
    room.mount(f"{under}/deadlines/print", deadline_table.printed_deadlines)


def mount_control(room: Room) -> None:
    """Snapshots, findings and deadlines, to look at."""
    room.mount("/control/", control.control)
    room.mount("/control/<int:snapshot_id>", control.snapshot)
    room.mount("/control/findings/", findings.school_findings)
    room.mount("/control/checks/", checks.journal_checks)
    mount_deadlines(room)


def mount_inquiries(room: Room) -> None:
    """Exemptions, inquiries and analytic notes, to read."""
    room.mount("/control/notes/", notes.all_notes)
    room.mount(f"{_NOTE}/", notes.note)
    room.mount(f"{_NOTE}/print", notes.printed_note)
    room.mount(f"{_NOTE}/docx", notes.note_document)
    room.mount("/control/exemptions/", exemptions.all_exemptions)
    room.mount("/control/inquiries/", inquiries.all_inquiries)
    room.mount("/control/explanations/", explanations.all_explanations)
    room.mount("/control/operators/", activity.operators_figures)
    room.mount("/control/operators/print", activity.printed_operators_work)
    room.mount("/control/activity/", activity.user_activity)
    room.mount("/control/accuracy/", accuracy.all_accuracy)
    room.mount(f"{_ACCURACY}/", accuracy.accuracy)
    room.mount(f"{_ACCURACY}/print", accuracy.printed_accuracy)


def mount_asking(room: Room) -> None:
    """The director's questions."""
    mount_inquiries(room)
    room.mount("/control/inquiries/", inquiries.ask_inquiry, ["POST"])


def mount_answering(room: Room) -> None:
    """The administrator's answers, exemptions and the numbers of the rules."""
    mount_inquiries(room)
    room.mount("/control/checks/", checks.switch_checks, ["POST"])
    room.mount("/control/checks/explanations", checks.explain_check, ["POST"])
    room.mount(_INQUIRY, inquiries.answer_inquiry, ["POST"])
    room.mount("/control/accuracy/", accuracy.draw_accuracy, ["POST"])
    room.mount(_ACCURACY_ITEM, accuracy.compare_accuracy, ["POST"])
    room.mount("/control/explanations/", explanations.read_explanations, ["POST"])
    room.mount(_EXPLANATION, explanations.read_explanation, ["POST"])
    room.mount("/control/exemptions/", exemptions.enter_exemption, ["POST"])
    room.mount(_EXEMPTION, exemptions.annul_exemption, ["POST"])
    room.mount("/control/notes/", notes.write_new_note, ["POST"])
    room.mount(f"{_NOTE}/", notes.change_note, ["POST"])
    room.mount("/control/numbers/", deadline_table.rule_numbers)
    room.mount("/control/numbers/", deadline_table.change_rule_numbers, ["POST"])
