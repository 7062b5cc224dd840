"""Kinds of work: a list, one more, and each on a page of its own."""

from flask import flash, redirect, render_template, request, url_for

from blueprints.guard import authorize, find_or_404, guarded
from blueprints.pages.settings import seen_school
from blueprints.room import school
from models.base import db
from models.journal.facts import work_kinds as all_kinds
from models.journal.journal import ANSWER, WorkKind
from models.journal.work_kinds import (
    NEW_KIND,
    StaleKind,
    add_kind,
    change_kind,
    kind_seen,
    typed_kind,
)
from models.refusal import Refused, WrongFields
from models.school.school import hold_school


@guarded("setting.view")
def work_kinds():
    """All kinds of work, in the order they were made; and a form for one more."""
    authorize("setting.view", seen_school())
    return _list(NEW_KIND)


@guarded("setting.change")
def add_work_kind():
    """Add a kind of work."""
    authorize("setting.change", seen_school())
    hold_school()
    try:
        kind = add_kind(request.form)
    except WrongFields as wrong:
        return _list(request.form, wrong.sentence, wrong.problems), 422
    db.session.commit()
    flash(f"Добавлено: {kind.name}")
    return redirect(url_for(".work_kinds"))


@guarded("setting.view")
def work_kind(kind_id: int):
    """One kind of work, to be changed."""
    found = find_or_404(WorkKind, kind_id)
    authorize("setting.view", found)
    return _one(found, typed_kind(found), kind_seen(found))


@guarded("setting.change")
def change_work_kind(kind_id: int):
    """Change a kind of work, or no longer offer it."""
    found = find_or_404(WorkKind, kind_id)
    authorize("setting.change", found)
    hold_school()
    typed, seen = request.form, request.form.get("seen", "")
    if not seen:
        raise Refused("Запрос неполон. Обновите страницу и повторите.")
    try:
        changed = change_kind(found, typed, seen)
    except WrongFields as wrong:
        return _one(found, typed, seen, wrong.sentence, wrong.problems), 422
    except StaleKind as stale:
        return _one(found, typed, kind_seen(found), stale.sentence, now=typed_kind(found)), 409
    db.session.commit()
    flash("Сохранено" if changed else "Ничего не изменено: всё было таким и раньше.")
    return redirect(url_for(".work_kinds"))


def _list(typed, sentence: str = "", problems=None) -> str:
    return render_template(
        "work_kinds/index.html",
        kinds=[(kind, typed_kind(kind)) for kind in all_kinds().values()],
        weigh=school().rule("weights"),
        typed=typed,
        sentence=sentence,
        problems=problems or {},
        now={},
    )


def _one(kind: WorkKind, typed, seen: str, sentence: str = "", problems=None, now=None) -> str:
    return render_template(
        "work_kinds/kind.html",
        kind=kind,
        typed=typed,
        seen=seen,
        first=kind.name == ANSWER,
        weigh=school().rule("weights"),
        sentence=sentence,
        problems=problems or {},
        now=now or {},
    )
