"""The one place where an imported timetable meets the school's: places of lessons and the hours
of teachers. Everything else of the import only says what is taught when, to whom, by whom."""

from datetime import date
from decimal import Decimal

from sqlalchemy import or_, select

from models.base import db
from models.exchange.questions import Taught
from models.exchange.report import CHANGED, CREATED, ENDED, KEPT
from models.exchange.timetable_ground import Ground, names_of_staff
from models.exchange.timetable_terms import FileTerms
from models.journal.days import ensure_journals
from models.journal.resettling import resettle
from models.journal.timetabling import CONTENT, slots_between
from models.school.groups import StudyGroup, ever_held
from models.school.subject import Course
from models.school.teaching import ASSISTANT, MAIN, TeachingAssignment, day_before
from models.school.timetable import WEEKDAYS_SHORT, LessonSlot, room_words

PLACES, LOAD = "места в расписании", "нагрузка"
_WEEKS = {0: "", 1: ", нечётные недели", 2: ", чётные недели"}


def plan_slots(taught: list[Taught], ground: Ground, first: date) -> None:
    """Places of the file that the school lacks begin on `first`; those that the file lacks end
    the day before."""
    year, plan, count = ground.year, ground.plan, ground.report.count
    there: dict[tuple, list[LessonSlot]] = {}
    for slot in slots_between(year, None, first, None):
        there.setdefault(tuple(getattr(slot, name) for name in CONTENT), []).append(slot)
    journals, terms = set(), FileTerms(year)
    for one in taught:
        values = _slot_values(one, ground)
        same = there.get(tuple(values[name] for name in CONTENT), [])
        for starts, ends in terms.spans(one.terms, first):
            stands = _standing(same, one, starts, ends)
            if stands is not None:
                same.remove(stands)
                count(PLACES, KEPT)
                continue
            plan.add(LessonSlot, **values, year_id=year.id, valid_from=starts, valid_to=ends)
            journals.add((values["study_group_id"], values["course_id"]))
            said = _said(one) + (f", с {starts:%d.%m.%Y}" if starts > first else "")
            said += f" по {ends:%d.%m.%Y}" if ends else ""
            count(PLACES, CREATED, said, where=one.groups[0].class_name)
    gone = [slot for slots in there.values() for slot in slots]
    _end(gone, ground, first)
    plan.afterwards(lambda real: ensure_journals(year, {(real(g), real(c)) for g, c in journals}))
    if journals or gone:  # as when the timetable is laid by hand
        plan.afterwards(lambda _real: resettle(year, None, first))


def _standing(same: list[LessonSlot], one: Taught, starts: date, ends: date | None):
    """The place that stands already for these days; where the file knows no periods, any of the
    same content."""
    if not one.terms:
        return same[-1] if same else None
    fits = [slot for slot in same if slot.valid_from <= starts and slot.valid_to == ends]
    return fits[-1] if fits else None


def _end(slots: list[LessonSlot], ground: Ground, first: date) -> None:
    if not slots:
        return
    tell = _Telling()
    for slot in slots:
        ground.plan.change(slot, valid_to=day_before(first))
        where, what = tell.of_slot(slot)
        ground.report.count(PLACES, ENDED, what, where=where)


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


def _said(one: Taught) -> str:
    groups = " + ".join(group.name for group in one.groups)
    room = f", {room_words(', '.join(one.rooms))}" if one.rooms else ""
    when = f"{WEEKDAYS_SHORT[one.weekday]}, {one.number} урок{_WEEKS[one.parity]}"
    return f"{when}: {one.subject}, {groups}, {one.teacher}{room}"


class _Telling:
    """The timetable that is there, in the words of reports."""

    def __init__(self):
        rows = db.session.execute(select(StudyGroup.id, StudyGroup.name))
        self.groups = dict(rows.all())
        rows = db.session.execute(select(Course.id, Course.name))
        self.courses = dict(rows.all())
        self.staff = names_of_staff()

    def of_slot(self, slot: LessonSlot) -> tuple[str, str]:
        """(class, the place in words)."""
        group = self.groups[slot.study_group_id]
        when = f"{WEEKDAYS_SHORT[slot.weekday]}, {slot.number} урок{_WEEKS[slot.parity]}"
        what = f"{when}: {self.courses[slot.course_id]}, {group}, {self.staff[slot.employee_id]}"
        return group.split(",")[0].split(" + ")[0], what


def _wanted_assignments(taught: list[Taught], ground: Ground) -> dict[tuple, tuple]:
    """(teacher, group, course) → (duty, hours a week, the lesson to tell it by); a main teacher
    who also helps is main."""
    wanted: dict[tuple, tuple] = {}
    for one in taught:
        hours = Decimal(1) if one.parity == 0 else Decimal("0.5")
        if one.terms:  # the hours of a year are those of its periods on the average
            share = Decimal(one.terms.count("1")) / len(one.terms)
            hours *= share
        group, course = ground.group_for(one.groups), ground.courses[one.subject]
        for name, duty in ((one.teacher, MAIN), (one.assistant, ASSISTANT)):
            if name:
                key = (ground.employees[name], group, course)
                known, sum_so_far, _ = wanted.get(key, (duty, Decimal(0), None))
                best = MAIN if MAIN in (known, duty) else duty
                wanted[key] = (best, sum_so_far + hours, (name, one))
    tenth = Decimal("0.1")  # as the column keeps it
    return {key: (duty, hours.quantize(tenth), by) for key, (duty, hours, by) in wanted.items()}


def plan_assignments(taught: list[Taught], ground: Ground, first: date) -> None:
    """The load of teachers that follows from the places."""
    plan, count = ground.plan, ground.report.count
    wanted = _wanted_assignments(taught, ground)
    not_over = or_(TeachingAssignment.until.is_(None), TeachingAssignment.until >= first)
    void = {}
    begun_then = TeachingAssignment.from_date == first
    of_year = TeachingAssignment.from_date <= ground.year.ends_on  # not those of the next year
    not_over &= ever_held(TeachingAssignment)
    there = select(TeachingAssignment).where(not_over | begun_then, of_year)
    for row in db.session.scalars(there):
        if row.until is not None and row.until < max(first, row.from_date):
            void[row.employee_id, row.study_group_id, row.course_id] = row
            continue
        now = wanted.pop((row.employee_id, row.study_group_id, row.course_id), None)
        if now is None:
            plan.change(row, until=day_before(first))
            count(LOAD, ENDED)
        elif plan.change(row, duty=now[0], hours=now[1]):
            count(LOAD, CHANGED, _load(*now), where=now[2][1].groups[0].class_name)
        else:
            count(LOAD, KEPT)
    for (employee, group, course), (duty, hours, _) in wanted.items():
        again = void.get((employee, group, course))
        if again is not None:  # ended by another file of the same day
            plan.change(again, until=None, duty=duty, hours=hours)
            continue
        plan.add(
            TeachingAssignment,
            employee_id=employee,
            study_group_id=group,
            course_id=course,
            duty=duty,
            hours=hours,
            from_date=first,
        )
    count(LOAD, CREATED, number=len(wanted))


def _load(_duty: str, hours: Decimal, told: tuple[str, Taught]) -> str:
    name, one = told
    return f"нагрузка: {one.subject}, {name}, {hours.normalize():f} ч. в неделю"
