"""Moving pupils by order: enrolment, transfer, departure, return, and taking an order back.

Every verb takes the order (`models/office/ordering.py`) and an effective day, past or to come,
writes the movement and what follows from it, and refuses what contradicts another order. The
caller holds the school (`hold_school`): two orders about one pupil stand in line.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, or_, select

from models import clock
from models.base import db
from models.office.movement import (
    ARRIVAL,
    DEPARTURE,
    LONGEST_NOTE,
    OF_LIST,
    RETURN,
    TRANSFER,
    Movement,
    standing_movements,
)
from models.office.order import Order
from models.office.ordering import on_the_ground_of
from models.people.student import Student
from models.refusal import Refused
from models.school.calendar import AcademicYear, the_year, year_numbered
from models.school.groups import HOME, ClassGroup, Enrolment, Membership, StudyGroup, ever_held
from models.school.leave import Leave
from models.school.terms_closed import refuse_closed_days

DAY = timedelta(days=1)
DATED = {model.__tablename__: model for model in (Enrolment, Membership, Leave)}
BEGAN, ENDED = "began", "ended"


@dataclass(frozen=True)
class Said:
    """What a movement says beside its dates: the order, who enters it, from or to where."""

    order: Order
    by: int | None
    place: str = ""
    note: str = ""


def enrol(
    student: Student, to: ClassGroup, first: date, said: Said, groups: Iterable[int] = ()
) -> Movement:
    """Put a pupil on the list of a class from the day `first`, and into its study groups (ids).
    A pupil who has been here before returns. Raises Refused."""
    _within_year(to, first)
    refuse_closed_days(year_numbered(to.year_id), [to.grade], first)
    before = _enrolments(student.id)
    for row in before:
        if row.until is None or row.until >= first:
            raise Refused(
                f"Ученик уже в списке {_class_name(row)} с {row.from_date:%d.%m.%Y}"
                f"{f' по {row.until:%d.%m.%Y}' if row.until else ''}. "
                "Из класса в класс переводят приказом о переводе."
            )
    kind = RETURN if before else ARRIVAL
    moved = the_movement(kind, student.id, first, said)
    with on_the_ground_of(said.order):
        moved.enrolment_id = _begin_enrolment(moved, to, first, None).id
        _join_groups(moved, groups, to, first)
        db.session.add(moved)
    return moved


def transfer(
    student: Student, to: ClassGroup, first: date, said: Said, groups: Iterable[int] = ()
) -> Movement:
    """From the day `first` the pupil is in another class; the day before is the last in the
    former one and its groups. Raises Refused."""
    _within_year(to, first)
    row = _enrolment_on(student.id, first)
    if row.class_group_id == to.id:
        raise Refused(f"Ученик уже в {to.name} с {row.from_date:%d.%m.%Y}: переводить некуда.")
    if row.from_date == first:
        raise Refused(
            f"В {_class_name(row)} ученик с этого же дня. Если тот приказ внесён неверно, "
            "исправьте его."
        )
    _nothing_later(student.id, first)
    refuse_closed_days(year_numbered(to.year_id), [to.grade, _grade(row)], first)
    moved = the_movement(TRANSFER, student.id, first, said)
    with on_the_ground_of(said.order):
        was_until = row.until
        end_row(moved, row, first - DAY)
        moved.enrolment_id = _begin_enrolment(moved, to, first, was_until).id
        _leave_groups(moved, row.class_group_id, first - DAY)
        _join_groups(moved, groups, to, first)
        db.session.add(moved)
    return moved


def depart(student: Student, last: date, said: Said) -> Movement:
    """The pupil leaves the school; `last` is the last day on the list. Raises Refused."""
    row = _enrolment_on(student.id, last)
    if row.until == last:
        raise Refused(f"Ученик и так в списке только по {last:%d.%m.%Y}.")
    _nothing_later(student.id, last + DAY)
    refuse_closed_days(the_year(last), [_grade(row)], last + DAY)
    moved = the_movement(DEPARTURE, student.id, last + DAY, said)
    moved.enrolment_id = row.id
    with on_the_ground_of(said.order):
        for ending in (row, *_to_come(student.id, last)):  # the next year's class, too
            end_row(moved, ending, last)
        _leave_groups(moved, None, last)
        for away in db.session.scalars(select(Leave).where(_goes_on(Leave, student.id, last))):
            end_row(moved, away, last)
        db.session.add(moved)
    return moved


def annul(moved: Movement, why: str, by: int | None) -> None:
    """Take a movement that was entered wrongly back; it stays in the history, struck out. What
    was entered in journals meanwhile stays with the pupil. Raises Refused."""
    why = " ".join(why.split())
    if moved.annulled_at is not None:
        raise Refused("Эта запись уже отменена.")
    if not 0 < len(why) <= LONGEST_NOTE:
        raise Refused(f"Напишите, почему запись отменяется (до {LONGEST_NOTE} знаков).")
    if moved.kind in OF_LIST:
        _nothing_later(moved.student_id, moved.on_date, moved.id)
    with on_the_ground_of(moved.order):
        for what, table, row_id, was in reversed(moved.did):
            row = db.session.get(DATED[table], row_id)
            never = row.from_date - DAY
            row.until = never if what == BEGAN else date.fromisoformat(was) if was else None
        moved.annulled_at, moved.annulled_by, moved.annulled_why = clock.now(), by, why


@dataclass(frozen=True)
class Right:
    """How a movement that was entered wrongly should have been."""

    on_date: date
    to: ClassGroup | None
    said: Said
    until: date | None = None  # of days at home or away: the last, where known


def correct(moved: Movement, right: Right) -> Movement:
    """Put a movement right. Order, place and note are changed in it; another day or class means
    that it is annulled and entered anew, and that is told. Raises Refused."""
    row = db.session.get(Enrolment, moved.enrolment_id) if moved.enrolment_id else None
    said, same_class = right.said, right.to is None or (row and right.to.id == row.class_group_id)
    if moved.annulled_at is not None:
        raise Refused("Эта запись отменена: её не исправляют.")
    if right.on_date == moved.on_date and same_class:
        with on_the_ground_of(said.order):
            if moved.kind not in OF_LIST:
                _end_on(moved, right.until)
            moved.order_id = said.order.id
            moved.place, moved.note = (" ".join(t.split()) for t in (said.place, said.note))
        return moved
    if moved.kind not in OF_LIST:
        raise Refused("Первый день исправляют так: отмените запись и внесите новую.")
    annul(moved, f"исправлено: {said.order.name}", said.by)
    student = db.session.get(Student, moved.student_id)
    if moved.kind == DEPARTURE:
        return depart(student, right.on_date - DAY, said)
    to = right.to or db.session.get(ClassGroup, row.class_group_id)
    groups = [] if not same_class else _groups_begun(moved)
    verb = transfer if moved.kind == TRANSFER else enrol
    return verb(student, to, right.on_date, said, groups)


def _end_on(moved: Movement, until: date | None) -> None:
    """Days at home or away end on this day, or it is not known yet."""
    if until is not None and until < moved.on_date:
        raise Refused("Последний день раньше первого. Проверьте даты.")
    moved.until = until
    for what, table, row_id, _ in moved.did:
        if what == BEGAN:
            db.session.get(DATED[table], row_id).until = until


def _groups_begun(moved: Movement) -> list[int]:
    began = [row for what, table, row, _ in moved.did if what == BEGAN and table == "membership"]
    return [db.session.get(Membership, row).study_group_id for row in began]


def the_movement(kind: str, student_id: int, day: date, said: Said) -> Movement:
    """A movement that has done nothing yet."""
    return Movement(
        student_id=student_id,
        kind=kind,
        order_id=said.order.id,
        on_date=day,
        place=" ".join(said.place.split()),
        note=" ".join(said.note.split()),
        entered_by=said.by,
        did=[],
    )


def begin_row(moved: Movement, row) -> None:
    """A dated row that begins with the movement."""
    db.session.add(row)
    db.session.flush()
    moved.did = [*moved.did, [BEGAN, row.__tablename__, row.id, None]]


def end_row(moved: Movement, row, last: date) -> None:
    """A dated row that ends with the movement; one that would begin later never begins."""
    was = row.until.isoformat() if row.until else None
    moved.did = [*moved.did, [ENDED, row.__tablename__, row.id, was]]
    row.until = max(last, row.from_date - DAY)


def _within_year(to: ClassGroup, first: date) -> None:
    year = db.session.get(AcademicYear, to.year_id)
    if not year.starts_on <= first <= year.ends_on:
        raise Refused(
            f"{to.name} учится с {year.starts_on:%d.%m.%Y} по {year.ends_on:%d.%m.%Y}: "
            "выберите день этого учебного года."
        )


def _enrolments(student_id: int) -> list[Enrolment]:
    query = select(Enrolment).where(Enrolment.student_id == student_id, ever_held(Enrolment))
    return list(db.session.scalars(query.order_by(Enrolment.from_date)))


def _enrolment_on(student_id: int, day: date) -> Enrolment:
    for row in _enrolments(student_id):
        if row.from_date <= day and (row.until is None or day <= row.until):
            return row
    raise Refused(f"{day:%d.%m.%Y} ученика нет в списке ни одного класса.")


def _to_come(student_id: int, day: date) -> list[Enrolment]:
    return [row for row in _enrolments(student_id) if row.from_date > day]


def _nothing_later(student_id: int, day: date, but: int | None = None) -> None:
    for other in standing_movements(student_id, *OF_LIST):
        after = (other.on_date, other.id) > (day, but) if but else other.on_date >= day
        if after and other.id != but:
            raise Refused(
                f"Есть более поздняя запись: {other.title} с {other.on_date:%d.%m.%Y}, "
                f"{other.order.name}. Сначала отмените её."
            )


def _begin_enrolment(moved: Movement, to: ClassGroup, first: date, until: date | None):
    """Newcomers stand at the end of the class's numbers, as in the paper journal."""
    last = db.session.scalar(
        select(func.max(Enrolment.register_number)).where(Enrolment.class_group_id == to.id)
    )
    row = Enrolment(
        student_id=moved.student_id,
        class_group_id=to.id,
        from_date=first,
        until=until,
        register_number=(last or 0) + 1,
    )
    begin_row(moved, row)
    return row


def _goes_on(dated, student_id: int, last: date):
    """The condition that a dated row of the pupil holds on some day after `last`."""
    after = or_(dated.until.is_(None), dated.until > last)
    return (dated.student_id == student_id) & after & ever_held(dated)


def _leave_groups(moved: Movement, class_group_id: int | None, last: date) -> None:
    """Memberships in the groups of a class end (None: in all groups, those at home too)."""
    query = select(Membership).join(StudyGroup, StudyGroup.id == Membership.study_group_id)
    query = query.where(_goes_on(Membership, moved.student_id, last))
    if class_group_id is not None:
        query = query.where(StudyGroup.class_group_id == class_group_id, StudyGroup.kind != HOME)
    for row in db.session.scalars(query):
        end_row(moved, row, last)


def _join_groups(moved: Movement, groups: Iterable[int], to: ClassGroup, first: date) -> None:
    for group_id in dict.fromkeys(groups):
        group = db.session.get(StudyGroup, group_id)
        if group is None or group.class_group_id != to.id or group.kind == HOME:
            raise Refused(f"Такой подгруппы в {to.name} нет. Обновите страницу.")
        if group.closed_from and group.closed_from <= first:
            raise Refused(f"Подгруппа «{group.name}» закрыта с {group.closed_from:%d.%m.%Y}.")
        own = {"study_group_id": group_id, "student_id": moved.student_id}
        begin_row(moved, Membership(**own, from_date=first))


def _grade(row: Enrolment) -> int:
    return db.session.get(ClassGroup, row.class_group_id).grade


def _class_name(row: Enrolment) -> str:
    return db.session.get(ClassGroup, row.class_group_id).name
