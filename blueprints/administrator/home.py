"""The administrator's home: what is overdue, the last copy, what waits."""

from collections import Counter
from datetime import date, timedelta

from flask import current_app, render_template
from sqlalchemy import func, select

from blueprints.guard import actor
from blueprints.room import school
from jobs import health
from models import clock
from models.access.release import waiting
from models.base import db
from models.control.accuracy import open_checks
from models.control.deadlines import next_control
from models.control.explanation import unread_explanations
from models.control.inquiry import waiting_inquiries
from models.control.note import terms_without_note
from models.control.rule_set import numbers_on
from models.control.snapshot import snapshots
from models.exchange.decision import decisions
from models.exchange.questions import is_home
from models.journal.uncovered import uncovered_ahead
from models.office.duties import duty_title
from models.office.families import school_counts
from models.office.renewal import expiring
from models.office.right_request import waiting_requests
from models.office.standing import STATES
from models.office.stops import waiting_stops
from models.people.account import Account
from models.people.person import Person
from models.runs import backup as copies
from models.runs.alarms import causes
from models.runs.keeping import newest_proved
from models.runs.run import FAILED, OVERTAKEN, Run, last_run
from models.runs.targets import present, targets
from models.school.groups import ClassGroup, StudyGroup


def home():
    """Trouble first, then the state of copies, control and the school's data."""
    settings = current_app.config["KLASS"]
    data = settings.data
    alarms = causes(settings, clock.real_now(), timedelta(hours=school().rule("proof_hours")))
    there = copies.backups(data)
    return render_template(
        "rooms/administrator/home.html",
        trouble=health.trouble(),
        copy=there[0] if there else None,
        proved=newest_proved(data),
        on_disks=_on_disks(settings),
        copies_alarm=alarms.pop("proof", None),
        alarms=[alarms[cause] for cause in alarms if cause != "chain"],
        proof=last_run("audit-check"),
        next_control=next_control(actor().today, numbers_on),
        snapshots=snapshots(1),
        failed=db.session.scalars(
            select(Run)
            .where(Run.state == FAILED, Run.error.is_distinct_from(OVERTAKEN))
            .order_by(Run.id.desc())
            .limit(3)
        ).all(),
        counts=_counts(),
        home_rows=_home_rows(),
        papers=school_counts(actor().today),
        paper_states=STATES,
        expiring=_expiring(),
        door_waits=[one.name or f"адрес {one.knock.address}" for one in waiting()[0]],
        waiting_requests=waiting_requests(),
        waiting_inquiries=waiting_inquiries(),
        open_checks=open_checks(),
        uncovered=uncovered_ahead(actor().today),
        without_note=terms_without_note(actor().today),
        waiting_explanations=unread_explanations(),
        waiting_stops=waiting_stops(actor().today),
    )


def _on_disks(settings) -> dict:
    """What other disks hold; `none`: there is no second place, `beside`: on the journal's disk."""
    disks = targets(settings.copies)
    found = [one for place in present(settings.copies) for one in copies.backups(place)]
    return {
        "none": not disks and settings.bucket is None,
        "beside": [one.name for one in disks if one.is_beside(settings.data)],
        "number": len(found),
        "newest": max(found, key=lambda one: one.made, default=None),
    }


def _expiring() -> list[tuple[date, bool, str]]:
    """Last day, whether it has passed, «оператор: 3, завуч: 1»."""
    told = []
    for last, lines in expiring(actor().today).items():
        numbers = Counter(duty_title(line.row.duty) for line in lines)
        words = ", ".join(f"{title}: {number}" for title, number in numbers.items())
        told.append((last, last < actor().today, words))
    return told


def _counts() -> dict[str, int]:
    one = {"людей": Person, "учётных записей": Account, "классов": ClassGroup}
    return {
        word: db.session.scalar(select(func.count()).select_from(model))
        for word, model in one.items()
    }


def _home_rows() -> int:
    """Rows of single pupils nobody has named yet."""
    rows = db.session.scalar(
        select(func.count()).select_from(StudyGroup).where(StudyGroup.kind == "home")
    )
    return max(0, rows - sum(map(is_home, decisions())))
