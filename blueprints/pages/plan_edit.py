"""Plans of topics made and changed: typed, pasted or from a file, looked at before it is saved."""

from pathlib import Path
from tempfile import NamedTemporaryFile

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.once import made_once
from blueprints.pages.plans import newest_of, own_journals, own_plan
from blueprints.security import begin_writing, late
from models.base import db
from models.exchange.plan_sheet import (
    COLUMNS,
    guess,
    read_sheet,
    read_topics,
    remember_columns,
    remembered_columns,
    text_of_file,
)
from models.journal.journal import Journal
from models.journal.plans.keeping import (
    GRADES,
    Draft,
    make_plan,
    save_version,
)
from models.journal.plans.plan import TopicPlan
from models.journal.plans.reading import topics_of
from models.refusal import Refused
from models.school.calendar import the_year
from models.school.groups import StudyGroup
from models.school.subject import Course


@guarded("plan.write")
def new_plan():
    """An empty form: subject, grade, and where the topics come from."""
    return _new_page(request.args)


def _new_page(typed, sentence: str = "") -> str:
    return render_template(
        "plans/new.html", pairs=_pairs(), typed=typed, sentence=sentence, grades=GRADES
    )


def _pairs() -> list[tuple[int, str, int]]:
    """(subject, its name, grade) of one's own journals: what one may make plans for."""
    rows = db.session.execute(
        select(Course.id, Course.name, StudyGroup.grade)
        .join(Journal, Journal.course_id == Course.id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .where(Journal.id.in_(own_journals()))
        .distinct()
        .order_by(StudyGroup.grade, Course.name)
    )
    return [tuple(row) for row in rows]


@guarded("plan.write")
@late
@made_once
def make_new_plan():
    """Make a plan: empty, or with the topics of a sheet once its columns are confirmed."""
    try:
        text = _brought_text()
        course_id, grade = _asked_pair()
        if text and "save" not in request.form:
            return _preview(url_for(".make_new_plan"), text)
        drafts, sheet, columns = _confirmed(text) if text else ([], None, [])
        begin_writing()
        year = the_year(actor().today)
        name = request.form.get("name", "")
        found = make_plan(name, course_id, grade, year, actor().person_id)
        save_version(found, drafts, year.starts_on, actor().account_id)
        if sheet:
            remember_columns(sheet, columns, actor().account_id)
    except Refused as refusal:
        db.session.rollback()
        return _new_page(request.form, refusal.sentence), 422
    flash(f"План создан, тем: {len(drafts)}" if drafts else "План создан. Впишите темы.")
    where = ".plan" if drafts else ".plan_topics"
    return redirect(url_for(where, plan_id=found.id))


def _asked_pair() -> tuple[int | None, int | None]:
    """Subject and grade of the plan, as the form names them."""
    course, _, grade = request.form.get("pair", "").partition("-")
    course_id, grade_number = asked.number(course), asked.number(grade)
    if not any((course_id, grade_number) == (own, of) for own, _, of in _pairs()):
        raise Refused("Выберите предмет и параллель из списка.")
    return course_id, grade_number


def _brought_text() -> str:
    """The cells of the file, or what was pasted."""
    file = request.files.get("file")
    if not file or not file.filename:
        return request.form.get("text", "").strip("\r\n")
    with NamedTemporaryFile(suffix=Path(file.filename).suffix[:8]) as kept:
        file.save(kept.name)
        return text_of_file(Path(kept.name))


def _preview(action: str, text: str, plan: TopicPlan | None = None, sentence: str = ""):
    """What the columns seem to be, and what comes of it; nothing is written."""
    sheet = read_sheet(text)
    chosen, known = _chosen(sheet), remembered_columns(sheet, actor().account_id)
    columns = chosen or known or guess(sheet)
    try:
        drafts, faults = read_topics(sheet, columns)
    except Refused as refusal:
        drafts, faults, sentence = [], [], sentence or refusal.sentence
    return render_template(
        "plans/preview.html",
        action=action,
        plan=plan,
        text=text,
        sheet=sheet,
        columns=columns,
        remembered=bool(known) and not chosen,
        kinds=COLUMNS,
        drafts=drafts,
        faults=faults,
        typed=request.form,
        sentence=sentence,
    )


def _chosen(sheet) -> list[str]:
    chosen = request.form.getlist("column")
    return chosen if len(chosen) == sheet.width and set(chosen) <= set(COLUMNS) else []


def _confirmed(text: str):
    sheet = read_sheet(text)
    columns = _chosen(sheet) or guess(sheet)
    drafts, _faults = read_topics(sheet, columns)
    if not drafts:
        raise Refused("В таблице нет ни одной темы: проверьте, что значит каждый столбец.")
    return drafts, sheet, columns


@guarded("plan.write")
def plan_sheet(plan_id: int):
    """Paste columns or bring a file for a plan that is there."""
    return render_template("plans/sheet.html", plan=own_plan(plan_id), typed={}, sentence="")


@guarded("plan.write")
@late
@made_once
def save_plan_sheet(plan_id: int):
    """Replace the plan's topics by those of a sheet, once its columns are confirmed."""
    found = own_plan(plan_id)
    try:
        text = _brought_text()
        if "save" not in request.form:
            return _preview(url_for(".save_plan_sheet", plan_id=plan_id), text, found)
        drafts, sheet, columns = _confirmed(text)
        begin_writing()
        found = own_plan(plan_id)
        new = save_version(found, drafts, actor().today, actor().account_id)
        remember_columns(sheet, columns, actor().account_id)
    except Refused as refusal:
        db.session.rollback()
        page = {"plan": own_plan(plan_id), "typed": request.form, "sentence": refusal.sentence}
        return render_template("plans/sheet.html", **page), 422
    flash(f"Загружено, тем: {len(drafts)}" if new else "Ничего не изменено: те же темы и были.")
    return redirect(url_for(".plan", plan_id=plan_id))


@guarded("plan.write")
@made_once
def copy_plan(plan_id: int):
    """One's own plan out of a colleague's, or of one's own."""
    source = find_or_404(TopicPlan, plan_id)
    authorize("plan.view", source)
    year = the_year(actor().today)
    made = make_plan(source.name, source.course_id, source.grade, year, actor().person_id)
    newest = newest_of(source.id)
    topics = topics_of(newest.id) if newest else []
    drafts = [Draft(t.name, t.hours, t.section, t.homework, t.term) for t in topics]
    save_version(made, drafts, year.starts_on, actor().account_id)
    flash("Ваш план создан по образцу")
    return redirect(url_for(".plan", plan_id=made.id))
