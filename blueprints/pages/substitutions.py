"""Changes of a day: «Учитель заболел», a swap, an added lesson; each can be taken back."""

from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import func, select

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from models.base import db
from models.journal.day_plan import DayPlan, staff_names
from models.journal.stand_ins import check_days, chosen, do, lessons_of, note_absence
from models.journal.substituting import add_lesson, cancel_lesson, swap_lessons, withdraw
from models.journal.swapping import day_classes, exchangeable
from models.journal.uncovered import come_back, is_away, uncovered
from models.refusal import Refused
from models.school.calendar import the_year
from models.school.groups import StudyGroup, by_grade
from models.school.school import hold_school
from models.school.subject import Course
from models.school.teaching import TeachingAssignment, within
from models.school.timetable import CHANGE_WORD, WEEKDAYS, Substitution, standing
from models.school.week import classes_of, next_school_day

STALE = (
    "Пока вы выбирали, часть уроков решили иначе. Ничего не сохранено, ваш выбор остался: сверьте."
)
REASONS = ("болезнь", "курсы", "командировка", "отпуск", "семейные обстоятельства")


def asked_day(name: str = "day") -> date:
    """The day of the address or the form; today where none is asked."""
    return asked.day(request.values.get(name)) or actor().today


def next_day() -> date:
    """Today, or the next school day."""
    today = actor().today
    return next_school_day(the_year(today), today - timedelta(days=1), 1) or today


@guarded("substitution.view")
def substitutions():
    """The changes of a day (today's, or the next school day's), and the ways to make one."""
    day = asked.day(request.args.get("day")) or next_day()
    plan, names = DayPlan(the_year(day), day), staff_names()
    return render_template(
        "substitutions/day.html",
        day=day,
        weekday=WEEKDAYS[day.weekday()],
        around=[found for step in (-1, 1) if (found := next_school_day(the_year(day), day, step))],
        lines=[lesson for lesson in plan.lessons if lesson.change is not None],
        uncovered=uncovered(plan),
        names=names,
        words=CHANGE_WORD,
        reasons=REASONS,
        keeps=actor().granted("substitution.keep"),
        coming=_coming(day),
    )


def _coming(day: date) -> list:
    """The days ahead that have changes, with their number."""
    query = (
        select(Substitution.on_date, func.count())
        .where(Substitution.on_date > day, standing())
        .group_by(Substitution.on_date)
        .order_by(Substitution.on_date)
    )
    return db.session.execute(query.limit(14)).all()


@guarded("substitution.keep")
def absence():
    """«Учитель заболел»: the lessons of somebody away × who could take each."""
    return _absence_page()


def _absence_page(problems: dict | None = None, problem: str = "", stale: set | None = None):
    args = request.values
    who, first = asked.number(args.get("employee")), asked_day("first")
    last = asked.day(args.get("last")) or first
    names, rows = staff_names(), []
    try:
        check_days(first, last)
        if who in names:
            rows = lessons_of(the_year(first), who, first, last)
    except Refused as refusal:
        problem = refusal.sentence
    page = render_template(
        "substitutions/absence.html",
        who=who,
        first=first,
        last=last,
        names=names,
        rows=rows,
        reason=args.get("reason", REASONS[0]),
        document=args.get("document", ""),
        reasons=REASONS,
        weekdays=WEEKDAYS,
        problems=(problems or {}) | _stands_now(rows, stale or set()),
        problem=problem,
        typed=_changed(),
        is_away=bool(who) and is_away(who, first),
    )
    return (page, 409 if stale else 422) if problem or problems or stale else page


def _changed() -> dict[str, str]:
    """The lessons whose choice is not the one the page was opened with: lesson → choice."""
    form = request.form
    names = [name for name in form if name.startswith("do-")]
    return {name: form[name] for name in names if form[name] != form.get(f"was-{name}", "")}


def _stands_now(rows: list, stale: set) -> dict[str, str]:
    """What somebody else has meanwhile decided, beside each lesson concerned."""
    return {row.name: f"Сейчас здесь: {row.stands}." for row in rows if row.name in stale}


@guarded("substitution.keep")
def save_absence():
    """Do what was chosen for every lesson in one step; what cannot be comes back with its
    reason, and nothing is saved. A lesson decided otherwise since the page was opened is 409."""
    form, problems = request.form, {}
    hold_school()
    who = asked.number(form.get("employee")) or 0
    first, last = asked.day(form.get("first")), asked.day(form.get("last"))
    try:
        away = note_absence(who, first, last, form.get("reason", ""), form.get("document", ""))
        problems, stale = _do_all(away)
    except Refused as refusal:
        db.session.rollback()
        return _absence_page(problem=refusal.sentence)
    if stale:
        db.session.rollback()
        return _absence_page(problems, STALE, stale)
    if problems:
        db.session.rollback()
        return _absence_page(problems, "Не сохранено: причина стоит у отмеченных уроков.")
    db.session.commit()
    flash("Сохранено: права заменяющих и дневники уже изменились")
    return redirect(url_for(".substitutions", day=first))


def _do_all(away) -> tuple[dict[str, str], set[str]]:
    """(lesson → why it cannot be, lessons decided otherwise since the page was opened)."""
    problems, stale, year, changed = {}, set(), the_year(away.from_date), _changed()
    day = away.from_date
    while day <= away.until:
        start = f"do-{day:%Y%m%d}-"
        for name in (name for name in changed if name.startswith(start)):
            plan = DayPlan(year, day)
            lesson = plan.named(asked.number(name.removeprefix(start)) or 0)
            try:
                if lesson is None or lesson.owner_id != away.employee_id:
                    raise Refused("Этого урока у учителя в этот день нет.")
                stands = chosen(lesson)
                if changed[name] == stands:
                    continue  # pressed twice, or both decided the same
                if request.form.get(f"was-{name}", "") != stands:
                    stale.add(name)
                elif changed[name]:
                    do(plan, lesson, changed[name], away)
                else:
                    withdraw(year, lesson.change)
            except Refused as refusal:
                problems[name] = refusal.sentence
        day += timedelta(days=1)
    return problems, stale


@guarded("substitution.keep")
def end_absence():
    """The teacher is there again from a day on."""
    who, day = asked.number(request.form.get("employee")) or 0, asked_day("first")
    try:
        come_back(who, day)
    except Refused as refusal:
        db.session.rollback()
        return _absence_page(problem=refusal.sentence)
    db.session.commit()
    flash(f"Учитель на работе с {day:%d.%m.%Y}. Сделанные замены остались: снимите лишние.")
    return redirect(url_for(".substitutions", day=day))


@guarded("substitution.keep")
def new_change():
    """A swap, a cancelled or an added lesson of a day."""
    return _change_page()


def _change_page(problem: str = ""):
    day = asked_day()
    plan = DayPlan(the_year(day), day)
    classes = day_classes(plan)
    one = plan.named(_key(request.values.get("one")))
    own = request.values.get("of", "") or next(iter(classes.of(one) if one else []), "")
    taught = db.session.execute(
        select(StudyGroup, TeachingAssignment, Course.name)
        .join(StudyGroup, StudyGroup.id == TeachingAssignment.study_group_id)
        .join(Course, Course.id == TeachingAssignment.course_id)
        .where(within(TeachingAssignment, day))
        .order_by(StudyGroup.grade, StudyGroup.name, Course.name)
    ).all()
    page = render_template(
        "substitutions/change.html",
        day=day,
        weekday=WEEKDAYS[day.weekday()],
        classes=_class_names(day, classes.names),
        own=own,
        lessons=classes.by_class.get(own, []),
        one=one if one in classes.by_class.get(own, []) else None,
        others=exchangeable(plan, one, classes) if one else {},
        names=staff_names(),
        taught=[line for line in taught if own in line[0].class_names],
        typed=request.form,
        problem=problem,
    )
    return (page, 422) if problem else page


def _class_names(day: date, more: list[str]) -> list[str]:
    """The classes of the year, and who else has lessons on the day: those taught at home."""
    own = {one.name for one in classes_of(the_year(day).id)}
    return sorted({*own, *more}, key=by_grade)


@guarded("substitution.keep")
def save_change():
    """Make the swap, cancel or add the lesson."""
    form, reason = request.form, request.form.get("reason", "")
    try:
        day = asked.written_day(form.get("day"))
        year = the_year(day)
        hold_school()
        with db.session.begin_nested():
            if form.get("what") == "added":
                _add(year, day, reason)
            else:
                _change(DayPlan(year, day), form.get("what"), reason)
    except Refused as refusal:
        return _change_page(refusal.sentence)
    db.session.commit()
    flash("Сохранено")
    return redirect(url_for(".substitutions", day=day))


def _add(year, day: date, reason: str) -> None:
    row = db.session.get(TeachingAssignment, asked.number(request.form.get("taught")) or 0)
    number = asked.number(request.form.get("number"))
    if row is None or not number or number > 12:
        raise Refused("Выберите, что и на каком уроке добавить.")
    add_lesson(year, day, (row.study_group_id, row.course_id), row.employee_id, number, reason)


def _change(plan: DayPlan, what: str | None, reason: str) -> None:
    one, other = (plan.named(_key(request.form.get(name))) for name in ("one", "other"))
    if what == "swapped" and one and other:
        swap_lessons(plan, one, other, reason)
    elif what == "cancelled" and one:
        cancel_lesson(plan, one, reason)
    else:
        raise Refused("Выберите уроки из списка.")


def _key(text: str | None) -> int:
    return asked.number(text) or 0


@guarded("substitution.keep")
def withdraw_change(substitution_id: int):
    """Take a change back: the lesson is again what the timetable says."""
    found = find_or_404(Substitution, substitution_id)
    authorize("substitution.keep", found)
    hold_school()
    db.session.refresh(found)
    withdraw(the_year(found.on_date), found)
    db.session.commit()
    flash("Изменение снято")
    return redirect(url_for(".substitutions", day=found.on_date))
