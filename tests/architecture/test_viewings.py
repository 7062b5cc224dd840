"""No page shows personal data without a trace, unless it is a duty's everyday page, named here.

A new page is traced (`@traced`), or gets a line below with the reason why it need not be.
"""

from datetime import timedelta

import pytest

from models.access.viewing import (
    CHANGES,
    CODES,
    COPY,
    DOSSIER,
    FORMS,
    LOG_PRINT,
    PAPER_FILE,
    PEOPLE,
    REGISTER,
    VIEWINGS,
    WHAT,
    Viewing,
)
from tests.architecture.test_doors import VISITORS, room_rules

EVERYDAY = {  # what somebody reads all day long because it is their duty, or their own
    "control.control": "the administrator's and director's control (5.2(12), 5.1 right 1)",
    "control.picture": "the same",
    "control.snapshot": "the same",
    "deadline_table.deadlines": "rules, nobody's data",
    "deadline_table.printed_deadlines": "the same, printed",
    "duties.own_duties": "one's own deadlines",
    "exemptions.all_exemptions": "who of the staff is freed by which paper, for the control",
    "checks.journal_checks": "control: cells of journals in reach to look at",
    "findings.school_findings": "control: what is late, whose duty it is",
    "notes.all_notes": "control, summed up: who of the staff was in time",
    "notes.note": "the same",
    "notes.printed_note": "the same, on paper",
    "inquiries.all_inquiries": "the director's questions and the administrator's answers",
    "journals.journals": "the journal: whoever teaches, copies, leads or controls it",
    "grid.grid": "the same",
    "live.changes": "the same, asked every four seconds",
    "cards.card": "the same: a cell of it, opened",
    "lessons.lesson": "the same: a day of it",
    "term_marks.term_marks": "the same: the marks of a period",
    "term_marks.explanation": "the same: how one of them is reckoned",
    "school.school": "headings of the section, nobody's data",
    "fullness.class_fullness": "control of the own classes: shares, nobody's data (4.6)",
    "fullness.fullness_of_class": "the same: names of pupils of one's classes without a group",
    "timetable.timetables": "the timetable hangs on the wall; it names teachers by duty",
    "timetable.class_timetable": "the same",
    "timetable.home_timetable": "the same: who is taught at home, for those who teach them",
    "timetable.teacher_timetable": "the same",
    "diary.first_child": "the family's own diary",
    "diary.diary": "the same",
    "diary.marks": "the same",
    "viewings.child_viewings": "who looked at one's own child",
    "home.home": "what needs attention in one's own classes today",
    "code_issuers.code_issuers": "class teachers by order, nothing beyond their duty",
    "appointments.appointment": "the same: who holds which duty by which order",
    "appointments.appointments": "the same",
    "appointments.order": "the same",
    "appointments.orders": "the same",
    "order_entry.new_order": "the same, being entered",
    "order_entry.order_line": "the same",
    "order_entry.order_people": "names of staff, while an order is entered",
    "right_requests.own_rights": "one's own requests",
    "right_requests.right_request": "what a colleague asks for by duty, to be decided",
    "right_requests.right_requests": "the same",
    "own.own": "one's own sign-ins",
    "second_factor.second_factor": "one's own",
}
WRITES = {  # the everyday journal again, and writes that answer with a redirect
    "account_state.block_account",
    "appointments.end_appointment",
    "appointments.name_order",
    "order_entry.enter_order",
    "own.change_password",
    "own.end_other_sign_ins",
    "own.end_sign_in",
    "right_requests.ask_rights",
    "right_requests.refuse_request",
    "second_factor.begin_second_factor",
    "second_factor.confirm_second_factor",
    "second_factor.remove_second_factor",
    "second_factor.renew_recovery_codes",
    "sign_ins.end_person_sign_ins",
    "sign_ins.release_wait",
    "sign_ins.reset_second_factor",
    "account_state.end_parent",
    "account_state.unblock_account",
    "cards.save_card",
    "duties.explain_duty",
    "exemptions.annul_exemption",
    "exemptions.enter_exemption",
    "inquiries.answer_inquiry",
    "inquiries.ask_inquiry",
    "notes.change_note",
    "cells.undo",
    "cells.write",
    "code_issuers.appoint_issuers",
    "code_issuers.end_issuer",
    "imports.apply_import",
    "imports.undo_import",
    "stops.acknowledge_stop",
    "lessons.check_attendance",
    "lessons.open_column",
    "lessons.save_lesson",
    "paper_desk.annul_paper",
    "questions.decide_questions",
    "term_marks.save_term_marks",
    "term_marks.write_term_marks",
}
IMPERSONAL = {  # nothing on it is about a person but who did what by duty
    "backups.backups",
    "backups.make_backup",
    "backups.verify_backup",
    "code_issue.code_classes",
    "code_issue.own_families",
    "control.make_snapshot",
    "notes.write_new_note",
    "deadline_table.change_rule_numbers",
    "deadline_table.rule_numbers",
    "dossier.own_data",
    "imports.imports",
    "imports.upload",
    "paper_forms.blank_form",
    "paper_forms.paper_forms",
    "rights.rights",
    "runs.run",
    "settings.change_settings",
    "settings.settings",
    "work_kinds.add_work_kind",
    "work_kinds.change_work_kind",
    "work_kinds.work_kind",
    "work_kinds.work_kinds",
}
PACED_CONTROL = {  # of the whole school at once
    "checks.journal_checks",
    "control.picture",
    "deadline_table.printed_deadlines",
    "findings.school_findings",
    "notes.printed_note",
}
COSTLY = {REGISTER, FORMS, PAPER_FILE, COPY, DOSSIER, PEOPLE, CHANGES, VIEWINGS, LOG_PRINT}
CHEAP_CODES = {  # the state of one class, and notes on the register
    "code_issue.class_codes",
    "code_issue.hand_over_class_codes",
    "codes.hand_over_codes",
}


def name_of(view) -> str:
    return f"{view.__module__.rsplit('.', 1)[-1]}.{view.__name__}"


def views(app) -> dict[str, object]:
    found = [app.view_functions[rule.endpoint] for rule in room_rules(app)]
    return {name_of(view): view for view in found}


def test_every_page_is_traced_or_named_as_one_that_need_not_be(app):
    untraced = {name for name, view in views(app).items() if not hasattr(view, "traced")}
    assert untraced == set(EVERYDAY) | WRITES | IMPERSONAL


def test_what_is_entered_or_read_all_day_long_has_no_pace(app):
    paced = {name for name, view in views(app).items() if hasattr(view, "paced")}
    assert not paced & (set(EVERYDAY) - PACED_CONTROL | WRITES)


def test_what_takes_data_away_or_searches_the_school_has_a_pace(app):
    for name, view in views(app).items():
        what = getattr(view, "traced", None)
        if what in COSTLY or (what == CODES and name not in CHEAP_CODES):
            assert hasattr(view, "paced"), name


def test_every_trace_has_its_word(app):
    traced = {view.traced for view in views(app).values() if hasattr(view, "traced")}
    assert traced == set(WHAT)


def traced_rules(app):
    for rule in room_rules(app):
        if "GET" in rule.methods and hasattr(app.view_functions[rule.endpoint], "traced"):
            yield rule


UNMADE = {"backups.download_backup", "paper_desk.paper_file", "imports.import_report"}
UNMADE |= {"questions.import_questions"}


@pytest.fixture
def written(in_school):
    """How many looks are written down."""

    def count() -> int:
        with in_school() as session:
            return session.query(Viewing).count()

    return count


def test_what_is_shown_is_written_and_what_is_not_shown_is_not(
    app, as_, cast, officials, written, monkeypatch
):
    """Every traced page with a number that exists, and with one that does not."""
    monkeypatch.setattr("models.access.viewing.AGAIN", timedelta(0))
    known = {
        "person_id": cast.people["maria"],
        "student_id": cast.students["petya"],
        "class_group_id": cast.classes["5-А"],
    }
    visitors = {room: as_(name) for room, name in VISITORS.items()}
    for rule in traced_rules(app):
        visitor, view = visitors[rule.endpoint.split(".")[0]], app.view_functions[rule.endpoint]
        strange = dict.fromkeys(rule.arguments, 987654)
        for numbers in (strange, known if name_of(view) not in UNMADE else strange):
            with app.test_request_context():
                path = rule.build(numbers)[1].split("?")[0]
            before, answer = written(), visitor.get(path)
            added = written() - before
            shown = answer.status_code == 200
            assert (added > 0) == shown, f"{path}: {answer.status_code}, {added}"
