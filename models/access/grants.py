"""The rights matrix: what a role may ever do. Relation and state are the policies' matter."""

from models.access.role import Role

DIARY = {"diary.view"}
READING = {"journal.view", "lesson.view", "timetable.view", "control.view"}
WRITING = {"cell.write", "lesson.write", "attendance.check", "term_mark.give"}
ASKING = {"request.write"}  # of staff: for wider rights

GRANTS: dict[Role, frozenset[str]] = {
    Role.DIRECTOR: frozenset(READING | {"cell.history", "order.view", "right.view"}),
    Role.ADMINISTRATOR: frozenset(
        READING
        | {
            "account.block",
            "account.view",
            "audit.view",
            "backup.download",
            "backup.make",
            "backup.verify",
            "backup.view",
            "cell.history",
            "code.issue",
            "code.view",
            "control.make",
            "import.apply",
            "import.decide",
            "import.undo",
            "import.upload",
            "import.view",
            "issuer.appoint",
            "order.enter",
            "order.view",
            "paper.take",
            "paper.view",
            "person.view",
            "request.decide",
            "right.view",
            "run.view",
            "setting.change",
            "setting.view",
        }
    ),
    Role.DEPUTY_HEAD: frozenset(READING | {"cell.history"} | ASKING),  # of the own grades
    Role.OPERATOR: frozenset(
        WRITING | {"cell.history", "journal.view", "lesson.view", "timetable.view"} | ASKING
    ),
    Role.TEACHER: frozenset(
        WRITING
        | {"cell.history", "journal.view", "lesson.view", "timetable.view"}
        | ASKING
        | {"code.issue", "code.view"}  # to the families of the own class, when authorised
    ),
    Role.SECRETARY: frozenset({"timetable.view"} | ASKING),
    Role.DISPATCHER: frozenset({"timetable.view"} | ASKING),
    Role.INSPECTOR: frozenset(READING),
    Role.PARENT: frozenset(DIARY),
    Role.STUDENT: frozenset(DIARY),
}

ACTIONS = frozenset().union(*GRANTS.values())
