"""«Учитель заболел»: the lessons of somebody away, and for each who could take it, best first."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models.base import db
from models.journal.day_plan import (
    DayLesson,
    DayPlan,
    Named,
    absences_between,
    staff_names,
)
from models.journal.substituting import (
    cancel_lesson,
    join_groups,
    other_subject,
    replace_teacher,
)
from models.people.employee import Employee
from models.refusal import Refused
from models.school.calendar import YearFacts
from models.school.groups import overlaps
from models.school.subject import Course
from models.school.teaching import TeachingAssignment
from models.school.timetable import CHANGE_WORD, TeacherAbsence

LONGEST = timedelta(days=31)
LONGEST_REASON, LONGEST_DOCUMENT = 200, 120  # letters
SAME, HERE, COMES = "Тот же предмет", "Свободны и уже в школе", "Свободны, придут отдельно"
TOGETHER, OTHER, NONE = "Объединить с группой", "Другой предмет", "Без урока"


@dataclass(frozen=True)
class Choice:
    """What could be done with a lesson: the value of a form and its words."""

    value: str
    words: str


@dataclass(frozen=True)
class Open:
    """A lesson of somebody away, with the choices by heading; `chosen` is what stands."""

    day: date
    lesson: DayLesson
    choices: dict[str, list[Choice]]
    chosen: str

    @property
    def name(self) -> str:
        return f"do-{self.day:%Y%m%d}-{self.lesson.slot_id}"

    @property
    def stands(self) -> str:
        """What stands, in words."""
        for head, choices in self.choices.items():
            for choice in choices:
                if choice.value == self.chosen:
                    return f"{head.lower()}: {choice.words}"
        return CHANGE_WORD[self.lesson.change.kind] if self.chosen else "ничего не решено"


def lessons_of(year: YearFacts, employee_id: int, first: date, last: date) -> list[Open]:
    """The lessons of a teacher from a day to a day, with their choices: a few selects for all,
    and those of the timetable and its changes for each day; none more for a lesson."""
    staff, named, found = _Staff(first, last), Named(), []
    day = first
    while day <= last:
        plan, away = DayPlan(year, day, named), staff.away(day) | {employee_id}
        for lesson in plan.lessons:
            if lesson.owner_id == employee_id and lesson.slot_id:
                choices = _choices(plan, lesson, staff, away)
                found.append(Open(day, lesson, choices, chosen(lesson)))
        day += timedelta(days=1)
    return found


class _Staff:
    """Who works here, teaches what and is away, for all the days asked about; four selects."""

    def __init__(self, first: date, last: date):
        self.names = staff_names()
        self._absences = absences_between(first, last)
        self.subject_of = dict(db.session.execute(select(Course.id, Course.subject_id)).all())
        rows = db.session.execute(
            select(TeachingAssignment, Course.name)
            .join(Course, Course.id == TeachingAssignment.course_id)
            .where(overlaps(TeachingAssignment, first, last))
            .order_by(Course.name)
        )
        self._taught = [(row, name) for row, name in rows]
        self.subjects: dict[int, set[int]] = {}
        for row, _name in self._taught:
            if row.from_date <= first <= (row.until or first):
                subject = self.subject_of[row.course_id]
                self.subjects.setdefault(row.employee_id, set()).add(subject)

    def away(self, day: date) -> set[int]:
        """Who is away on the day."""
        return {who for who, first, last in self._absences if first <= day <= last}

    def courses_of(self, group_id: int, day: date) -> list[tuple[int, int, str]]:
        """(teacher, course, its name) of what the group learns on the day, by name."""
        return [
            (row.employee_id, row.course_id, name)
            for row, name in self._taught
            if row.study_group_id == group_id and row.from_date <= day <= (row.until or day)
        ]


def _choices(plan: DayPlan, lesson: DayLesson, staff: _Staff, away: set[int]) -> dict:
    busy, load = plan.busy(lesson.number, lesson), plan.load()
    names, subjects, subject = staff.names, staff.subjects, staff.subject_of[lesson.course_id]
    found: dict[str, list] = {SAME: [], HERE: [], COMES: [], TOGETHER: [], OTHER: [], NONE: []}
    free = [one for one in names if one in subjects and one not in busy and one not in away]
    for one in sorted(free, key=lambda one: (len(load.get(one, ())), names[one])):
        hours = load.get(one, [])
        here = hours and min(hours) - 1 <= lesson.number <= max(hours) + 1
        head = SAME if subject in subjects[one] else HERE if here else COMES
        words = f"{names[one]}: {_lessons(len(hours))}{'' if here else ', придёт отдельно'}"
        found[head].append(Choice(f"replaced.{one}", words))
    for other in plan.lessons:
        beside = other.number == lesson.number and other is not lesson
        if beside and other.employee_id and other.employee_id not in away:
            words = f"{other.group}: {other.subject}, {names.get(other.employee_id, '')}"
            found[TOGETHER].append(Choice(f"joined.{other.key}", words))
    found[TOGETHER].sort(key=lambda choice: lesson.group.split(",")[0] not in choice.words)
    found[OTHER] = _own_courses(plan, lesson, staff, set(free))
    found[NONE].append(Choice("cancelled", "Отменить урок"))
    return {head: choices for head, choices in found.items() if choices}


def _lessons(number: int) -> str:
    if number == 0:
        return "в этот день уроков нет"
    word = "урок" if number == 1 else "урока" if number < 5 else "уроков"
    return f"в этот день {number} {word}"


def _own_courses(plan: DayPlan, lesson: DayLesson, staff: _Staff, free: set[int]) -> list[Choice]:
    """Free teachers of the group's other courses, who could give their own lesson."""
    return [
        Choice(f"subject.{course}.{one}", f"{name}, {staff.names[one]}")
        for one, course, name in staff.courses_of(lesson.group_id, plan.day)
        if one in free and course != lesson.course_id
    ]


def chosen(lesson: DayLesson) -> str:
    """The choice that stands for a lesson, as forms name it; "" where nothing is decided."""
    change = lesson.change
    if change is None or change.kind == "swapped":
        return ""
    if change.kind == "joined":
        return f"joined.{change.joined_slot_id}"
    if change.kind == "subject":
        return f"subject.{change.course_id}.{change.employee_id}"
    return "cancelled" if change.drops else f"replaced.{change.employee_id}"


def note_absence(
    employee_id: int, first: date, last: date, reason: str, document: str
) -> TeacherAbsence:
    """That a teacher is away; the same days again are the same absence."""
    if db.session.get(Employee, employee_id) is None:
        raise Refused("Выберите учителя из списка.")
    check_days(first, last)
    if not reason.strip():
        raise Refused("Напишите причину: она стоит в журнале замещённых уроков.")
    _refuse_long("Причина", reason, LONGEST_REASON)
    _refuse_long("Документ", document, LONGEST_DOCUMENT)
    same = {"employee_id": employee_id, "from_date": first, "until": last}
    row = db.session.scalar(select(TeacherAbsence).filter_by(**same))
    if row is None:
        row = TeacherAbsence(**same)
        db.session.add(row)
    row.reason, row.document = reason.strip(), document.strip()
    db.session.flush()
    return row


def _refuse_long(what: str, text: str, longest: int) -> None:
    if len(text.strip()) > longest:
        raise Refused(f"{what}: не длиннее {longest} знаков, написано {len(text.strip())}.")


def check_days(first: date | None, last: date | None) -> None:
    """Refuse days that cannot be an absence."""
    if first is None or last is None:
        raise Refused("Напишите, с какого и по какой день нет учителя.")
    if last < first:
        raise Refused("Последний день раньше первого. Исправьте даты.")
    if last - first > LONGEST:
        raise Refused("За один раз не больше месяца. Разделите срок.")


def do(plan: DayPlan, lesson: DayLesson, choice: str, absence: TeacherAbsence) -> None:
    """Do what was chosen for one lesson; raises Refused where it can no longer be."""
    kind, *rest = choice.split(".")
    try:
        numbers = [int(part) for part in rest]
        if kind == "replaced":
            replace_teacher(plan, lesson, *numbers, absence.reason, absence)
        elif kind == "joined":
            other = plan.named(*numbers)
            if other is None:
                raise Refused("Второй группы в это время нет. Обновите страницу.")
            join_groups(plan, lesson, other, absence.reason, absence)
        elif kind == "subject":
            other_subject(plan, lesson, *numbers, absence.reason, absence)
        elif kind == "cancelled":
            cancel_lesson(plan, lesson, absence.reason, absence)
        else:
            raise ValueError(kind)
    except (TypeError, ValueError):
        raise Refused("Запрос неполон. Обновите страницу и повторите.") from None
