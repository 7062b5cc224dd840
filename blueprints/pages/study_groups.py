"""Study groups of a class: who sits in which from a day on; new ones, also across classes."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pages.pupils import asked_day
from models.access.policy import may
from models.base import db
from models.office.pupil_reach import classes_in_reach
from models.office.register import class_list
from models.refusal import Refused
from models.school.calendar import the_year
from models.school.closed_places import (
    StaleName,
    close_group,
    group_of,
    open_again,
    rename_group,
)
from models.school.grouping import (
    StaleGroups,
    halves_of,
    join_groups,
    joined_with,
    make_half,
    may_join,
    seat_from,
    seating,
)
from models.school.groups import ClassGroup
from models.school.school import hold_school
from models.school.week import classes_of


@guarded("group.view")
def study_groups():
    """The classes whose groups one sees."""
    own = classes_in_reach(actor())
    classes = [c for c in classes_of(the_year(actor().today).id) if own is None or c.id in own]
    return render_template("pupils/groups.html", classes=classes)


def _class(class_group_id: int, action: str) -> ClassGroup:
    found = find_or_404(ClassGroup, class_group_id)
    authorize(action, found)
    return found


@guarded("group.view")
def class_groups(class_group_id: int):
    """Pupils of a class × its groups on a day."""
    return _page(_class(class_group_id, "group.view"))


def _page(
    own: ClassGroup, sentence: str = "", ticked: dict | None = None, compared: bool = False
) -> str:
    day = asked_day()
    now = seating(own.id, day)
    return render_template(
        "pupils/class_groups.html",
        group=own,
        day=day,
        lines=class_list(own.id, day),
        halves=halves_of(own.id, day),
        every=halves_of(own.id),
        members=ticked if ticked is not None else now.members,
        stands=now.members if compared else None,
        seen=now.seen,
        joined=joined_with(own.id),
        others=may_join(own, day),
        today=actor().today,
        keeps=actor().granted("group.keep") and may(actor(), "group.keep", own),
        sentence=sentence,
        typed=request.form,
    )


@guarded("group.keep")
def seat_pupils(class_group_id: int):
    """From the day of the form on the ticked pupils sit in the groups, and nobody else."""
    own = _class(class_group_id, "group.keep")
    wanted, strange = _ticked(own)
    hold_school()
    try:
        day = asked.written_day(request.form.get("day"))
        _refuse_unfit(own, day, wanted, strange)
        changed = seat_from(own, day, wanted, request.form.get("seen", ""))
    except Refused as refusal:
        db.session.rollback()
        stale = isinstance(refusal, StaleGroups)
        return _page(own, refusal.sentence, wanted, stale), 409 if stale else 422
    db.session.commit()
    flash(
        f"Сохранено. Мест изменено: {changed}, с {day:%d.%m.%Y}." if changed else "Менять нечего."
    )
    return _back(own)


def _refuse_unfit(own: ClassGroup, day: date, wanted: dict, strange: list[str]) -> None:
    """Refuse a form that was cut off, and ticks of other groups or of pupils of other classes."""
    if request.form.get("whole") != "1":
        raise Refused("Форма дошла не целиком. Ничего не сохранено: проверьте и повторите.")
    listed = {line.student_id for line in class_list(own.id, day)}
    if strange or not set().union(*wanted.values()) <= listed:
        raise Refused("Отмечено то, чего в этом классе нет. Ничего не сохранено: сверьте.")


def _ticked(own: ClassGroup) -> tuple[dict[int, set[int]], list[str]]:
    """Group → pupils of the boxes «group-pupil», and the boxes that are none of this class."""
    wanted: dict[int, set[int]] = {group.id: set() for group in halves_of(own.id, asked_day())}
    strange = []
    for box in request.form.getlist("in"):
        group, _, pupil = box.partition("-")
        numbers = asked.number(group), asked.number(pupil)
        if numbers[0] in wanted and numbers[1]:
            wanted[numbers[0]].add(numbers[1])
        else:
            strange.append(box)
    return wanted, strange


def _back(own: ClassGroup):
    day = asked_day().isoformat()
    return redirect(url_for(".class_groups", class_group_id=own.id, day=day))


@guarded("group.keep")
def make_group(class_group_id: int):
    """A new group: of the class, or (where others are ticked) joined with those of others."""
    own, form = _class(class_group_id, "group.keep"), request.form
    hold_school()
    try:
        day = asked.written_day(form["day"]) if "day" in form else actor().today
        if "join" in form:
            others = [number for text in form.getlist("other") if (number := asked.number(text))]
            made = join_groups(own, asked.number(form.get("mine")), others, day)
        else:
            made = make_half(own, form.get("name", "")[:80])
    except Refused as refusal:
        db.session.rollback()
        return _page(own, refusal.sentence), 422
    db.session.commit()
    flash(f"Группа создана: {made.name}.")
    return _back(own)


def _changed(class_group_id: int, change):
    """Do something with a group of the class: refused, the page comes back as it was typed."""
    own = _class(class_group_id, "group.keep")
    hold_school()
    try:
        told = change(own)
    except Refused as refusal:
        db.session.rollback()
        return _page(own, refusal.sentence), 409 if isinstance(refusal, StaleName) else 422
    db.session.commit()
    flash(told)
    return _back(own)


@guarded("group.keep")
def rename_study_group(class_group_id: int):
    """A group of the class gets another name."""

    def change(own: ClassGroup) -> str:
        group, form = group_of(own, asked.number(request.form.get("group"))), request.form
        renamed = rename_group(own, group, form.get("called", "")[:80], form.get("was", ""))
        return f"Теперь подгруппа называется «{group.name}»." if renamed else "Менять нечего."

    return _changed(class_group_id, change)


@guarded("group.keep")
def close_study_group(class_group_id: int):
    """A group is there no more from a day on."""

    def change(own: ClassGroup) -> str:
        group = group_of(own, asked.number(request.form.get("group")), joined=True)
        day = asked.written_day(request.form.get("closed"))
        close_group(group, day, actor().today)
        return f"Подгруппа «{group.name}» закрыта с {day:%d.%m.%Y}."

    return _changed(class_group_id, change)


@guarded("group.keep")
def open_study_group(class_group_id: int):
    """A group closed by mistake is there again."""

    def change(own: ClassGroup) -> str:
        group = group_of(own, asked.number(request.form.get("group")), joined=True)
        open_again(group)
        return f"Подгруппа «{group.name}» снова открыта. Отметьте, кто в ней, и назначьте учителя."

    return _changed(class_group_id, change)
