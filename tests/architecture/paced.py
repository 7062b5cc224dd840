"""Pages that ask much of the database or the printer, and those that only look so."""

from models.access.viewing import (
    CHANGES,
    COPY,
    DOSSIER,
    EXTRACT,
    FORMS,
    LOG_PRINT,
    PAPER_FILE,
    PEOPLE,
    PUPILS_PRINT,
    REGISTER,
    TOLD_PRINT,
    VIEWINGS,
)

COSTLY = {
    EXTRACT,
    TOLD_PRINT,
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
FILES = {  # that are brought or taken away in passing
    "material.lesson_material",
    "material.diary_material",
    "material.add_lesson_material",
    "plan_report.own_plans_book",
    "document_desk.add_document_files",
    "document_desk.enter_new_document",
    "plan_report.plan_report_book",
}
PRINTED = {
    "appointments.printed_orders",
    "substitutions_printed.sheet",
    "substitutions_printed.printed_missed",
}
PRINTED |= {"help.printed_memo", "notices.printed_sheet"}
PACED_CONTROL = {  # of the whole school, or of all its past, at once
    "accuracy.printed_accuracy",
    "activity.operators_figures",
    "activity.printed_operators_work",
    "notes.note_document",
    "past.journal_past",
    "checks.journal_checks",
    "control.picture",
    "deadline_table.printed_deadlines",
    "findings.school_findings",
    "notes.printed_note",
}
CHEAP_CODES = {  # the state of one class, and notes on the register
    "code_issue.class_codes",
    "code_issue.hand_over_class_codes",
    "codes.hand_over_codes",
}
