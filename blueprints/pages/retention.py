"""How long records are kept, and acts by which what is older goes (152-ФЗ, РКН № 179)."""

from flask import current_app, flash, redirect, render_template, request, url_for

import jobs
from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pace import paced
from blueprints.printing import cut, pdf, root
from blueprints.room import school
from blueprints.tables import CSV, attachment
from blueprints.trace import traced
from jobs import health
from models import clock
from models.access.pace import EXPORT, PRINT, SEARCH
from models.access.viewing import EXPORTED
from models.base import db
from models.exchange.retention.act import RemovalAct, all_acts, extract, new_act
from models.exchange.retention.due import counted
from models.exchange.retention.kinds import (
    BY_THEMSELVES,
    KINDS,
    MOST_YEARS,
    keep,
    over_before,
    years_of,
)
from models.exchange.tables.writing import csv_bytes
from models.people.account import accounts_named
from models.printable import thousands
from models.refusal import Refused, WrongFields
from models.school.school import hold_school

HEADS = ("Чьи сведения", "Что удалено", "Записей", "Система", "Причина", "Когда", "Акт")


@guarded("retention.view")
@paced(SEARCH)
def retention():
    """The years of each kind, what is older than they allow, and the acts."""
    return render_template("retention/index.html", **_index())


def _index(typed: dict | None = None, wrong: WrongFields | None = None) -> dict:
    today, data = actor().today, current_app.config["KLASS"].data
    rows = []
    for kind in KINDS.values():
        until = over_before(kind.name, today)
        counts = counted(kind.name, until, data)
        shown = (typed or {}).get(kind.name, years_of(kind.name))
        rows.append((kind, shown, until, sum(counts.values())))
    return {
        "rows": rows,
        "most": MOST_YEARS,
        "by_themselves": BY_THEMSELVES,
        "acts": all_acts(),
        "problem": wrong.sentence if wrong else "",
        "problems": wrong.problems if wrong else {},
    }


@guarded("retention.keep")
def set_retention():
    """Set how many years the kinds are kept."""
    typed = {name: request.form.get(name, "").strip() for name in KINDS}
    hold_school()
    try:
        changed = keep(_numbers(typed))
    except WrongFields as wrong:
        return render_template("retention/index.html", **_index(typed, wrong)), 422
    db.session.commit()
    flash("Сохранено" if changed else "Сроки те же: сохранять нечего")
    return redirect(url_for(".retention"))


def _numbers(typed: dict[str, str]) -> dict[str, int]:
    numbers = {name: asked.number(text) for name, text in typed.items()}
    if None in numbers.values():
        odd = [name for name, number in numbers.items() if number is None]
        raise WrongFields(dict.fromkeys(odd, "Срок пишется числом лет."))
    return numbers


@guarded("retention.keep")
@paced(EXPORT)
def make_removal_act():
    """Draw up an act for what of a kind is over."""
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        raise Refused("Выберите, что удалять.")
    hold_school()
    until = over_before(kind, actor().today)
    counts = counted(kind, until, current_app.config["KLASS"].data)
    counts = {title: number for title, number in counts.items() if number}
    made = new_act(kind, until or actor().today, years_of(kind), counts, actor().account_id)
    db.session.commit()
    return redirect(url_for(".removal_act", act_id=made.id))


@guarded("retention.view")
def removal_act(act_id: int):
    """One act: what goes, who signed, what went."""
    return _act_page(_act(act_id, "retention.view"))


def _when(at) -> str:
    """A moment as a document has it: with its year."""
    return f"{clock.school_time(at):%d.%m.%Y %H:%M}"


def _act(act_id: int, action: str) -> RemovalAct:
    found = find_or_404(RemovalAct, act_id)
    authorize(action, found)
    return found


def _act_page(act: RemovalAct, problem: str = ""):
    people = accounts_named({act.made_by, act.signed_by, act.done_by, act.annulled_by} - {None})
    page = render_template(
        "retention/act.html",
        act=act,
        people=people,
        lines=len(extract(act.number)),
        problem=problem,
        trouble=health.trouble(),
    )
    return (page, 422) if problem else page


@guarded("retention.sign")
def sign_removal_act(act_id: int):
    """The director's signature."""
    return _done(act_id, "retention.sign", RemovalAct.sign, "Подписано")


@guarded("retention.keep")
def annul_removal_act(act_id: int):
    """Take the act back before anything went."""
    return _done(act_id, "retention.keep", RemovalAct.annul, "Акт отменён")


def _done(act_id: int, action: str, verb, words: str):
    act = _act(act_id, action)
    try:
        verb(act, actor().account_id)
    except Refused as refusal:
        db.session.rollback()
        return _act_page(_act(act_id, "retention.view"), refusal.sentence)
    db.session.commit()
    flash(words)
    return redirect(url_for(".removal_act", act_id=act_id))


@guarded("retention.keep")
@paced(EXPORT)
def carry_out_removal(act_id: int):
    """Begin to remove what the act lists, in the background."""
    act = _act(act_id, "retention.keep")
    if act.signed_at is None:
        return _act_page(act, "Сначала акт подписывает директор.")
    if request.form.get("sure") != "on":
        return _act_page(act, "Отметьте, что удаление окончательное: вернуть записи будет нельзя.")
    run = jobs.ask("removal", by=actor(), act_id=act.id)
    return redirect(url_for(".run", run_id=run.id))


@guarded("retention.view")
@paced(PRINT)
@traced(EXPORTED, detail=("act_id",))
def printed_removal_act(act_id: int):
    """The act as a paper with the extract, to be signed and filed."""
    act = _act(act_id, "retention.view")
    facts, people = school(), accounts_named({act.made_by, act.signed_by, act.done_by} - {None})
    lines, said = cut(extract(act.number))
    data = {
        "school": facts.name if facts else "",
        "number": act.number,
        "made": f"{clock.school_time(act.made_at):%d.%m.%Y}",
        "until": f"{act.until:%d.%m.%Y}",
        "title": act.title,
        "reason": act.reason,
        "counts": [[title, thousands(number)] for title, number in act.counts.items()],
        "administrator": people.get(act.made_by, ""),
        "director": people.get(act.signed_by, ""),
        "signed": _when(act.signed_at) if act.signed_at else "",
        "done": _when(act.done_at) if act.done_at else "",
        "done_by": people.get(act.done_by, ""),
        "extract": [[one.subject, one.category, thousands(one.records)] for one in lines],
        "said": said,
        "printed": _when(clock.now()),
        "root": root(),
    }
    return pdf("removal", data, f"Акт {act.number} об удалении")


@guarded("retention.view")
@paced(EXPORT)
@traced(EXPORTED, detail=("act_id",))
def removal_extract(act_id: int):
    """The extract from the log: whose data of which kinds went, when, why."""
    act = _act(act_id, "retention.view")
    when = _when(act.done_at) if act.done_at else ""
    rows = [
        (one.subject, one.category, one.records, "Klass", act.reason, when, act.name)
        for one in extract(act.number)
    ]
    return attachment(csv_bytes(HEADS, rows), f"Выгрузка к акту {act.number}.csv", CSV)
