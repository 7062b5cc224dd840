"""The administrator's room: imports, people, accounts, backups, audit, control, settings."""

from blueprints.administrator.home import home
from blueprints.journal_pages import mount_reading
from blueprints.pages import (
    accounts,
    audit,
    backups,
    control,
    imports,
    questions,
    runs,
    settings,
    work_kinds,
)
from blueprints.room import Room
from models.access.role import Role

administrator = Room(
    Role.ADMINISTRATOR,
    [
        (".home", "Главная"),
        (".imports", "Загрузки"),
        (".accounts", "Люди"),
        (".journals", "Журналы"),
        (".timetables", "Расписание"),
        (".control", "Контроль"),
        (".backups", "Копии"),
        (".audit", "Изменения"),
        (".settings", "Настройки"),
    ],
)
mount = administrator.mount
administrator.home(home)
mount("/imports/", imports.imports)
mount("/imports/", imports.upload, ["POST"])
mount("/imports/<int:run_id>/", imports.import_report)
mount("/imports/<int:run_id>/application", imports.apply_import, ["POST"])
mount("/imports/<int:run_id>/undoing", imports.undo_import, ["POST"])
mount("/imports/<int:run_id>/questions", questions.import_questions)
mount("/imports/<int:run_id>/questions", questions.decide_questions, ["POST"])
mount("/runs/<int:run_id>", runs.run)
mount("/accounts/", accounts.accounts)
mount("/people/<int:person_id>", accounts.person)
mount("/backups/", backups.backups)
mount("/backups/", backups.make_backup, ["POST"])
mount("/backups/<name>", backups.download_backup)
mount("/backups/<name>/verification", backups.verify_backup, ["POST"])
mount("/audit/", audit.audit)
mount("/control/", control.control)
mount("/control/", control.make_snapshot, ["POST"])
mount("/control/now", control.picture)
mount("/control/<int:snapshot_id>", control.snapshot)
mount("/settings/", settings.settings)
mount("/settings/", settings.change_settings, ["POST"])
mount("/work-kinds/", work_kinds.work_kinds)
mount("/work-kinds/", work_kinds.add_work_kind, ["POST"])
mount("/work-kinds/<int:kind_id>/", work_kinds.work_kind)
mount("/work-kinds/<int:kind_id>/", work_kinds.change_work_kind, ["POST"])
mount_reading(administrator)
