"""The things that addresses name, made once: what the cast does not have by itself.

A thing is known by the argument of the address that names it. Where one page needs another thing
than the others (an import that was applied, to be undone), its view stands before the argument:
`undo_import.run_id`.
"""

import json
from dataclasses import asdict
from datetime import timedelta

from models import clock
from models.access.knock import LOCKED_AFTER, LOGIN, PASSWORD, Knock, login_hash
from models.access.second_factor import SecondFactor
from models.access.session import AccountSession
from models.control.accuracy import AccuracyCheck, AccuracyItem
from models.control.exemption import Exemption
from models.control.explanation import Explanation
from models.control.inquiry import Inquiry
from models.control.note import AnalyticNote
from models.control.snapshot import take_snapshot
from models.exchange.report import Report
from models.exchange.upload import TIMETABLE, Upload
from models.journal.journal import WorkKind
from models.journal.term_mark import period_of
from models.office.code_issuer import CodeIssuer
from models.office.order import Appointment, Order
from models.office.paper import STOP, FamilyPaper
from models.office.paper_file import attach, brought_scan, files_of
from models.office.right_request import RightRequest
from models.people.account import Account
from models.people.guardian import Guardianship
from models.runs import backup
from models.runs.run import DONE, Run
from models.school.calendar import terms_of, the_year
from models.school.groups import StudyGroup
from models.school.subject import Course
from models.school.teaching import TeachingAssignment
from models.school.timetable import LessonSlot, Substitution
from tests.access.calendar_things import make_calendar
from tests.access.document_things import make_documents
from tests.access.exchange_things import exchange_runs
from tests.access.plans import make_materials, make_plans
from tests.access.pupil_things import pupil_things
from tests.cast import MONDAY, START
from tests.inside import InSchool, let_in
from tests.officials import appoint_officials

YESTERDAY = MONDAY - timedelta(days=1)
COPY = f"20261115-020000-000000{backup.SUFFIX}"
ENGLISH, MATHS, PAPER = (("5-А", "Английский язык"), ("5-А", "Математика"), ("5-Б", "Математика"))


def make_things(app, cast, data) -> dict[str, object]:
    """Put into the school what the cast lacks; argument of an address → number or name."""
    steps = {"boris_maths": _step_of_one_who_stood_in(app, cast)}
    steps |= {"boris": _step(app, cast, "boris", "teacher", ENGLISH, "olya")}
    steps |= {"olga": _step(app, cast, "olga", "operator", PAPER, "fedya")}
    with InSchool(app) as session:
        appoint_officials()
        made = _office(session, cast) | _family(session, cast, data) | _runs(session, cast)
        made["snapshot_id"] = take_snapshot().id
        made["period"] = period_of(terms_of(the_year(MONDAY).id, 5)[0].id)
        made["kind_id"] = session.query(WorkKind).first().id
        made["kind"] = "application"
        made |= make_calendar(session, cast)
        made |= make_documents(session, cast, data)
        made["plans"] = make_plans(cast)
        made["materials"] = make_materials(session, cast, data)
        made["removable"] = make_materials(session, cast, data)
        made["pupils"] = {name: pupil_things(session, cast, name) for name in ("fedya", "olya")}
        made |= {"table": "pupils", "form": "csv"} | exchange_runs(session, cast, data)
        session.commit()
    return made | {"name": _copy(data), "steps": steps}


def _office(session, cast) -> dict:
    ivan = cast.accounts["ivan"]
    waits = Knock(whose=login_hash(PASSWORD, "ivan"), kind=LOGIN, wrong=LOCKED_AFTER)
    waits.last_at = clock.real_now()
    asked = {"what": "Журнал 6-А", "why": "Веду кружок"}
    rows = {
        "knock_id": waits,
        "issuer_id": CodeIssuer(person_id=cast.people["vera"], from_date=START),
        "issuer_of_boris": CodeIssuer(person_id=cast.people["boris"], from_date=START),
        "request_id": RightRequest(person_id=cast.people["vera"], **asked),
        "own_request": RightRequest(person_id=cast.people["admin"], **asked),
        "second_factor": SecondFactor(account_id=ivan, secret="x", confirmed_at=clock.now()),
        "assignment_id": session.query(TeachingAssignment).first(),
        "substitution_id": Substitution(
            slot_id=session.query(LessonSlot).first().id, on_date=MONDAY + timedelta(days=7)
        ),
        "order_id": session.query(Order).first(),
        "exemption_id": Exemption(kind="stop", from_date=START, until=START, document="акт № 1"),
        "explanation_id": Explanation(
            rule="topic", key="l1", person_id=cast.people["anna"], text="не работала сеть"
        ),
        "inquiry_id": Inquiry(text="Почему?", due_on=MONDAY),
        "note_id": AnalyticNote(title="1 четверть", first=START, last=START, text="Всё."),
        "accuracy_id": AccuracyCheck(first=START, last=MONDAY),
        "appointment_id": session.query(Appointment).filter_by(person_id=cast.people["olga"]).one(),
    }
    rows["note_id"].figures = {"operators": [], "rule": []}
    session.add_all(rows.values())
    session.flush()
    return {name: row.id for name, row in rows.items()} | _drawn(session, cast, rows["accuracy_id"])


def _drawn(session, cast, check) -> dict:
    """A record drawn for the check of accuracy."""
    where = {"journal_id": cast.journals[PAPER], "lesson_id": cast.lessons[PAPER]}
    said = {"kind": "lesson", "place": "5-Б, Математика", "stands": "урок был"}
    session.add(item := AccuracyItem(check_id=check.id, **where, **said))
    session.flush()
    return {"accuracy_item_id": item.id}


def _family(session, cast, data) -> dict:
    own = {"person_id": cast.people["ivan"], "student_id": cast.students["fedya"]}
    paper = session.query(FamilyPaper).filter_by(**own, kind="consent").one()
    attach(paper, [brought_scan("согласие.png", lambda _most: b"\x89PNG\r\n\x1a\n")], data)
    session.flush()
    (file,) = files_of([paper.id])[paper.id]
    guardianship = session.query(Guardianship).filter_by(**own).one()
    stops = {f"stop_of_{name}": _stop_to_come(session, cast, name) for name in ("fedya", "olya")}
    made = {"paper_id": paper.id, "file_id": file.id, "guardianship_id": guardianship.id}
    return made | stops


def _stop_to_come(session, cast, pupil: str) -> int:
    """A stop of the service that is entered and has not come yet: nobody loses anything by it."""
    student_id = cast.students[pupil]
    anybody = session.query(Guardianship).filter_by(student_id=student_id).first()
    person_id = anybody.person_id if anybody else cast.people["ivan"]
    later = MONDAY + timedelta(days=100)
    stop = FamilyPaper(student_id=student_id, person_id=person_id, kind=STOP, on_date=later)
    session.add(stop)
    session.flush()
    return stop.id


def _runs(session, cast) -> dict:
    upload = Upload(kind=TIMETABLE, name="расписание.xml", size=1, sha256="0" * 64)
    session.add(upload)
    session.flush()
    found = {}
    for name, dry in (("run_id", True), ("undo_import.run_id", False)):
        run = Run(kind="import", args={"upload_id": upload.id, "dry": dry, "first": None})
        run.state, run.result = DONE, Report(dry=dry).as_json()
        session.add(run)
        session.flush()
        found[name] = run.id
    return found


def _copy(data) -> str:
    """A copy as the folder shows it; nobody restores it here."""
    place = backup.folder(data)
    (place / COPY).write_bytes(b"copy")
    made = backup.Backup(COPY, "sqlite", clock.real_now().isoformat(), 4, "0" * 64, {})
    (place / f"{COPY}.json").write_text(json.dumps(asdict(made)))
    return COPY


def _step(app, cast, name: str, room: str, place: tuple, pupil: str) -> str:
    """A mark that somebody gave; the key of that step."""
    key = f"step-of-{name}-{cast.journals[place]}"
    assert let_in(app, name).type(room, cast, place, pupil, "5", key=key).status_code == 200
    return key


def _step_of_one_who_stood_in(app, cast) -> str:
    """boris taught 5-А's mathematics for a day, and no longer does."""
    with InSchool(app) as session:
        group = session.query(StudyGroup).filter_by(name="5-А").one()
        course = session.query(Course).filter_by(name="Математика").one()
        days = {"from_date": MONDAY, "until": MONDAY, "employee_id": cast.employees["boris"]}
        row = TeachingAssignment(study_group_id=group.id, course_id=course.id, **days)
        session.add(row)
        session.commit()
        row_id = row.id
    key = _step(app, cast, "boris", "teacher", MATHS, "olya")
    with InSchool(app) as session:
        row = session.get(TeachingAssignment, row_id)
        row.from_date = row.until = YESTERDAY
        session.commit()
    return key


def second_sign_in(app, name: str) -> int:
    """One more open sign-in of somebody; its number."""
    let_in(app, name)
    with InSchool(app) as session:
        account = session.query(Account).filter_by(login=name).one()
        rows = session.query(AccountSession).filter_by(account_id=account.id)
        return rows.order_by(AccountSession.id.desc()).first().id
