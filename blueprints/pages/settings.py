"""The journal's settings: one plain form of all of them."""

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select

from blueprints.guard import authorize, find_or_404, guarded
from models.base import db
from models.journal.rounding import THRESHOLDS
from models.journal.rounding_rows import GRADES, rows_of
from models.journal.scale import ABSENCES
from models.journal.settings import ALWAYS, HOMEWORK_FROM, HOURS, read_settings, typed_settings
from models.journal.settings_words import in_words
from models.refusal import Refused, WrongFields
from models.school.policy import STAFF
from models.school.school import School, StaleRules, hold_school, the_school
from models.school.subject import Course


@guarded("setting.view")
def settings():
    """The settings as they stand."""
    found = seen_school()
    authorize("setting.view", found)
    return _page(typed_settings(found), found.rules_seen)


@guarded("setting.change")
def change_settings():
    """Take the form whole, or nothing of it: what is wrong is said at its field."""
    found = seen_school()
    authorize("setting.change", found)
    hold_school()
    typed = request.form.to_dict(flat=False)
    seen = request.form.get("seen", "")
    if not seen:
        raise Refused("Запрос неполон. Обновите страницу и повторите.")
    try:
        rules = read_settings(typed, _courses(found))
        changed = found.adopt(rules, seen)
    except WrongFields as wrong:
        return _page(typed, seen, wrong.sentence, problems=wrong.problems), 422
    except StaleRules as stale:
        now = _differing(found, rules)
        return _page(typed, found.rules_seen, stale.sentence, now=now), 409
    db.session.commit()
    flash("Сохранено" if changed else "Ничего не изменено: всё было таким и раньше.")
    return redirect(url_for(".settings"))


def seen_school() -> School:
    """The school, for whoever may know of its settings."""
    school = the_school()
    return find_or_404(School, school.id) if school else abort(404)


def _differing(found: School, rules: dict) -> dict[str, str]:
    """What the school has now where the form says something else."""
    return {
        name: in_words(name, found.rule(name))
        for name, value in rules.items()
        if value != found.rule(name)
    }


def _courses(found: School) -> list[str]:
    """Courses a row may name: the school's, and those that rows still name."""
    named = {row.get("course") for row in found.rule("rounding_apart")} - {None}
    return sorted({*db.session.scalars(select(Course.name)), *named})


def _page(typed: dict, seen: str, sentence: str = "", *, problems=None, now=None) -> str:
    return render_template(
        "settings/index.html",
        typed=typed,
        seen=seen,
        sentence=sentence,
        problems=problems or {},
        now=now or {},
        codes=ABSENCES,
        always=ALWAYS,
        grades=GRADES,
        hours=HOURS,
        homework_from=HOMEWORK_FROM,
        marks=THRESHOLDS,
        rows=rows_of(typed),
        staff=STAFF,
        courses=_courses(seen_school()),
    )
