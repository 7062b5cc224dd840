"""The rights matrix: what a role may ever do. Relation and state are the policies' matter."""

from models.access.role import Role

OWN = {"dossier.own"}  # everybody's own
DIARY = OWN | {"diary.view", "viewing.own"}
READING = {"journal.view", "lesson.view", "timetable.view", "control.view"}
WRITING = {"cell.write", "lesson.write", "attendance.check", "term_mark.give"}

GRANTS: dict[Role, frozenset[str]] = {
    Role.DIRECTOR: frozenset(OWN | READING | {"cell.history"}),
    Role.ADMINISTRATOR: frozenset(
        OWN
        | READING
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
            "dossier.make",
            "import.apply",
            "import.decide",
            "import.undo",
            "import.upload",
            "import.view",
            "issuer.appoint",
            "paper.take",
            "paper.view",
            "person.view",
            "run.view",
            "setting.change",
            "setting.view",
            "viewing.view",
        }
    ),
    Role.OPERATOR: frozenset(
        OWN | WRITING | {"cell.history", "journal.view", "lesson.view", "timetable.view"}
    ),
    Role.TEACHER: frozenset(
        OWN
        | WRITING
        | {"cell.history", "journal.view", "lesson.view", "timetable.view"}
        | {"code.issue", "code.view"}  # to the families of the own class, when authorised
    ),
    Role.PARENT: frozenset(DIARY),
    Role.STUDENT: frozenset(DIARY),
}

ACTIONS = frozenset().union(*GRANTS.values())
