"""The timetable of a class as it is entered: its groups, what may stand in them, since when."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, or_, select

from models import clock
from models.base import db
from models.fingerprint import fingerprint
from models.journal.timetabling import Laid, Wanted, lay_timetable, slots_between, wanted_of
from models.people.employee import Employee
from models.people.person import Person, with_initials
from models.refusal import Refused
from models.school.calendar import TermFacts, YearFacts, terms_of
from models.school.clashes import clashes
from models.school.groups import ClassGroup, StudyGroup, StudyGroupPart, ever_held
from models.school.subject import Course
from models.school.teaching import MAIN, TeachingAssignment
from models.school.timetable import LessonSlot

DAY = timedelta(days=1)


class StaleWeek(Refused):
    """Somebody else has changed the timetable of the class since it was read."""


class Clash(Refused):
    """The timetable cannot be laid; `sentences` say each clash."""

    def __init__(self, sentences: list[str]):
        super().__init__("Расписание не сохранено: накладки.")
        self.sentences = sentences


@dataclass(frozen=True)
class Offer:
    """What may stand in a place: a course of a group with its teacher."""

    group_id: int
    course_id: int
    employee_id: int
    assistant_id: int | None
    words: str
    short: str  # the same where there is little room

    @property
    def key(self) -> str:
        return f"{self.group_id}.{self.course_id}.{self.employee_id}.{self.assistant_id or 0}"


def groups_of_class(class_group: ClassGroup) -> frozenset[int]:
    """The class, its parts, and the joined groups they sit in."""
    own = select(StudyGroup.id).where(StudyGroup.class_group_id == class_group.id)
    joined = select(StudyGroupPart.joined_id).where(StudyGroupPart.part_id.in_(own))
    return frozenset(db.session.scalars(own.union(joined)))


def offers(class_group: ClassGroup, year: YearFacts, first: date) -> list[Offer]:
    """What the class is taught from a day on, by assignments and by the timetable as it is."""
    groups = groups_of_class(class_group)
    wanted = {
        (w.study_group_id, w.course_id, w.employee_id, w.assistant_id)
        for w in map(wanted_of, slots_between(year, groups, first, first))
    }
    rows = db.session.execute(
        select(
            TeachingAssignment.study_group_id,
            TeachingAssignment.course_id,
            TeachingAssignment.employee_id,
        ).where(
            TeachingAssignment.study_group_id.in_(groups),
            TeachingAssignment.duty == MAIN,
            or_(TeachingAssignment.until.is_(None), TeachingAssignment.until >= first),
            ever_held(TeachingAssignment),
        )
    )
    known = {key[:3] for key in wanted}
    wanted |= {(*row, None) for row in rows if tuple(row) not in known}
    return _in_words(class_group, wanted)


def _in_words(class_group: ClassGroup, keys: set[tuple]) -> list[Offer]:
    groups = dict(db.session.execute(select(StudyGroup.id, StudyGroup.name)).all())
    courses = dict(db.session.execute(select(Course.id, Course.name)).all())
    teachers = {
        number: (with_initials(*name), with_initials(*name[:2], ""))
        for number, *name in db.session.execute(
            select(Employee.id, Person.surname, Person.given, Person.patronymic).join(
                Person, Person.id == Employee.person_id
            )
        )
    }
    found = []
    for group, course, teacher, assistant in keys:
        name = groups[group]
        part = (
            "" if name == class_group.name else f" ({name.removeprefix(class_group.name + ', ')})"
        )
        words = f"{courses[course]}{part}, {teachers[teacher][0]}"
        short = f"{courses[course]}{_cut_part(part)}, {teachers[teacher][1]}"
        found.append(Offer(group, course, teacher, assistant, words, short))
    return sorted(found, key=lambda offer: offer.words)


def _cut_part(part: str) -> str:
    """« (1 группа)» as « 1 гр.»."""
    return part.replace("группа", "гр.").replace("(", "").replace(")", "")


def last_day_of(year: YearFacts, groups: frozenset[int], first: date) -> date | None:
    """Until when a timetable laid from `first` holds: to the next that was entered ahead."""
    later = db.session.scalar(
        select(func.min(LessonSlot.valid_from)).where(
            LessonSlot.year_id == year.id,
            LessonSlot.study_group_id.in_(groups),
            LessonSlot.valid_from > first,
            or_(LessonSlot.valid_to.is_(None), LessonSlot.valid_to >= LessonSlot.valid_from),
        )
    )
    return later - DAY if later else None


def history_of(year: YearFacts, groups: frozenset[int]) -> list[date]:
    """The days from which the timetable of these groups became another."""
    begun = select(LessonSlot.valid_from, LessonSlot.valid_to).where(
        LessonSlot.year_id == year.id, LessonSlot.study_group_id.in_(groups)
    )
    days: set[date] = set()
    for first, last in db.session.execute(begun):
        if last is None or last >= first:
            days |= {first} | ({last + DAY} if last and last < year.ends_on else set())
    return sorted(days)


def lay_class(
    class_group: ClassGroup,
    year: YearFacts,
    first: date,
    wanted: list[Wanted],
    seen: str,
    *,
    may_empty: bool = False,
) -> Laid:
    """Make the class's timetable this from a day on. Raises StaleWeek where it is no longer the
    one of the fingerprint `seen`, Refused where nothing would be left and that was not confirmed,
    Clash with every sentence where a lesson that is new meets another of the same teacher, room
    or pupils."""
    groups = groups_of_class(class_group)
    if seen != week_seen(class_group, year):
        raise StaleWeek(
            "Не сохранено: пока страница была открыта, расписание класса изменили в другом окне. "
            "Введённое вами осталось в сетке. Сверьте и сохраните ещё раз."
        )
    if not year.starts_on <= first <= year.ends_on:
        raise Refused("Этот день не входит в учебный год. Выберите другой.")
    if any(one.study_group_id not in groups for one in wanted):
        raise Refused("Эта группа не учится в классе. Обновите страницу.")
    last = last_day_of(year, groups, first)
    stood = slots_between(year, groups, first, first)
    if stood and not wanted and not may_empty:
        raise Refused(
            f"Сетка пуста: с {first:%d.%m.%Y} у класса не останется ни одного урока. "
            "Если так и нужно, отметьте это под датой и сохраните ещё раз."
        )
    refuse_clashes(year, groups, first, last, wanted)
    return lay_timetable(year, groups, first, last, wanted)


def refuse_clashes(year, groups, first: date, last: date | None, wanted: list[Wanted]) -> None:
    """Raise Clash where new lessons meet others; what stood already is not asked again."""
    stood = {wanted_of(slot) for slot in slots_between(year, groups, first, first)}
    around = [
        wanted_of(slot)
        for slot in slots_between(year, None, first, last)
        if slot.study_group_id not in groups
    ]
    fresh = [one for one in wanted if one not in stood]
    found = clashes(fresh, around + [one for one in wanted if one in stood])
    if found:
        raise Clash(found)


def week_of_term_before(
    class_group: ClassGroup, year: YearFacts, term: TermFacts
) -> tuple[date, list[Wanted]]:
    """What stood on the last day of the term before, and from which day it may hold in this
    one: never from a past day. Nothing is changed."""
    before = [one for one in terms_of(year.id, class_group.grade) if one.number < term.number]
    if not before:
        raise Refused("Перед этим периодом в году ничего нет: взять нечего.")
    if term.ends_on < clock.today():
        raise Refused(f"{term.name} уже в прошлом: её уроки остаются, какими были.")
    day = before[-1].ends_on
    wanted = [wanted_of(s) for s in slots_between(year, groups_of_class(class_group), day, day)]
    if not wanted:
        raise Refused("В прошлом периоде расписания нет: взять нечего.")
    return max(term.starts_on, clock.today()), wanted


def week_seen(class_group: ClassGroup, year: YearFacts) -> str:
    """The fingerprint of all that is entered for the class in the year: a form says which
    timetable it was made from."""
    query = select(LessonSlot.id, LessonSlot.valid_from, LessonSlot.valid_to).where(
        LessonSlot.year_id == year.id,
        LessonSlot.study_group_id.in_(groups_of_class(class_group)),
    )
    return fingerprint([list(row) for row in db.session.execute(query.order_by(LessonSlot.id))])
