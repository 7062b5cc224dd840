"""The rights matrix: what a role may ever do. Relation and state are the policies' matter."""

from models.access.role import Role

OWN = {"dossier.own", "password.change", "sign_in.end", "sign_in.own"}  # everybody's own
SECOND = {"second_factor.own"}  # of staff
DIARY = OWN | {"diary.view", "viewing.own"}
READING = {"journal.view", "lesson.view", "timetable.view", "control.view"}
WRITING = {"cell.write", "lesson.write", "attendance.check", "term_mark.give"}
SCHOOL = {"school.view"}  # the section of the school's year; its parts have actions of their own
ASKING = {"request.write"}  # of staff: for wider rights

GRANTS: dict[Role, frozenset[str]] = {
    Role.DIRECTOR: frozenset(
        OWN | SECOND | READING | SCHOOL | {"cell.history", "order.view", "right.view"}
    ),
    Role.ADMINISTRATOR: frozenset(
        OWN
        | SECOND
        | READING
        | SCHOOL
        | {
            "account.block",
            "account.view",
            "audit.prove",
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
            "order.enter",
            "order.view",
            "paper.take",
            "paper.view",
            "person.view",
            "request.decide",
            "right.view",
            "run.view",
            "second_factor.reset",
            "setting.change",
            "setting.view",
            "sign_in.release",
            "sign_in.view",
            "viewing.view",
        }
    ),
    Role.DEPUTY_HEAD: frozenset(
        OWN | SECOND | READING | SCHOOL | {"cell.history"} | ASKING
    ),  # of the own grades
    Role.OPERATOR: frozenset(
        OWN
        | SECOND
        | WRITING
        | SCHOOL
        | {"cell.history", "journal.view", "lesson.view", "timetable.view", "stop.acknowledge"}
        | ASKING
    ),
    Role.TEACHER: frozenset(
        OWN
        | SECOND
        | WRITING
        | {"cell.history", "journal.view", "lesson.view", "timetable.view"}
        | ASKING
        | {"code.issue", "code.view"}  # to the families of the own class, when authorised
    ),
    Role.SECRETARY: frozenset(OWN | SECOND | SCHOOL | {"timetable.view"} | ASKING),
    Role.DISPATCHER: frozenset(OWN | SECOND | SCHOOL | {"timetable.view"} | ASKING),
    Role.INSPECTOR: frozenset(OWN | SECOND | READING),
    Role.PARENT: frozenset(DIARY),
    Role.STUDENT: frozenset(DIARY),
}

ACTIONS = frozenset().union(*GRANTS.values())
