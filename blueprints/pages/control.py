"""Control: the picture of now, and the snapshots of the 15th and 30th."""

from datetime import date, timedelta

from flask import redirect, render_template, request, url_for

import jobs
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pace import paced
from blueprints.pages.inquiries import unread_answers
from jobs import health
from models import clock
from models.access.pace import EXPORT, SEARCH
from models.access.role import Role
from models.control.deadlines import last_control, next_control
from models.control.facts import journals_of, lesson_facts
from models.control.official import badge, before, official_snapshots
from models.control.rule_set import numbers_on
from models.control.snapshot import (
    ControlSnapshot,
    hour_of,
    rows_of,
    snapshots,
)
from models.control.snapshot_tally import GROUPS, compared
from models.control.trend import school_trend
from models.journal.reach import journals_in_reach
from models.office.order import TRANSITION, the_modes
from models.school.calendar import current_term, terms_of, the_year
from models.school.groups import by_grade

SPANS = {"term": "с начала четверти", "month": "за 30 дней", "week": "за 7 дней"}
WORST = 40  # rows shown before somebody asks for all


@guarded("control.view")
@paced(SEARCH)
def picture():
    """Every class and subject: held, with topic, with records; worst first."""
    span = request.args.get("span", "term")
    first, last = _days(span if span in SPANS else "term")
    chosen = request.args.get("class", "")
    lines = _lines(first, last)
    own = [line for line in lines if not chosen or chosen in line["journal"].group.class_names]
    own.sort(key=lambda line: (line["fact"].percent, -line["fact"].held))
    return render_template(
        "control/picture.html",
        lines=own if chosen or request.args.get("all") else _worst(own),
        there=len(own),
        total=_total(own),
        trend=school_trend() if journals_in_reach(actor()) is None else [],
        answers=unread_answers(),
        had_terms=actor().role == Role.DIRECTOR and _had_terms(),
        classes=sorted({c for x in lines for c in x["journal"].group.class_names}, key=by_grade),
        chosen=chosen,
        span=span,
        spans=SPANS,
        first=first,
        last=last,
    )


def _lines(first: date, last: date) -> list[dict]:
    journals, modes = journals_of(last), the_modes()
    reach = journals_in_reach(actor())
    return [
        {
            "journal": journals[fact.journal_id],
            "fact": fact,
            "paper": modes.of(journals[fact.journal_id].group, last) == TRANSITION,
        }
        for fact in lesson_facts(first, last).values()
        if fact.journal_id in journals  # thirty days reach back over the summer
        and (reach is None or fact.journal_id in reach)
    ]


def _worst(lines: list[dict]) -> list[dict]:
    return [line for line in lines if line["fact"].percent < 100][:WORST]


def _days(span: str):
    today = actor().today
    if span == "week":
        return today - timedelta(days=6), today
    if span == "month":
        return today - timedelta(days=29), today
    term = current_term(terms_of(the_year(today).id, 5), today)
    return (term.starts_on, min(today, term.ends_on)) if term else (today, today)


def _had_terms() -> bool:
    """Whether terms came before the present one; what they still owe is counted where it is asked
    for, it takes half a second."""
    year = the_year(actor().today)
    term = current_term(terms_of(year.id, 5), actor().today)
    return term is not None and term.starts_on > year.starts_on


def _total(lines: list[dict]) -> dict:
    facts = [line["fact"] for line in lines]
    total = {name: sum(getattr(fact, name) for fact in facts) for name in ("due", "held", "filled")}
    # in transition topics stay on paper (clause 4.6 lists the six modules that must be kept)
    must = [line["fact"] for line in lines if not line["paper"]]
    total["topics"] = sum(fact.topics for fact in must)
    total["must_have_topic"] = sum(fact.held for fact in must)
    return total


@guarded("control.view")
def control():
    """The snapshots, newest first, and when the next one is due."""
    rows = snapshots(among=journals_in_reach(actor()))
    today, official = actor().today, official_snapshots()
    last = last_control(today, numbers_on)
    return render_template(
        "control/index.html",
        rows=rows,
        badges={kept.id: badge(kept, official) for kept, _, _ in rows},
        last=last,
        taken=last in official,
        hour=hour_of(last),
        now=clock.now(),
        next=next_control(today, numbers_on),
        numbers=numbers_on(today),
        may_make=actor().granted("control.make"),
        trouble=health.trouble() if actor().granted("control.make") else None,
    )


@guarded("control.view")
def snapshot(snapshot_id: int):
    """One snapshot as it was taken, worst journals first."""
    found = find_or_404(ControlSnapshot, snapshot_id)
    authorize("control.view", found)
    reach = journals_in_reach(actor())
    former = before(found)
    return render_template(
        "control/snapshot.html",
        snapshot=found,
        rows=rows_of(found, reach),
        # of the whole school: not for who sees some grades of it
        counted=compared(found.id, former and former.id) if reach is None else {},
        former=former,
        badge=badge(found, official_snapshots()),
        groups=GROUPS,
    )


@guarded("control.make")
@paced(EXPORT)
def make_snapshot():
    """Take a snapshot now, as a run."""
    run = jobs.ask("control", by=actor(), by_hand=True)  # not the evening's that waits
    return redirect(url_for(".run", run_id=run.id))
