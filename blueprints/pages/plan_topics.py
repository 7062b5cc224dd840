"""The topics of a plan as a form: changed, moved by their numbers, added at the end."""

from flask import flash, redirect, render_template, request, url_for

from blueprints import asked
from blueprints.guard import actor, guarded
from blueprints.once import made_once
from blueprints.pages.plans import newest_of, own_plan
from models.base import db
from models.journal.plans.keeping import Draft, StalePlan, refuse_draft, save_version
from models.journal.plans.reading import topics_of
from models.refusal import Refused

SPARE = 5
FIELDS = ("order", "key", "section", "name", "hours", "term", "homework")


@guarded("plan.write")
def plan_topics(plan_id: int):
    """The topics of a plan as a form."""
    found = own_plan(plan_id)
    newest = newest_of(plan_id)
    rows = [
        {
            "order": place,
            "key": topic.key,
            "section": topic.section,
            "name": topic.name,
            "hours": topic.hours,
            "term": topic.term or "",
            "homework": topic.homework,
        }
        for place, topic in enumerate(topics_of(newest.id) if newest else [], start=1)
    ]
    return _topics_page(found, rows, newest.number if newest else 0)


def _topics_page(found, rows, seen, sentence="", problems=None, spare=SPARE) -> str:
    blank = {"hours": 1}
    return render_template(
        "plans/topics.html",
        plan=found,
        rows=rows + [dict(blank, order=len(rows) + n) for n in range(1, spare + 1)],
        seen=seen,
        sentence=sentence,
        problems=problems or {},
    )


@guarded("plan.write")
@made_once
def save_plan_topics(plan_id: int):
    """Save the form as the plan's next version; what is wrong is said at its row."""
    found = own_plan(plan_id)
    rows = [row for row in _typed_rows() if any(row[f].strip() for f in ("section", "name", "key"))]
    drafts, problems = _drafts(rows)
    seen = asked.number(request.form.get("seen")) or 0
    if problems:
        said = "Не сохранено. Причина написана под темой."
        return _topics_page(found, rows, seen, said, problems, 0), 422
    try:
        new = save_version(found, drafts, actor().today, actor().account_id, seen)
    except StalePlan as stale:
        db.session.rollback()
        newest = newest_of(plan_id)
        return _topics_page(own_plan(plan_id), rows, newest.number, stale.sentence), 409
    except Refused as refusal:
        db.session.rollback()
        return _topics_page(own_plan(plan_id), rows, seen, refusal.sentence), 422
    flash("Сохранено" if new else "Ничего не изменено")
    return redirect(url_for(".plan", plan_id=plan_id))


def _typed_rows() -> list[dict]:
    """The rows of the form in the order of their numbers."""
    columns = [request.form.getlist(field) for field in FIELDS]
    keys = [key for key in request.form.getlist("key") if key]
    doubled = len(request.form.getlist("seen")) != 1 or len(keys) != len(set(keys))
    if doubled or len({len(column) for column in columns}) != 1:
        raise Refused("Запрос неполон. Обновите страницу и повторите.")
    rows = [dict(zip(FIELDS, values, strict=True)) for values in zip(*columns, strict=True)]
    return sorted(rows, key=lambda row: asked.number(row["order"]) or 10**6)


def _drafts(rows: list[dict]) -> tuple[list[Draft], dict[int, str]]:
    """The topics of the rows (an emptied one goes), and row → why it cannot stand."""
    drafts, problems = [], {}
    for place, row in enumerate(rows):
        name = " ".join(row["name"].split())
        if not name and row["key"]:
            continue
        draft = Draft(
            name,
            asked.number(row["hours"].strip()) or 0,
            " ".join(row["section"].split()),
            " ".join(row["homework"].split()),
            asked.number(row["term"].strip()) if row["term"].strip() else None,
            asked.number(row["key"]),
        )
        try:
            _refuse(draft, row)
        except Refused as refusal:
            problems[place] = refusal.sentence
        drafts.append(draft)
    return drafts, problems


def _refuse(draft: Draft, row: dict) -> None:
    refuse_draft(draft)
    if row["term"].strip() and draft.term is None:
        raise Refused("Четверть от 1 до 4.")
