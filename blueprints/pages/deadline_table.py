"""The table of clause 2.4: what is entered, by whom, by when, how controlled; and its numbers."""

from dataclasses import fields
from datetime import timedelta

from flask import abort, flash, redirect, render_template, request, url_for

from blueprints import asked
from blueprints.guard import actor, authorize, guarded
from blueprints.pace import paced
from blueprints.pages.settings import seen_school
from blueprints.presentation import printed_at
from blueprints.printing import pdf
from blueprints.room import school
from models import clock
from models.access.pace import PRINT
from models.base import db
from models.control.numbers import (
    CHOICES,
    CLAUSES,
    RANGES,
    WORDS,
    Numbers,
    in_words,
    numbers_of,
    read_numbers,
)
from models.control.rule_set import RuleSet, numbers_on, rule_sets, set_numbers, sets_to_come
from models.control.rules import rules_in_mode
from models.office.officials import administrator_on, director_on
from models.office.order import ELECTRONIC, TRANSITION
from models.refusal import Refused, WrongFields
from models.school.school import hold_school

MODES = {
    TRANSITION: "Переходный период: ведётся бумажный журнал, записи переносит оператор",
    ELECTRONIC: "Электронный журнал",
    "": "В любом режиме",
}


@guarded("deadline.view")
def deadlines():
    """The table as the rules in force today make it."""
    numbers = numbers_on(actor().today)
    return render_template(
        "control/deadlines.html",
        modes={mode: (words, rules_in_mode(mode)) for mode, words in MODES.items()},
        numbers=numbers,
        today=actor().today,
        coming=_coming(),
    )


@guarded("deadline.view")
@paced(PRINT)
def printed_deadlines():
    """The same as a paper to sign."""
    numbers, facts = numbers_on(actor().today), school()
    parts = [
        {"title": words, "rows": [_printed(rule, numbers) for rule in rules_in_mode(mode)]}
        for mode, words in MODES.items()
    ]
    data = {
        "school": facts.name if facts else "",
        "day": f"{actor().today:%d.%m.%Y}",
        "parts": parts,
        "coming": [
            f"С {row.from_date:%d.%m.%Y} меняется: {'; '.join(said)}. Основание: {row.act}."
            for row, said in _coming()
        ],
        "printed": printed_at(clock.now()),
        "by": actor().name,
        "director": director_on(actor().today),
        "administrator": administrator_on(actor().today),
    }
    return pdf("deadlines", data, "Сроки по регламенту")


def _printed(rule, numbers: Numbers) -> list[str]:
    who = ", ".join(role.title.lower() for role in rule.writers)
    what = f"{rule.title}. {rule.document}"
    return [rule.clause, what, who, rule.change, rule.due(numbers), rule.control]


@guarded("rule.change")
def rule_numbers():
    """The numbers in force, those before them, and a form for the next ones."""
    authorize("setting.view", seen_school())
    now = numbers_on(actor().today)
    return _numbers_page({name: str(value) for name, value in now.as_json().items()})


@guarded("rule.change")
def change_rule_numbers():
    """From a day on other numbers hold, by a local act."""
    authorize("setting.change", seen_school())
    hold_school()
    typed = request.form
    if "back" in typed:
        return _take_back(asked.number(typed["back"]))
    try:
        numbers = read_numbers(typed)
        day = asked.day(typed.get("from_date"))
        set_numbers(numbers, day, typed.get("act", ""), actor().today, actor().account_id)
    except Refused as refusal:
        problems = refusal.problems if isinstance(refusal, WrongFields) else {}
        return _numbers_page(typed, refusal.sentence, problems), 422
    db.session.commit()
    flash("Сохранено. Прошлые дни судятся по прежним срокам.")
    return redirect(url_for(".rule_numbers"))


def _take_back(set_id: int | None):
    """What has not begun shall not begin."""
    row = next((one for one in rule_sets() if one.id == set_id), None)
    if row is None:
        abort(404)
    row.take_back(actor().today)
    db.session.commit()
    flash("Отменено: эти сроки не начнут действовать.")
    return redirect(url_for(".rule_numbers"))


def _coming() -> list[tuple[RuleSet, list[str]]]:
    """The changes that will begin: what each changes in what holds the day before it."""
    return [
        (row, _changes(numbers_of(row.numbers), numbers_on(row.from_date - timedelta(days=1))))
        for row in sets_to_come(actor().today)
    ]


def _changes(new: Numbers, old: Numbers) -> list[str]:
    before = old.as_json()
    return [
        f"{WORDS[name]}: {in_words(name, value)} (было: {in_words(name, before[name])})"
        for name, value in new.as_json().items()
        if value != before[name]
    ]


def _numbers_page(typed, sentence: str = "", problems=None) -> str:
    return render_template(
        "control/numbers.html",
        names=[field.name for field in fields(Numbers)],
        words=WORDS,
        clauses=CLAUSES,
        ranges=RANGES,
        choices=CHOICES,
        typed=typed,
        sentence=sentence,
        problems=problems or {},
        sets=[(row, _differing(numbers_of(row.numbers))) for row in rule_sets()],
        coming=_coming(),
        today=actor().today,
    )


def _differing(numbers: Numbers) -> list[str]:
    """What a set says other than the regulation."""
    own = Numbers().as_json()
    return [
        f"{WORDS[name]}: {in_words(name, value)}"
        for name, value in numbers.as_json().items()
        if value != own[name]
    ]
