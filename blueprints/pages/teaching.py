"""Who teaches what: by class, with hours against the timetable; assigned, changed, ended."""

from collections import defaultdict

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from models.base import db
from models.journal.class_week import Clash, groups_of_class
from models.journal.day_plan import staff_names
from models.journal.teaching_change import (
    annul_assignment,
    assign_teacher,
    change_teacher,
    end_assignment,
    read_hours,
)
from models.journal.timetabling import slots_between
from models.refusal import Refused
from models.school.calendar import the_year
from models.school.groups import ClassGroup, StudyGroup, ever_held, open_on
from models.school.school import hold_school
from models.school.subject import Course
from models.school.teaching import TeachingAssignment
from models.school.week import classes_of


@guarded("teaching.view")
def teaching():
    """The classes of the year."""
    return render_template("teaching/index.html", classes=classes_of(the_year(actor().today).id))


@guarded("teaching.view")
def class_teaching(class_group_id: int):
    """Who teaches what in the class and its groups."""
    found = find_or_404(ClassGroup, class_group_id)
    authorize("teaching.view", found)
    return _page(found)


def _page(found: ClassGroup, problem: str = "", sentences=(), row_id: int | None = None):
    year, groups, today = the_year(actor().today), groups_of_class(found), actor().today
    rows = db.session.execute(
        select(TeachingAssignment, StudyGroup.name, Course.name)
        .join(StudyGroup, StudyGroup.id == TeachingAssignment.study_group_id)
        .join(Course, Course.id == TeachingAssignment.course_id)
        .where(TeachingAssignment.study_group_id.in_(groups), ever_held(TeachingAssignment))
        .order_by(Course.name, StudyGroup.name, TeachingAssignment.from_date)
    ).all()
    placed = defaultdict(float)
    for slot in slots_between(year, groups, today, today):
        hours = 0.5 if slot.parity else 1
        placed[slot.study_group_id, slot.course_id, slot.employee_id] += hours
        if slot.assistant_id:
            placed[slot.study_group_id, slot.course_id, slot.assistant_id] += hours
    names = db.session.execute(
        select(StudyGroup.id, StudyGroup.name)
        .where(StudyGroup.id.in_(groups), open_on(StudyGroup, today))
        .order_by(StudyGroup.name)
    )
    courses = db.session.execute(select(Course.id, Course.name).order_by(Course.name))
    page = render_template(
        "teaching/class.html",
        it=found,
        rows=rows,
        placed=placed,
        staff=staff_names(),
        groups=names.all(),
        courses=courses.all(),
        today=today,
        keeps=actor().granted("teaching.keep"),
        problem=problem,
        sentences=sentences,
        row_id=row_id,
        typed=request.form,
    )
    return (page, 422) if problem else page


@guarded("teaching.keep")
def assign(class_group_id: int):
    """A teacher gets a course of the class or one of its groups from a day on."""
    found = find_or_404(ClassGroup, class_group_id)
    authorize("teaching.keep", found)
    year, form = the_year(actor().today), request.form
    group = asked.number(form.get("group"))
    try:
        if group not in groups_of_class(found):
            raise Refused("Выберите группу этого класса.")
        who, course = asked.number(form.get("employee")), asked.number(form.get("course"))
        first = asked.day(form.get("first"))
        if first is None:
            raise Refused("Напишите, с какого дня.")
        assign_teacher(year, who, group, course, read_hours(form.get("hours")), first)
    except Refused as refusal:
        return _page(found, refusal.sentence)
    db.session.commit()
    flash("Сохранено")
    return redirect(url_for(".class_teaching", class_group_id=found.id))


@guarded("teaching.keep")
def change_assignment(assignment_id: int):
    """From a day on another teacher has it, or (none chosen) it ends."""
    row = find_or_404(TeachingAssignment, assignment_id)
    authorize("teaching.keep", row)
    of_class = _class_of(row)
    chosen, first = request.form.get("employee", ""), asked.day(request.form.get("first"))
    who = asked.number(chosen)
    try:
        with db.session.begin_nested():
            if first is None:
                raise Refused("Напишите, с какого дня.")
            if chosen and not who:
                raise Refused("Выберите нового учителя из списка.")
            if who:
                change_teacher(the_year(first), row, who, first)
            else:
                end_assignment(row, first)
    except Clash as clash:
        problem = "Не сохранено: у нового учителя накладки."
        return _page(of_class, problem, clash.sentences, row_id=assignment_id)
    except Refused as refusal:
        return _page(of_class, refusal.sentence, row_id=assignment_id)
    db.session.commit()
    flash("Сохранено")
    return redirect(url_for(".class_teaching", class_group_id=of_class.id))


@guarded("teaching.keep")
def annul_teaching(assignment_id: int):
    """What was entered by mistake is as if it had never been; where lessons stand on it, the
    page says so."""
    row = find_or_404(TeachingAssignment, assignment_id)
    authorize("teaching.keep", row)
    of_class = _class_of(row)
    hold_school()
    db.session.refresh(row)
    try:
        annul_assignment(row)
    except Refused as refusal:
        db.session.rollback()
        return _page(of_class, refusal.sentence, row_id=assignment_id)
    db.session.commit()
    flash("Нагрузка отменена, как будто её не было. Запись об этом осталась в изменениях.")
    return redirect(url_for(".class_teaching", class_group_id=of_class.id))


def _class_of(row: TeachingAssignment) -> ClassGroup:
    """The class on whose page the form stood."""
    found = db.session.get(ClassGroup, asked.number(request.form.get("class")) or 0)
    if found is None or row.study_group_id not in groups_of_class(found):
        raise Refused("Запрос неполон. Обновите страницу и повторите.")
    return found
