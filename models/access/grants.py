"""The rights matrix: what a role may ever do. Relation and state are the policies' matter."""

from models.access.role import Role

OWN = {"dossier.own", "help.view", "notice.read", "password.change"}
OWN |= {"sign_in.end", "sign_in.own"}  # everybody's own
SECOND = {"second_factor.own"}  # of staff
DIARY = OWN | {"diary.view", "viewing.own"}
READING = {"journal.view", "lesson.view", "timetable.view", "control.view", "finding.view"}
READING |= {"deadline.view", "check.view"}
WRITING = {"cell.write", "lesson.write", "attendance.check", "term_mark.give"}
WRITING |= {"check.explain", "check.view"}
WRITING |= {"duty.own", "deadline.view"}  # what one owes, and the table it comes from
INQUIRING = {"exemption.view", "explanation.view", "inquiry.view", "note.view"}
INQUIRING |= {"accuracy.view", "activity.view"}
FULLNESS = {"fullness.view"}  # of the six modules that must be kept (4.6)
PLANS = {"plan.bind", "plan.view", "plan.write"}  # topics of one's own journals
PLAN_REPORT = {"plan.report", "plan.view"}
TAKING = {"export.view", "export.lists"}  # the school's lists as files
TABLES = TAKING | {"export.fetch", "export.journals", "export.roster"}
SCHOOL = {"school.view", "calendar.view"}  # the school's year, to read
CHANGES = {"substitution.view", "teaching.view"}
CHANGING = {"substitution.keep", "teaching.keep", "timetable.keep"} | CHANGES
DOCUMENTS = {"document.view", "document.answer"}  # the school's registers, each with its readers
DOCUMENTS_KEPT = DOCUMENTS | {"document.keep"}
ASKING = {"request.write"}  # of staff: for wider rights
PUPILS = {"pupil.view", "group.view"}  # lists and cards, of whose they are
MOVING = PUPILS | {"pupil.keep", "movement.enter", "group.keep"}  # 5.3(2)(3)
RETENTION = {"retention.view"}  # how long records are kept, and acts of removal
PAST = {"past.view"}  # lists and pupils at a past moment
EXTRACTS = {"extract.print"}  # for families informed on paper (6.3)
PUPIL_PAPERS = {"certificate.enter", "encouragement.enter"}  # 2.3, 5.4, 5.5

GRANTS: dict[Role, frozenset[str]] = {
    Role.DIRECTOR: frozenset(
        OWN
        | SECOND
        | READING
        | SCHOOL
        | CHANGES
        | PLAN_REPORT
        | PUPILS
        | TABLES
        | FULLNESS
        | INQUIRING
        | DOCUMENTS
        | PAST
        | RETENTION
        | {"retention.sign"}
        | {"inquiry.ask", "cell.history", "export.everything"}
        | {"notice.view", "order.view", "right.view", "rollover.view", "run.view"}
        | {"class_notice.view"}
    ),
    Role.ADMINISTRATOR: frozenset(
        OWN
        | SECOND
        | READING
        | SCHOOL
        | PLAN_REPORT
        | MOVING
        | PUPIL_PAPERS
        | EXTRACTS
        | TABLES
        | CHANGING
        | FULLNESS
        | INQUIRING
        | DOCUMENTS_KEPT
        | PAST
        | RETENTION
        | {"retention.keep"}
        | {
            "accuracy.check",
            "account.block",
            "account.view",
            "audit.prove",
            "audit.view",
            "backup.download",
            "backup.make",
            "backup.restore",
            "backup.verify",
            "backup.view",
            "calendar.keep",
            "cell.history",
            "check.explain",
            "class_notice.view",
            "code.issue",
            "code.view",
            "control.make",
            "dossier.make",
            "export.everything",  # 5.1(10), as the director
            "exemption.enter",
            "explanation.read",
            "import.apply",
            "import.columns",
            "import.decide",
            "import.undo",
            "import.upload",
            "import.view",
            "inquiry.answer",
            "issuer.appoint",
            "note.write",
            "notice.send",
            "notice.view",
            "order.enter",
            "order.view",
            "paper.take",
            "paper.view",
            "person.view",
            "request.decide",
            "right.view",
            "rule.change",
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
        OWN
        | SECOND
        | READING
        | SCHOOL
        | CHANGES
        | PLAN_REPORT
        | PUPILS
        | EXTRACTS
        | FULLNESS
        | PAST
        | {"cell.history"}
        | ASKING
    ),  # of the own grades
    Role.OPERATOR: frozenset(
        OWN
        | SECOND
        | WRITING
        | PLANS
        | SCHOOL
        | MOVING
        | EXTRACTS
        | {"teaching.view", "timetable.keep"}  # of the own classes (5.3(5))
        | FULLNESS
        | DOCUMENTS_KEPT  # demands and the plan: the own
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
        | EXTRACTS
        | PAST
        | {"cell.history", "journal.view", "lesson.view", "timetable.view"}
        | ASKING
        | {"class_notice.send", "class_notice.view"}  # of the own class (5.5)
        | {"code.issue", "code.view"}  # to the families of the own class, when authorised
    ),
    Role.SECRETARY: frozenset(
        OWN
        | SECOND
        | SCHOOL
        | MOVING
        | PUPIL_PAPERS
        | TAKING
        | DOCUMENTS_KEPT
        | {"timetable.view"}
        | ASKING
    ),
    Role.DISPATCHER: frozenset(OWN | SECOND | SCHOOL | CHANGING | {"timetable.view"} | ASKING),
    Role.INSPECTOR: frozenset(OWN | SECOND | READING | {"school.view", "document.view"}),
    Role.PARENT: frozenset(DIARY),
    Role.STUDENT: frozenset(DIARY),
}

ACTIONS = frozenset().union(*GRANTS.values())
