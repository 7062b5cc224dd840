"""Checks of journals: cells and days worth a look, each with a link to its very place, what mends
it in one press, and a word why it is right as it is."""

from datetime import date, timedelta

from flask import abort, flash, redirect, render_template, request, url_for

from blueprints import asked
from blueprints.guard import actor, authorize, guarded, seen_journal
from blueprints.pace import paced
from blueprints.room import school
from models.access.pace import SEARCH
from models.access.role import Role
from models.base import db
from models.control.checks import kinds, mending
from models.control.checks.kinds import CHECKS, MOST, Suspect
from models.control.checks.suspects import suspects
from models.control.explanation import say_why
from models.control.facts import main_teachers
from models.journal.facts import columns_named
from models.journal.reach import journals_in_reach, taught_by
from models.people.person import Person
from models.people.student import Student
from models.refusal import Refused
from models.school.calendar import the_year
from models.school.school import hold_school

_DONE = {
    kinds.MADE_UP: "записано, что это отработка",
    kinds.PRESENT: "записано, что ученик был",
    kinds.PROPOSED: "поставлена предложенная отметка за период",
    kinds.NONE_SET: "записано «не задано»",
}
SHOWN = 50  # places of a check before somebody asks for all of it
SPANS = {"month": "за 30 дней", "year": "с начала года"}


@guarded("check.view")
@paced(SEARCH)
def journal_checks():
    """Every check with what it found; none of it is a breach yet."""
    return _page()


def _page(sentence: str = "", typed: dict | None = None):
    span = request.values.get("span", "month")
    span = span if span in SPANS else "month"
    looked_for = _looked_for()
    found = suspects(_first(span), actor().today, journals_in_reach(actor()), looked_for)
    explains, mends = _own(), _mine()
    return render_template(
        "control/checks.html",
        parts=_parts(found, explains, mends),
        found=found,
        checks=CHECKS,
        clean=[CHECKS[name].title for name, rows in found.items() if not rows],
        off=[check for check in CHECKS.values() if check.name in looked_for - found.keys()],
        span=span,
        spans=SPANS,
        most=MOST,
        mine=mends,
        explains=explains,
        shown=SHOWN,
        whole=request.args.get("whole", ""),
        teachers=_teachers(),
        may_switch=actor().granted("setting.change"),
        may_explain=actor().granted("check.explain"),
        sentence=sentence,
        typed=typed or {},
    )


def _looked_for() -> frozenset[str]:
    """An operator copies: what a teacher decided is not theirs to weigh."""
    return frozenset(CHECKS) - (kinds.TAUGHT if actor().role is Role.OPERATOR else frozenset())


def _teachers() -> dict[int, str]:
    """Journal → its teacher, where that is somebody else: one knows one's own name."""
    person = db.session.get(Person, actor().person_id)
    found = main_teachers(actor().today)
    return {one: name for one, name in found.items() if name != person.initials}


def _first(span: str) -> date:
    today = actor().today
    return the_year(today).starts_on if span == "year" else today - timedelta(days=29)


def _parts(found: dict, own: frozenset[int] | None, mends: frozenset[int] | None) -> list[tuple]:
    """(head, check → what it found): own journals before those of colleagues in one's class; what
    one press mends first where the actor mends at all."""
    if mends is None or mends:
        found = dict(sorted(found.items(), key=lambda item: not CHECKS[item[0]].repairs))
    if own is None:
        return [("", found)]
    mine = {name: [one for one in rows if one.journal_id in own] for name, rows in found.items()}
    rest = {
        name: [one for one in rows if one.journal_id not in own] for name, rows in found.items()
    }
    heads = (("В моих журналах", mine), ("В моём классе у других учителей", rest))
    shown = [(head, part) for head, part in heads if any(part.values())]
    return shown if any(rest.values()) else [("", mine)]


def _own() -> frozenset[int] | None:
    """The journals a teacher teaches; None: the actor's is all in reach."""
    who = actor()
    return taught_by(who.person_id, who.today) if who.role is Role.TEACHER else None


def _mine() -> frozenset[int] | None:
    """The journals in which the actor may mend; None: all in reach."""
    if not actor().granted("term_mark.give"):
        return frozenset()
    return _own()


@guarded("setting.change")
def switch_checks():
    """Which checks are made."""
    wanted = set(request.form.getlist("check"))
    if not wanted <= CHECKS.keys():
        raise Refused("Такой проверки нет. Обновите страницу и повторите.")
    hold_school()
    kinds.switch(wanted)
    db.session.commit()
    flash("Сохранено")
    return redirect(url_for(".journal_checks"))


@guarded("check.explain")
def explain_check():
    """Say why something found is right as it is: it leaves the list of what waits."""
    name, key, text = (request.form.get(field, "") for field in ("check", "key", "text"))
    one = _found(name, key)
    authorize("check.explain", seen_journal(one.journal_id))
    try:
        about = f"{one.title}, {one.on_date:%d.%m}: {one.about}"
        say_why(name, key, about, text, actor().person_id)
    except Refused as refusal:
        return _page(refusal.sentence, {"key": key, "check": name, "text": text}), 422
    db.session.commit()
    flash("Записано")
    return redirect(url_for(".journal_checks", span=request.form.get("span", "month")))


def _found(name: str, key: str) -> Suspect:
    reach = journals_in_reach(actor())
    rows = suspects(_first("year"), actor().today, reach, frozenset({name})).get(name, [])
    one = next((one for one in rows if one.key == key), None)
    if one is None:
        raise Refused("Такого места в проверках больше нет. Обновите страницу.")
    return one


@guarded("term_mark.give")
def mend_check(journal_id: int):
    """Mend one place by one press, as a hand in the journal would."""
    journal = seen_journal(journal_id)
    authorize("term_mark.give", journal)
    verb, form = request.form.get("verb", ""), request.form
    who, by = asked.number(form.get("student")), actor().account_id
    if verb in mending.OF_CELL:
        column = columns_named(journal, [asked.number(form.get("column")) or 0])
        found = next(iter(column.values()), None) or abort(404)
        authorize("cell.write", found)
        mending.mend_cell(verb, found, who or 0, school(), by)
        where = f"{found.lesson.on_date:%d.%m}, {_pupil(who)}"
    elif verb == kinds.PROPOSED:
        mending.give_proposed(journal, form.get("period", ""), who or 0, school())
        where = _pupil(who)
    elif verb == kinds.NONE_SET:
        lesson = mending.lesson_of(journal.id, asked.number(form.get("lesson"))) or abort(404)
        authorize("lesson.write", lesson)
        mending.set_no_homework(lesson, by)
        where = f"{lesson.on_date:%d.%m}"
    else:
        raise Refused("Выберите, что исправить.")
    db.session.commit()
    flash(f"{journal.group.name}, {journal.course.name}, {where}: {_DONE[verb]}")
    return redirect(url_for(".journal_checks", span=form.get("span", "month")))


def _pupil(student_id: int) -> str:
    return db.session.get(Student, student_id).person.short_name
