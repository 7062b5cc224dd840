"""What a lesson of a day can change places with: lessons of the same class or of the same teacher,
where nobody is in two places then. Pure, over a plan of the day."""

from dataclasses import dataclass, field

from sqlalchemy import select

from models.base import db
from models.journal.day_plan import DayLesson, DayPlan
from models.school.groups import StudyGroup, by_grade


@dataclass(frozen=True)
class DayClasses:
    """The lessons of a day by class; a group across classes is in each of them."""

    by_class: dict[str, list[DayLesson]] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return sorted(self.by_class, key=by_grade)

    def of(self, lesson: DayLesson) -> list[str]:
        """The classes that sit in a lesson."""
        return [name for name in self.names if lesson in self.by_class[name]]


def day_classes(plan: DayPlan) -> DayClasses:
    """The classes of a day with the lessons that can be changed; one select."""
    groups = select(StudyGroup).where(StudyGroup.id.in_({x.group_id for x in plan.lessons}))
    named = {group.id: group.class_names for group in db.session.scalars(groups)}
    found: dict[str, list[DayLesson]] = {}
    for lesson in plan.lessons:
        if lesson.slot_id and lesson.employee_id:
            for name in named[lesson.group_id]:
                found.setdefault(name, []).append(lesson)
    return DayClasses(found)


def exchangeable(plan: DayPlan, one: DayLesson, classes: DayClasses) -> dict[str, list[DayLesson]]:
    """Why a lesson is near («5-А», «тот же учитель») → the lessons `one` can be swapped with."""
    found: dict[str, list[DayLesson]] = {}
    for name in classes.of(one):
        found[name] = _fitting(plan, one, classes.by_class[name])
    near = {lesson.key for lessons in found.values() for lesson in lessons}
    same = [x for x in plan.lessons if x.people & one.people and x.key not in near]
    found["Тот же учитель в других классах"] = _fitting(plan, one, same)
    return {why: lessons for why, lessons in found.items() if lessons}


def _fitting(plan: DayPlan, one: DayLesson, others: list[DayLesson]) -> list[DayLesson]:
    return [other for other in others if other.slot_id and other.people and fit(plan, one, other)]


def fit(plan: DayPlan, one: DayLesson, other: DayLesson) -> bool:
    """Whether both can change their hours: no teacher and no group is in two lessons at once."""
    if one.number == other.number:
        return False
    pair = (one.key, other.key)
    for mine, theirs in ((one, other), (other, one)):
        for there in plan.lessons:
            if there.number != theirs.number or there.key in pair or not there.people:
                continue
            if there.people & mine.people or there.group_id == mine.group_id:
                return False
    return True
