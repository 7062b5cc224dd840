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
    PUPILS_PRINT,
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
    "journals.journals": "the journal: whoever teaches, copies, leads or controls it",
    "grid.grid": "the same",
    "live.changes": "the same, asked every four seconds",
    "cards.card": "the same: a cell of it, opened",
    "lessons.lesson": "the same: a day of it",
    "term_marks.term_marks": "the same: the marks of a period",
    "term_marks.explanation": "the same: how one of them is reckoned",
    "plans.plans": "one's own journals and plans: topics and hours, no pupil",
    "plans.plan": "the same: one plan",
    "plans.journal_plan": "the same: which lesson gave which topic",
    "plan_report.plan_report": "control of topics and hours; it names teachers by duty",
    "plan_report.plan_report_book": "the same as a workbook",
    "material.lesson_material": "what a lesson shows to all its pupils",
    "material.diary_material": "the same, in the family's own diary",
    "school.school": "headings of the section, nobody's data",
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
    "pupils.pupils": "how many pupils each class has, nobody by name",
    "study_groups.study_groups": "names of classes",
    "study_groups.class_groups": "who sits in which group: the order of the journal's rows",
    "enrolling.new_pupil_form": "an empty form",
    "movements.new_movement": "an order about a pupil whose card was just looked at",
    "movements.movement_entry": "the same, being put right",
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
    "cells.undo",
    "cells.write",
    "code_issuers.appoint_issuers",
    "code_issuers.end_issuer",
    "imports.apply_import",
    "imports.undo_import",
    "stops.acknowledge_stop",
    "lessons.check_attendance",
    "lesson_plan.copy_lesson",
    "lesson_plan.take_topic",
    "movements.annul_movement",
    "next_year.go_into_next_year",
    "next_year.undo_next_year",
    "next_year_steps.save_next_pupils",
    "pupil_card.annul_absence_paper",
    "pupil_card.annul_brought",
    "pupil_card.annul_encouragement",
    "study_groups.make_group",
    "study_groups.seat_pupils",
    "lessons.open_column",
    "lessons.save_lesson",
    "material.add_lesson_material",
    "material.remove_lesson_material",
    "paper_desk.annul_paper",
    "plan_edit.copy_plan",
    "plan_edit.make_new_plan",
    "plan_edit.save_plan_sheet",
    "plan_edit.save_plan_topics",
    "plans.bind_plan",
    "plans.unbind_plan",
    "questions.decide_questions",
    "term_marks.save_term_marks",
    "term_marks.write_term_marks",
}
IMPERSONAL = {  # nothing on it is about a person but who did what by duty
    "calendar.calendar",  # days and bells of the school; of people nothing
    "calendar.new_year",
    "calendar.open_year",
    "next_year.next_year",  # counts, and the order
    "next_year_steps.next_classes",
    "next_year_steps.next_teaching",  # who teaches what: the timetable says it, too
    "next_year_steps.save_next_classes",
    "next_year_steps.save_next_order",
    "next_year_steps.save_next_teaching",
    "calendar_bells.add_bells",
    "calendar_bells.annul_bell_schedule",
    "calendar_bells.bell_schedule",
    "calendar_bells.bells",
    "calendar_bells.change_bell_schedule",
    "calendar_bells.change_ordinary_bells",
    "calendar_bells.new_bells",
    "calendar_bells.ordinary_bells",
    "calendar_bells.seat_classes",
    "calendar_days.add_holiday",
    "calendar_days.add_moved_day",
    "calendar_days.add_quarantine",
    "calendar_days.annul_holiday",
    "calendar_days.annul_moved_day",
    "calendar_days.annul_quarantine",
    "calendar_days.change_holiday",
    "calendar_days.change_moved_day",
    "calendar_days.change_quarantine",
    "calendar_days.holiday",
    "calendar_days.holidays",
    "calendar_days.moved_day",
    "calendar_days.moved_days",
    "calendar_days.quarantine",
    "calendar_days.quarantines",
    "calendar_terms.change_terms",
    "calendar_terms.grade_terms",
    "calendar_terms.terms",
    "backups.backups",
    "backups.make_backup",
    "backups.verify_backup",
    "code_issue.code_classes",
    "code_issue.own_families",
    "control.make_snapshot",
    "dossier.own_data",
    "imports.imports",
    "imports.upload",
    "paper_forms.blank_form",
    "paper_forms.paper_forms",
    "plan_edit.new_plan",
    "plan_edit.plan_sheet",
    "plan_edit.plan_topics",
    "rights.rights",
    "runs.run",
    "settings.change_settings",
    "settings.settings",
    "work_kinds.add_work_kind",
    "work_kinds.change_work_kind",
    "work_kinds.work_kind",
    "work_kinds.work_kinds",
}
COSTLY = {
    PUPILS_PRINT,
    REGISTER,
    FORMS,
    PAPER_FILE,
    COPY,
    DOSSIER,
    PEOPLE,
    CHANGES,
    VIEWINGS,
    LOG_PRINT,
}
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
    files = {"material.lesson_material", "material.diary_material", "material.add_lesson_material"}
    files |= {"plan_report.plan_report_book"}
    assert not paced & (set(EVERYDAY) - {"control.picture"} | WRITES) - files


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
