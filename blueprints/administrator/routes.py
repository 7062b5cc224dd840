"""The administrator's room: imports, people, accounts, backups, audit, control, settings."""

from blueprints.administrator.home import home
from blueprints.calendar_pages import mount_calendar_keeping
from blueprints.control_pages import mount_answering, mount_control
from blueprints.document_pages import (
    mount_class_notices,
    mount_documents_keeping,
    mount_mode_decisions,
    mount_notices_sending,
)
from blueprints.exchange_pages import (
    mount_calendars,
    mount_everything,
    mount_journal_exports,
    mount_lists,
)
from blueprints.fullness_pages import mount_fullness
from blueprints.journal_pages import mount_reading
from blueprints.pages import (
    account_state,
    accounts,
    appointments,
    audit,
    audit_proof,
    backups,
    code_issue,
    code_issuers,
    codes,
    columns,
    control,
    dossier,
    imports,
    order_entry,
    paper_desk,
    paper_forms,
    papers,
    questions,
    restoration,
    right_requests,
    rights,
    runs,
    settings,
    sign_ins,
    stops,
    viewings,
    work_kinds,
)
from blueprints.past_pages import mount_past
from blueprints.plan_pages import mount_plan_reports
from blueprints.pupil_pages import mount_extracts, mount_keeping
from blueprints.retention_pages import mount_retention_keeping
from blueprints.rollover_pages import mount_rollover_keeping
from blueprints.room import Room
from blueprints.school_pages import mount_school
from blueprints.timetable_pages import (
    mount_classrooms_keeping,
    mount_substitutions_keeping,
    mount_teaching_keeping,
    mount_timetable_keeping,
)
from models.access.role import Role

administrator = Room(
    Role.ADMINISTRATOR,
    [
        (".home", "Главная"),
        (".imports", "Загрузки"),
        (".accounts", "Люди"),
        (".papers", "Заявления"),
        (".codes", "Доступ"),
        (".appointments", "Приказы"),
        (".journals", "Журналы"),
        (".school", "Школа"),
        (".timetables", "Расписание"),
        (".control", "Контроль"),
        (".backups", "Копии"),
        (".audit", "Изменения"),
        (".viewings", "Просмотры"),
        (".settings", "Настройки"),
    ],
)
mount = administrator.mount
administrator.home(home)
mount("/imports/", imports.imports)
mount("/imports/", imports.upload, ["POST"])
mount("/imports/<int:run_id>/", imports.import_report)
mount("/imports/<int:run_id>/application", imports.apply_import, ["POST"])
mount("/imports/<int:run_id>/checks", imports.check_again, ["POST"])
mount("/imports/<int:run_id>/undoing", imports.undo_import, ["POST"])
mount("/imports/<int:run_id>/questions", questions.import_questions)
mount("/imports/<int:run_id>/questions", questions.decide_questions, ["POST"])
mount("/imports/<int:run_id>/columns", columns.import_columns)
mount("/imports/<int:run_id>/columns", columns.set_columns, ["POST"])
mount("/imports/<int:run_id>/difference", imports.whole_difference)
mount("/imports/<int:run_id>/faults", imports.all_faults)
mount("/runs/<int:run_id>", runs.run)
mount("/accounts/", accounts.accounts)
mount("/people/<int:person_id>", accounts.person)
mount("/people/<int:person_id>/data", dossier.person_dossier)
mount("/people/<int:person_id>/codes", code_issue.issue_person_code, ["POST"])
mount("/accounts/<int:account_id>/blocking", account_state.block_account, ["POST"])
mount("/accounts/<int:account_id>/unblocking", account_state.unblock_account, ["POST"])
mount("/guardianships/<int:guardianship_id>/ending", account_state.end_parent, ["POST"])
mount("/guardianships/<int:guardianship_id>/annulment", account_state.annul_parent, ["POST"])
mount("/access/", codes.codes)
mount("/access/print", codes.printed_register)
mount("/access/handing", codes.hand_over_codes, ["POST"])
mount("/access/classes/", code_issue.code_classes)
mount("/access/classes/<int:class_group_id>/", code_issue.class_codes)
mount("/access/classes/<int:class_group_id>/", code_issue.issue_class_codes, ["POST"])
mount("/access/classes/<int:class_group_id>/handing", code_issue.hand_over_class_codes, ["POST"])
mount("/access/staff/", code_issue.staff_codes)
mount("/access/staff/", code_issue.issue_staff_codes, ["POST"])
mount("/access/issuers/", code_issuers.code_issuers)
mount("/access/issuers/", code_issuers.appoint_issuers, ["POST"])
mount("/access/issuers/<int:issuer_id>/ending", code_issuers.end_issuer, ["POST"])
mount("/papers/", papers.papers)
mount("/papers/on-paper", papers.paper_families)
mount("/papers/stops", stops.paper_stops)
mount("/papers/forms/", paper_forms.paper_forms)
mount("/papers/forms/<kind>", paper_forms.blank_form)
mount("/papers/classes/<int:class_group_id>/", papers.class_papers)
mount("/papers/classes/<int:class_group_id>/", papers.take_class_papers, ["POST"])
mount("/papers/classes/<int:class_group_id>/forms", paper_forms.class_forms)
mount("/papers/students/<int:student_id>/people/<int:person_id>/", paper_desk.member_papers)
mount(
    "/papers/students/<int:student_id>/people/<int:person_id>/",
    paper_desk.take_member_paper,
    ["POST"],
)
mount("/papers/<int:paper_id>/annulment", paper_desk.annul_paper, ["POST"])
mount("/papers/<int:paper_id>/files/<int:file_id>", paper_desk.paper_file)
mount("/appointments/", appointments.appointments)
mount("/appointments/<int:appointment_id>/", appointments.appointment)
mount("/appointments/<int:appointment_id>/ending", appointments.end_appointment, ["POST"])
mount("/appointments/<int:appointment_id>/order", appointments.name_order, ["POST"])
mount("/orders/", appointments.orders)
mount("/orders/print", appointments.printed_orders)
mount("/orders/", order_entry.enter_order, ["POST"])
mount("/orders/new", order_entry.new_order)
mount("/orders/line", order_entry.order_line)
mount("/orders/people", order_entry.order_people)
mount("/orders/<int:order_id>/", appointments.order)
mount("/rights/", rights.rights)
mount("/requests/", right_requests.right_requests)
mount("/requests/<int:request_id>/", right_requests.right_request)
mount("/requests/<int:request_id>/refusal", right_requests.refuse_request, ["POST"])
mount("/backups/", backups.backups)
mount("/backups/", backups.make_backup, ["POST"])
mount("/backups/<name>", backups.download_backup)
mount("/backups/restoration", restoration.restoration)
mount("/backups/<name>/fetching", backups.fetch_backup, ["POST"])
mount("/backups/<name>/restoration", restoration.copy_restoration)
mount("/backups/<name>/restoration", restoration.restore_copy, ["POST"])
mount("/backups/<name>/verification", backups.verify_backup, ["POST"])
mount("/audit/", audit.audit)
mount("/audit/proof", audit_proof.audit_proof)
mount("/audit/proof", audit_proof.prove_audit, ["POST"])
mount("/viewings/", viewings.viewings)
mount("/viewings/print", viewings.printed_viewings)
mount_control(administrator)
mount_answering(administrator)
mount("/control/", control.make_snapshot, ["POST"])
mount("/control/now", control.picture)
mount("/settings/", settings.settings)
mount("/settings/", settings.change_settings, ["POST"])
mount("/work-kinds/", work_kinds.work_kinds)
mount("/work-kinds/", work_kinds.add_work_kind, ["POST"])
mount("/work-kinds/<int:kind_id>/", work_kinds.work_kind)
mount("/work-kinds/<int:kind_id>/", work_kinds.change_work_kind, ["POST"])
mount_reading(administrator)
mount_calendars(administrator)
mount_lists(administrator)
mount_journal_exports(administrator)
mount_everything(administrator)
mount_school(
    administrator,
    mount_calendar_keeping,
    mount_timetable_keeping,
    mount_teaching_keeping,
    mount_substitutions_keeping,
    mount_plan_reports,
    mount_keeping,
    mount_fullness,
    mount_rollover_keeping,
    mount_documents_keeping,
    mount_mode_decisions,
    mount_notices_sending,
    mount_class_notices,
    mount_retention_keeping,
)
mount_classrooms_keeping(administrator)
mount_extracts(administrator)
mount("/people/<int:person_id>/sign-ins/", sign_ins.person_sign_ins)
mount("/people/<int:person_id>/sign-ins/ending", sign_ins.end_person_sign_ins, ["POST"])
mount("/people/<int:person_id>/second-factor/reset", sign_ins.reset_second_factor, ["POST"])
mount("/sign-ins/", sign_ins.sign_ins)
mount("/sign-ins/waits/<int:knock_id>/release", sign_ins.release_wait, ["POST"])
mount_past(administrator)
