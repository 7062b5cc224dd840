"""The next year: where the plan stands, the whole of it before it is done, doing and undoing."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for

import jobs
from blueprints.guard import actor, authorize, guarded
from blueprints.trace import traced
from jobs import health
from models.access.viewing import PUPILS
from models.base import db
from models.fingerprint import fingerprint
from models.office.rollover.answering import ORDER_PARTS, parts_seen
from models.office.rollover.draft import Rollover, last_and_next, rollover_of, the_rollover
from models.office.rollover.look import Look, look, refuse_if_hindered
from models.office.rollover.plan import GOES, MOVES, REPEATS, UNPLACED
from models.office.rollover.runs import DO, UNDO, run_under_way, standing_run
from models.refusal import Refused
from models.school.calendar import YearFacts
from models.school.school import hold_school

_OTHER_PLAN = (
    "Не выполнено: пока вы смотрели план, ответы изменили в другом окне. "
    "Ниже план по новым ответам: посмотрите его и нажмите ещё раз."
)


@dataclass(frozen=True)
class Seen:
    """What every page of the part stands on."""

    year: YearFacts
    upcoming: YearFacts | None
    kept: Rollover | None
    look: Look

    @property
    def answers(self) -> dict:
        return self.kept.answers if self.kept else {}


def seen() -> Seen:
    """The plan by the answers kept so far."""
    year, upcoming = last_and_next(actor().today)
    kept = rollover_of(year.id)
    if kept is not None:
        authorize("rollover.view", kept)
    return Seen(year, upcoming, kept, look(year, upcoming, kept.answers if kept else {}))


def kept_rollover() -> Rollover:
    """The answers to write into: nothing may be under way."""
    hold_school()
    year, _ = last_and_next(actor().today)
    kept = the_rollover(year.id)
    authorize("rollover.keep", kept)
    if run_under_way() is not None:
        raise Refused("Переход как раз выполняется: подождите, пока он закончится.")
    return kept


@guarded("rollover.view")
def next_year():
    """The steps and how far they are; the order that all of it stands on."""
    return order_page()


def order_page(typed=None, sentence: str = "", problems=None):
    """The first step, as kept or as typed."""
    found = seen()
    order = found.answers.get("order", {})
    kept = {**order, "leave_on": found.look.plan.leave_on.isoformat()}
    return shown(
        "index.html",
        found,
        typed=typed or kept,
        kept_fields=kept,
        version=parts_seen(found.answers, ORDER_PARTS),
        sentence=sentence,
        problems=problems or {},
    )


def shown(template: str, found: Seen, **more):
    """A page of the part."""
    lines = found.look.lines
    return render_template(
        f"rollover/{template}",
        seen=found,
        plan=found.look.plan,
        fates=found.look.plan.fates(),
        waits=sum(1 for line in lines if line.proposed and not line.answered),
        nobody=sum(1 for line in lines if line.employee_id is None),
        keeps=actor().granted("rollover.keep"),
        standing=standing_run(found.year.id),
        under_way=run_under_way(),
        trouble=health.trouble(),
        **more,
    )


@guarded("rollover.view")
@traced(PUPILS)
def next_year_plan():
    """All that will be: by class, by name, and what is not in order yet."""
    return plan_page()


def plan_page(sentence: str = ""):
    """The whole plan."""
    found = seen()
    plan = found.look.plan
    rows = [
        {
            "name": one.name,
            "sources": [c.name for c in found.look.facts.classes if c.id in one.sources],
            "places": plan.into(one.name),
            "lines": sum(1 for line in found.look.lines if one.name in line.class_names),
            "nobody": sum(
                1
                for line in found.look.lines
                if one.name in line.class_names and line.employee_id is None
            ),
        }
        for one in plan.classes.values()
    ]
    more = {"named": _named(found), "version": fingerprint(found.answers)}
    return shown("plan.html", found, rows=rows, sentence=sentence, **more)


def _named(found: Seen) -> list[tuple[str, list[str]]]:
    """Those who do not simply go on with their class, by name."""
    names = {one.id: one.name for one in found.look.facts.classes}
    usual = {source: one.name for one in found.look.plan.classes.values() for source in one.sources}
    heads = {UNPLACED: "Класс не выбран", REPEATS: "Остаются на второй год"}
    heads |= {MOVES: "Переходят не со своим классом", GOES: "Выбывают"}
    told: dict[str, list[str]] = {fate: [] for fate in heads}
    for place in found.look.plan.places.values():
        own = place.pupil.class_id
        if place.fate == MOVES and place.to == usual.get(own):
            continue
        to = f" → {place.to}" if place.to else ""
        told[place.fate].append(f"{place.pupil.name}, {names[own]}{to}")
    return [(heads[fate], names) for fate, names in told.items() if names]


@guarded("rollover.keep")
def go_into_next_year():
    """Do the plan, in the background: the one that was looked at."""
    kept = kept_rollover()
    year_id, version = kept.year_id, request.form.get("seen", "")
    if version and version != fingerprint(kept.answers):
        return plan_page(_OTHER_PLAN), 409
    try:
        refuse_if_hindered(seen().look)
    except Refused as refusal:
        return plan_page(refusal.sentence), 422
    db.session.commit()
    run = jobs.ask(DO, by=actor(), year_id=year_id)
    return redirect(url_for(".run", run_id=run.id))


@guarded("rollover.keep")
def undo_next_year():
    """Take the last doing back, in the background; refused where something was touched since."""
    kept = kept_rollover()
    run = standing_run(kept.year_id)
    if run is None:
        raise Refused("Отменять нечего: переход ещё не выполнен или уже отменён.")
    undoing = jobs.ask(UNDO, by=actor(), run_id=run.id)
    return redirect(url_for(".run", run_id=undoing.id))
