"""The rights matrix: what a role may ever do. Relation and state are the policies' matter."""

from models.access.role import Role

OWN = {"dossier.own", "password.change", "sign_in.end", "sign_in.own"}  # everybody's own
SECOND = {"second_factor.own"}  # of staff
DIARY = OWN | {"diary.view", "viewing.own"}
READING = {"journal.view", "lesson.view", "timetable.view", "control.view"}
WRITING = {"cell.write", "lesson.write", "attendance.check", "term_mark.give"}
PLANS = {"plan.bind", "plan.view", "plan.write"}  # topics of one's own journals
PLAN_REPORT = {"plan.report", "plan.view"}
SCHOOL = {"school.view", "calendar.view"}  # the school's year, to read
ASKING = {"request.write"}  # of staff: for wider rights
PUPILS = {"pupil.view", "group.view"}  # lists and cards, of whose they are
MOVING = PUPILS | {"pupil.keep", "movement.enter", "group.keep"}  # 5.3(2)(3)
PUPIL_PAPERS = {"certificate.enter", "encouragement.enter"}  # 2.3, 5.4, 5.5

GRANTS: dict[Role, frozenset[str]] = {
    Role.DIRECTOR: frozenset(
        OWN
        | SECOND
        | READING
        | SCHOOL
        | PLAN_REPORT
        | PUPILS
        | {"cell.history", "order.view", "right.view", "rollover.view"}
    ),
    Role.ADMINISTRATOR: frozenset(
        OWN
        | SECOND
        | READING
        | SCHOOL
        | PLAN_REPORT
        | MOVING
        | PUPIL_PAPERS
        | {
            "account.block",
            "account.view",
            "audit.view",
            "backup.download",
            "backup.make",
            "backup.verify",
            "backup.view",
            "calendar.keep",
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
            "rollover.keep",
            "rollover.view",
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
        OWN | SECOND | READING | SCHOOL | PLAN_REPORT | PUPILS | {"cell.history"} | ASKING
    ),  # of the own grades
    Role.OPERATOR: frozenset(
        OWN
        | SECOND
        | WRITING
        | PLANS
        | SCHOOL
        | MOVING
        | {"cell.history", "journal.view", "lesson.view", "timetable.view", "stop.acknowledge"}
        | ASKING
    ),
    Role.TEACHER: frozenset(
        OWN
        | SECOND
        | WRITING
        | PLANS
        | SCHOOL
        | PUPILS
        | PUPIL_PAPERS  # of the own class
        | {"cell.history", "journal.view", "lesson.view", "timetable.view"}
        | ASKING
        | {"code.issue", "code.view"}  # to the families of the own class, when authorised
    ),
    Role.SECRETARY: frozenset(
        OWN | SECOND | SCHOOL | MOVING | PUPIL_PAPERS | {"timetable.view"} | ASKING
    ),
    Role.DISPATCHER: frozenset(OWN | SECOND | SCHOOL | {"timetable.view"} | ASKING),
    Role.INSPECTOR: frozenset(OWN | SECOND | READING),
    Role.PARENT: frozenset(DIARY),
    Role.STUDENT: frozenset(DIARY),
}

ACTIONS = frozenset().union(*GRANTS.values())
