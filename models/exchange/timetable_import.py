"""Brings the school's timetable to what an aSc file says: only the differences are written."""

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import or_, select

from models.audit.bulk import bulk_insert
from models.base import db
from models.exchange.asc import Timetable
from models.exchange.decision import decisions
from models.exchange.questions import Taught, home_key, questions_of, resolve
from models.exchange.report import CHANGED, CREATED, ENDED, KEPT, Report
from models.exchange.timetable_ground import Ground, lay_ground
from models.journal.days import ensure_journals
from models.school.calendar import YearFacts
from models.school.groups import Membership, StudyGroup
from models.school.roster import class_of
from models.school.teaching import ASSISTANT, MAIN, TeachingAssignment
from models.school.timetable import LessonSlot


def import_timetable(timetable: Timetable, year: YearFacts, first: date) -> Report:
    """Make the timetable hold from `first` on. Writes in the caller's transaction.

    Lessons that wait for a decision are left out and counted; slots that the file no longer
    has end the day before `first`.
    """
    report = Report(read=_read(timetable), refused=list(timetable.faults))
    ground = lay_ground(timetable, year, report)
    taught, open_questions = resolve(timetable, decisions())
    report.questions = [question.as_json() for question in questions_of(timetable)]
    report.open_questions = len(open_questions)
    report.waiting_lessons = sum(q.lessons for q in open_questions if q.options)
    _bring_slots(taught, ground, year, first, report)
    _bring_assignments(taught, ground, first, report)
    _bring_home_pupils(timetable, ground, first, report)
    _note(timetable, report)
    return report


def _read(timetable: Timetable) -> dict[str, int]:
    several = [lesson for lesson in timetable.lessons if len(lesson.teachers) > 1]
    spanning = [x for x in timetable.lessons if len({group.class_name for group in x.groups}) > 1]
    return {
        "учителей": len(timetable.teachers),
        "предметов": len(timetable.subjects),
        "строк классов": len(timetable.classes) + len(timetable.home_rows),
        "из них классов": len(timetable.classes),
        "обучаемых на дому": len(timetable.home_rows),
        "групп": timetable.group_rows,
        "уроков": len(timetable.lessons),
        "карточек": timetable.cards,
        "мест в расписании": timetable.slot_count,
        "с несколькими учителями": len(several),
        "на два класса": len(spanning),
        "звонков": len(timetable.times),
    }


def _note(timetable: Timetable, report: Report) -> None:
    unused = timetable.group_rows - len(timetable.groups)
    if unused:
        report.notes.append(
            f"Групп у строк учеников на дому: {unused}. Они не нужны: делить одного ученика нечего."
        )
    if timetable.unnamed_rooms:
        report.notes.append(
            f"Кабинетов без названия: {timetable.unnamed_rooms}. Их уроки остаются без кабинета."
        )


def _slot_values(one: Taught, ground: Ground) -> dict:
    rooms = [ground.rooms[name] for name in one.rooms[:2]] + [None, None]
    return {
        "study_group_id": ground.group_for(one.groups),
        "course_id": ground.courses[one.subject],
        "weekday": one.weekday,
        "number": one.number,
        "parity": one.parity,
        "employee_id": ground.employees[one.teacher],
        "assistant_id": ground.employees[one.assistant] if one.assistant else None,
        "classroom_id": rooms[0],
        "other_classroom_id": rooms[1],
    }


_CONTENT = (
    "study_group_id",
    "course_id",
    "weekday",
    "number",
    "parity",
    "employee_id",
    "assistant_id",
    "classroom_id",
    "other_classroom_id",
)


def _bring_slots(taught, ground: Ground, year: YearFacts, first: date, report: Report) -> None:
    there: dict[tuple, list[LessonSlot]] = {}
    in_force = select(LessonSlot).where(
        LessonSlot.year_id == year.id,
        or_(LessonSlot.valid_to.is_(None), LessonSlot.valid_to >= first),
    )
    for slot in db.session.scalars(in_force):
        there.setdefault(tuple(getattr(slot, name) for name in _CONTENT), []).append(slot)
    fresh = []
    for one in taught:
        values = _slot_values(one, ground)
        same = there.get(tuple(values[name] for name in _CONTENT))
        if same:
            same.pop()
            report.count("места в расписании", KEPT)
        else:
            fresh.append(values | {"year_id": year.id, "valid_from": first, "valid_to": None})
            where = ", ".join(group.name for group in one.groups)
            report.count(
                "места в расписании",
                CREATED,
                f"{where}: {one.subject}, {one.teacher}, день {one.weekday + 1}, урок {one.number}",
            )
    for slot in (slot for slots in there.values() for slot in slots):
        slot.valid_to = first - timedelta(days=1)
        report.count("места в расписании", ENDED)
    bulk_insert(db.session, LessonSlot, fresh)
    ensure_journals(year, {(x["study_group_id"], x["course_id"]) for x in fresh})


def _wanted_assignments(taught: list[Taught], ground: Ground) -> dict[tuple, tuple[str, Decimal]]:
    """(teacher, group, course) → (duty, hours a week); a main teacher who also helps is main."""
    wanted: dict[tuple, tuple[str, Decimal]] = {}
    for one in taught:
        hours = Decimal(1) if one.parity == 0 else Decimal("0.5")
        group, course = ground.group_for(one.groups), ground.courses[one.subject]
        for name, duty in ((one.teacher, MAIN), (one.assistant, ASSISTANT)):
            if name:
                key = (ground.employees[name], group, course)
                known, sum_so_far = wanted.get(key, (duty, Decimal(0)))
                wanted[key] = (MAIN if MAIN in (known, duty) else duty, sum_so_far + hours)
    return wanted


def _bring_assignments(taught, ground: Ground, first: date, report: Report) -> None:
    wanted = _wanted_assignments(taught, ground)
    current = db.session.scalars(
        select(TeachingAssignment).where(
            or_(TeachingAssignment.until.is_(None), TeachingAssignment.until >= first),
            TeachingAssignment.from_date <= ground.year.ends_on,  # not those of the next year
        )
    )
    for row in current:
        now = wanted.pop((row.employee_id, row.study_group_id, row.course_id), None)
        if now is None:
            row.until = first - timedelta(days=1)
            report.count("нагрузка", ENDED)
        elif (row.duty, row.hours) != now:
            row.duty, row.hours = now
            report.count("нагрузка", CHANGED)
        else:
            report.count("нагрузка", KEPT)
    rows = [
        {
            "employee_id": employee,
            "study_group_id": group,
            "course_id": course,
            "duty": duty,
            "hours": hours,
            "from_date": first,
        }
        for (employee, group, course), (duty, hours) in wanted.items()
    ]
    bulk_insert(db.session, TeachingAssignment, rows)
    report.count("нагрузка", CREATED, number=len(rows))


def _bring_home_pupils(timetable: Timetable, ground: Ground, first: date, report: Report) -> None:
    """Seat the pupils whom a person named for the rows «инд»."""
    answers = decisions()
    for row in timetable.home_rows:
        answer = answers.get(home_key(row))
        if not answer:
            continue
        group_id, student_id = ground.groups[row], answer[0]
        _give_grade(group_id, student_id, first)
        seats = db.session.scalars(
            select(Membership).where(
                Membership.study_group_id == group_id,
                or_(Membership.until.is_(None), Membership.until >= first),
            )
        ).all()
        if any(seat.student_id == student_id for seat in seats):
            report.count("ученики на дому", KEPT)
            continue
        for seat in seats:
            seat.until = first - timedelta(days=1)
            report.count("ученики на дому", ENDED)
        db.session.add(Membership(study_group_id=group_id, student_id=student_id, from_date=first))
        report.count("ученики на дому", CREATED, row)


def _give_grade(group_id: int, student_id: int, day: date) -> None:
    """The group of a pupil taught at home lives by the terms of the pupil's class."""
    own_class = class_of(student_id, day)
    group = db.session.get(StudyGroup, group_id)
    if own_class is not None and group.grade != own_class.grade:
        group.grade = own_class.grade
