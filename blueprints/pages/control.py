"""Control: the picture of now, and the snapshots of the 15th and 30th."""

from datetime import timedelta

from flask import redirect, render_template, request, url_for

import jobs
from blueprints.guard import actor, authorize, find_or_404, guarded
from jobs import health
from models.base import db
from models.control.checkpoint import last_control, next_control
from models.control.facts import journals_by_id, lesson_facts
from models.control.snapshot import ControlSnapshot, rows_of, snapshots
from models.journal.journal import Journal
from models.office.order import TRANSITION, the_modes
from models.runs.run import new_run
from models.school.calendar import current_term, terms_of, the_year

SPANS = {"term": "с начала периода", "month": "за 30 дней", "week": "за 7 дней"}


@guarded("control.view")
def picture():
    """Every class and subject: due, held, with topic, with records; worst first."""
    span = request.args.get("span", "term")
    first, last = _days(span if span in SPANS else "term")
    chosen = request.args.get("class", "")
    journals = journals_by_id()
    modes = the_modes()
    lines = [
        {
            "journal": journals[fact.journal_id],
            "fact": fact,
            "paper": modes.of(journals[fact.journal_id].group, last) == TRANSITION,
        }
        for fact in lesson_facts(first, last).values()
    ]
    classes = sorted({_class_of(line["journal"]) for line in lines}, key=_by_grade)
    total = _total(lines)
    if chosen:
        lines = [line for line in lines if _class_of(line["journal"]) == chosen]
    lines.sort(key=lambda line: (line["fact"].percent, -line["fact"].held))
    return render_template(
        "control/picture.html",
        lines=lines,
        total=total,
        classes=classes,
        chosen=chosen,
        span=span,
        spans=SPANS,
        first=first,
        last=last,
    )


def _class_of(journal: Journal) -> str:
    return journal.group.name.split(",")[0]


def _by_grade(name: str) -> tuple:
    number = name.split("-")[0]
    return (int(number) if number.isdigit() else 99, name)


def _days(span: str):
    today = actor().today
    if span == "week":
        return today - timedelta(days=6), today
    if span == "month":
        return today - timedelta(days=29), today
    term = current_term(terms_of(the_year(today).id, 5), today)
    return (term.starts_on, min(today, term.ends_on)) if term else (today, today)


def _total(lines: list[dict]) -> dict:
    facts = [line["fact"] for line in lines]
    names = ("due", "held", "topics", "homework", "filled")
    total = {name: sum(getattr(fact, name) for fact in facts) for name in names}
    # in transition topics stay on paper (clause 4.6 lists the six modules that must be kept)
    total["must_have_topic"] = sum(line["fact"].held for line in lines if not line["paper"])
    return total


@guarded("control.view")
def control():
    """The snapshots, newest first, and when the next one is due."""
    return render_template(
        "control/index.html",
        rows=snapshots(),
        last=last_control(actor().today),
        next=next_control(actor().today),
        may_make=actor().granted("control.make"),
        trouble=health.trouble() if actor().granted("control.make") else None,
    )


@guarded("control.view")
def snapshot(snapshot_id: int):
    """One snapshot as it was taken, worst journals first."""
    found = find_or_404(ControlSnapshot, snapshot_id)
    authorize("control.view", found)
    return render_template("control/snapshot.html", snapshot=found, rows=rows_of(found))


@guarded("control.make")
def make_snapshot():
    """Take a snapshot now, as a run."""
    run = new_run("control", by=actor())
    db.session.commit()
    jobs.start(run)
    return redirect(url_for(".run", run_id=run.id))
