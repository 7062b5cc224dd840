"""Orders about pupils: enrolment, transfer, departure, return, at home, away; put right."""

from datetime import date, timedelta

from flask import abort, flash, redirect, render_template, request, url_for

from blueprints.forms.movement import TITLES, TypedMovement, typed_movement
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.trace import traced
from models.access.policy import may
from models.access.viewing import CARD
from models.base import db
from models.fingerprint import fingerprint
from models.office.elsewhere import home_groups, send_away, teach_at_home
from models.office.movement import (
    ARRIVAL,
    DEPARTURE,
    HOME,
    LEAVE,
    LONGEST_NOTE,
    LONGEST_PLACE,
    OF_LIST,
    RETURN,
    TRANSFER,
    Movement,
)
from models.office.moving import Right, Said, annul, correct, depart, enrol, transfer
from models.office.ordering import the_order
from models.office.pupil_reach import class_id_of, classes_in_reach
from models.people.student import Student
from models.refusal import Refused, WrongFields
from models.school.calendar import the_year
from models.school.grouping import halves_of
from models.school.groups import ClassGroup, Enrolment
from models.school.leave import PLACES
from models.school.roster import class_of
from models.school.school import hold_school
from models.school.week import classes_of

DAY = timedelta(days=1)
OFFERED = (TRANSFER, DEPARTURE, RETURN, HOME, LEAVE)
HEADS = {
    TRANSFER: "Перевести в другой класс",
    DEPARTURE: "Выбыл из школы",
    RETURN: "Зачислить снова",
    HOME: "Обучение на дому",
    LEAVE: "Больница или санаторий",
}


@guarded("movement.enter")
def new_movement(student_id: int):
    """An empty order about a pupil; `?kind=` says what happens."""
    student = _student(student_id)
    kind = request.args.get("kind", TRANSFER)
    if kind not in OFFERED:
        abort(404)
    today = actor().today.isoformat()
    typed = TypedMovement({"kind": kind, "on_date": today, "day": today})
    return _page(student, kind, typed)


def _student(student_id: int) -> Student:
    found = find_or_404(Student, student_id)
    authorize("movement.enter", found)
    return found


@guarded("movement.enter")
@traced(CARD)
def enter_movement(student_id: int):
    """Write the order and what follows from it, or nothing; what was typed stays."""
    student, typed = _student(student_id), typed_movement(request.form)
    kind = typed.get("kind")
    if kind not in OFFERED:
        abort(422, description="Запрос неполон. Обновите страницу и повторите.")
    hold_school()
    try:
        moved = _written(student, kind, typed)
    except Refused as refusal:
        db.session.rollback()
        return _page(student, kind, typed, refusal), 422
    db.session.commit()
    return entered(moved)


def said_of(kind: str, typed: TypedMovement) -> Said:
    """The order of the form, entered where it is new, and the rest of what the form says."""
    order = the_order(typed.get("number"), typed.day("on_date"), TITLES[kind], actor().today)
    said = {"place": (typed.get("place"), LONGEST_PLACE), "note": (typed.get("note"), LONGEST_NOTE)}
    problems = {
        name: f"Не длиннее {longest} знаков, написано {len(text)}."
        for name, (text, longest) in said.items()
        if len(text) > longest
    }
    if problems:
        raise WrongFields(problems)
    return Said(order, actor().account_id, typed.get("place"), typed.get("note"))


def _written(student: Student, kind: str, typed: TypedMovement) -> Movement:
    day, until = typed.day("day"), typed.day("until")
    if day is None:
        raise WrongFields({"day": "Укажите день."})
    if typed.get("until") and until is None:
        raise WrongFields({"until": "Это не похоже на дату."})
    said = said_of(kind, typed)
    if kind == DEPARTURE:
        return depart(student, day, said)
    if kind == HOME:
        return teach_at_home(student, day, until, said, typed.number("group"))
    if kind == LEAVE:
        return send_away(student, typed.get("where"), day, until, said)
    verb = transfer if kind == TRANSFER else enrol
    return verb(student, chosen_class(typed, day), day, said)


def chosen_class(typed: TypedMovement, day: date) -> ClassGroup:
    """The class of the form, of the day's year, among those the actor keeps. Raises
    WrongFields."""
    number = typed.number("class")
    found = next((c for c in classes_of(the_year(day).id) if c.id == number), None)
    if found is None:
        raise WrongFields({"class": "Выберите класс."})
    if found not in kept_classes(day):
        raise WrongFields(
            {"class": "Это не ваш класс. В него зачисляет и переводит администратор или секретарь."}
        )
    return found


def kept_classes(day: date) -> list[ClassGroup]:
    """The classes of a day's year whose lists the actor keeps: an operator's own, the office's
    all (5.3: an operator works in the classes of the order)."""
    own = classes_in_reach(actor())
    return [c for c in classes_of(the_year(day).id) if own is None or c.id in own]


def entered(moved: Movement):
    """Back to the card; where the new class has groups, on to them."""
    later = moved.on_date > actor().today
    coming = f" Действует с {moved.on_date:%d.%m.%Y}." if later else ""
    flash(f"Внесено: {moved.title}, {moved.order.name}.{coming}")
    row = db.session.get(Enrolment, moved.enrolment_id) if moved.enrolment_id else None
    if moved.kind in (ARRIVAL, TRANSFER, RETURN) and row and halves_of(row.class_group_id):
        group = db.session.get(ClassGroup, row.class_group_id)
        if may_keep_groups(group):
            flash("Теперь отметьте, в каких подгруппах ученик учится с этого дня.")
            where = {"class_group_id": group.id, "day": moved.on_date.isoformat()}
            return redirect(url_for(".class_groups", **where))
    return redirect(url_for(".pupil", student_id=moved.student_id))


def may_keep_groups(group: ClassGroup) -> bool:
    """Whether the actor goes on to the groups of the class."""
    return actor().granted("group.keep") and may(actor(), "group.keep", group)


def _page(student: Student, kind: str, typed: TypedMovement, wrong: Refused | None = None) -> str:
    day = typed.day("day") or actor().today
    now = class_of(student.id, actor().today)
    left = class_id_of(student.id, actor().today)
    return render_template(
        "pupils/movement_form.html",
        student=student,
        own=now or (db.session.get(ClassGroup, left) if left else None),
        kind=kind,
        head=HEADS[kind],
        typed=typed,
        classes=kept_classes(day),
        all_classes=classes_in_reach(actor()) is None,
        home_groups=home_groups(day) if kind == HOME else [],
        places=PLACES,
        **problems_of(wrong),
    )


def problems_of(wrong: Refused | None) -> dict:
    """What a form says of a refusal: at its fields, or as a whole."""
    problems = wrong.problems if isinstance(wrong, WrongFields) else {}
    return {"problems": problems, "sentence": wrong.sentence if wrong else ""}


def _movement(student_id: int, movement_id: int) -> Movement:
    found = find_or_404(Movement, movement_id)
    if found.student_id != student_id:
        abort(404)
    authorize("movement.enter", found)
    return found


@guarded("movement.enter")
def movement_entry(student_id: int, movement_id: int):
    """An order about a pupil as it was entered, to be put right or annulled."""
    moved = _movement(student_id, movement_id)
    return _correction(moved, _typed(moved))


def _typed(moved: Movement) -> TypedMovement:
    row = db.session.get(Enrolment, moved.enrolment_id) if moved.enrolment_id else None
    day = moved.last_day if moved.kind == DEPARTURE else moved.on_date
    return TypedMovement(
        {
            "number": moved.order.number,
            "on_date": moved.order.on_date.isoformat(),
            "day": day.isoformat(),
            "class": str(row.class_group_id) if row else "",
            "until": moved.until.isoformat() if moved.until else "",
            "place": moved.place,
            "note": moved.note,
        }
    )


@guarded("movement.enter")
@traced(CARD)
def correct_movement(student_id: int, movement_id: int):
    """Put an order right: number, date, place in it; another day or class enters it anew."""
    moved, typed = _movement(student_id, movement_id), typed_movement(request.form)
    hold_school()
    try:
        _refuse_stale(moved)
        right = _right(moved, typed)
        new = correct(moved, right)
    except StaleMovement as stale:
        db.session.rollback()
        return _correction(db.session.get(Movement, movement_id), typed, stale), 409
    except Refused as refusal:
        db.session.rollback()
        return _correction(db.session.get(Movement, movement_id), typed, refusal), 422
    db.session.commit()
    flash("Исправлено" if new.id == movement_id else "Исправлено: прежняя запись отменена.")
    return redirect(url_for(".pupil", student_id=student_id))


class StaleMovement(Refused):
    """Somebody else has put the entry right since the form was read."""


def _seen(moved: Movement) -> str:
    return fingerprint([_typed(moved).fields, str(moved.annulled_at)])


def _refuse_stale(moved: Movement) -> None:
    db.session.refresh(moved)
    if request.form.get("seen", "") == _seen(moved):
        return
    now = _typed(moved)
    day = date.fromisoformat(now.get("day"))
    more = "".join(f", {now.get(key)}" for key in ("place", "note") if now.get(key))
    raise StaleMovement(
        "Не сохранено: пока форма была открыта, запись исправили в другом окне. Сейчас в ней: "
        f"{moved.order.name}, день {day:%d.%m.%Y}{more}. Введённое вами осталось в полях."
    )


def _right(moved: Movement, typed: TypedMovement) -> Right:
    day = typed.day("day")
    if day is None:
        raise WrongFields({"day": "Укажите день."})
    to = chosen_class(typed, day) if typed.get("class") and moved.kind != DEPARTURE else None
    first = day + DAY if moved.kind == DEPARTURE else day
    return Right(first, to, said_of(moved.kind, typed), typed.day("until"))


def _correction(moved: Movement, typed: TypedMovement, wrong: Refused | None = None) -> str:
    return render_template(
        "pupils/movement_entry.html",
        student=db.session.get(Student, moved.student_id),
        moved=moved,
        seen=_seen(moved),
        why=request.form.get("why", ""),
        typed=typed,
        of_list=moved.kind in OF_LIST,
        classes=kept_classes(moved.on_date),
        **problems_of(wrong),
    )


@guarded("movement.enter")
@traced(CARD)
def annul_movement(student_id: int, movement_id: int):
    """Take back an order that was entered by mistake, with a reason."""
    moved = _movement(student_id, movement_id)
    hold_school()
    try:
        annul(moved, request.form.get("why", ""), actor().account_id)
    except Refused as refusal:
        db.session.rollback()
        moved = db.session.get(Movement, movement_id)
        return _correction(moved, _typed(moved), refusal), 422
    db.session.commit()
    flash("Запись отменена. Списки стали такими, какими были до неё.")
    return redirect(url_for(".pupil", student_id=student_id))
