"""Who will teach what: proposed from the year that ends. Pure.

A teacher goes on with the class where the course goes on. Teachers of grades 1–4 who have finished
grade 4 are proposed for a first class, which has to be confirmed. What the next grade learns anew
waits for a teacher.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal

from models.office.rollover.facts import LastYear, OldClass, Taught
from models.office.rollover.grouping import NewGroup, continued, suffix, template
from models.office.rollover.plan import NewClass, Plan
from models.school.groups import WHOLE
from models.school.teaching import MAIN

PRIMARY = 4  # the last grade of one teacher for most
AS_BEFORE, ANEW, CONFIRM, FINISHED = "как в этом году", "новый предмет", "предложено", "5 класс"


@dataclass(frozen=True)
class Line:
    """A course of a group of the next year; `employee_id` None: nobody yet. `proposed` waits to
    be confirmed and is not done before."""

    key: str
    group: str
    class_names: tuple[str, ...]
    course_id: int
    duty: str
    hours: Decimal
    employee_id: int | None
    proposed: int | None
    why: str
    answered: bool = False


def make_lines(
    facts: LastYear, plan: Plan, groups: dict[str, NewGroup], answers: dict
) -> list[Line]:
    """All lines, with what was answered about them."""
    lines = _carried(facts, groups) + _begun(facts, plan, groups)
    said, seen, found = answers.get("teaching", {}), Counter(), []
    for line in lines:
        plain = f"{line.group}|{line.course_id}|{line.duty}"
        key = f"{plain}|{seen[plain]}"
        seen[plain] += 1
        line = replace(line, key=key)
        if key in said:
            who = said[key] if said[key] in facts.staff else None
            line = replace(line, employee_id=who, answered=True)
        found.append(line)
    return found


def _carried(facts: LastYear, groups: dict[str, NewGroup]) -> list[Line]:
    goes_on, hours, old = continued(groups), _hours(facts), {g.id: g for g in facts.groups}
    upper = {t.employee_id for t in facts.taught if old[t.group_id].grade > PRIMARY}
    first: dict[tuple, int] = {}
    found = []
    for one in facts.taught:
        group = goes_on.get(one.group_id)
        if group is None or (group.grade, one.course_id) not in hours:
            continue
        if first.setdefault((group.name, one.course_id), one.group_id) != one.group_id:
            continue  # two classes became one: the teacher of the first
        stops = old[one.group_id].grade == PRIMARY and one.employee_id not in upper
        who, why = (None, FINISHED) if stops else (one.employee_id, AS_BEFORE)
        found.append(_line(group, one, hours, who, None, why))
    return found


def _begun(facts: LastYear, plan: Plan, groups: dict[str, NewGroup]) -> list[Line]:
    """Courses a class has not had before, as this year's class of that grade has them."""
    hours, covered = _hours(facts), _covered(facts, groups)
    first_teachers = _for_first_classes(facts, plan)
    names, found = {one.id: one.name for one in facts.classes}, []
    old = {group.id: group for group in facts.groups}
    for one in plan.classes.values():
        like = template(facts, one)
        if like is None:
            continue
        leads, seen = main_teacher(facts, like), set()
        for taught in facts.taught:
            source = old[taught.group_id]
            if source.class_id != like.id or taught.course_id in covered[one.name]:
                continue
            group = groups.get(one.name + suffix(source, names[like.id]), groups[one.name])
            who = None
            if one.grade == 1 and not one.sources:
                goes_on = taught.employee_id
                who = first_teachers.get(one.name) if goes_on == leads else goes_on
            if (group.name, taught.course_id, who) not in seen:
                seen.add((group.name, taught.course_id, who))
                why = CONFIRM if who else ANEW
                found.append(_line(group, taught, hours, None, who, why))
    return found


def _line(group: NewGroup, one: Taught, hours, who, proposed, why: str) -> Line:
    week = hours.get((group.grade, one.course_id), one.hours)
    classes = tuple(part.split(",")[0] for part in (group.parts or (group.name,)))
    return Line("", group.name, classes, one.course_id, one.duty, week, who, proposed, why)


def _hours(facts: LastYear) -> dict[tuple[int, int], Decimal]:
    """(grade, course) → hours a week, as most groups of that grade have it this year."""
    grades = {group.id: group.grade for group in facts.groups}
    seen = defaultdict(Counter)
    for one in facts.taught:
        if one.duty == MAIN:
            seen[grades[one.group_id], one.course_id][one.hours] += 1
    return {key: max(counts, key=lambda h: (counts[h], h)) for key, counts in seen.items()}


def _covered(facts: LastYear, groups: dict[str, NewGroup]) -> dict[str, set[int]]:
    """Class of the next year → the courses its groups go on with."""
    goes_on, found = continued(groups), defaultdict(set)
    for one in facts.taught:
        group = goes_on.get(one.group_id)
        for name in (group.parts or (group.name,)) if group else ():
            found[name.split(",")[0]].add(one.course_id)
    return found


def main_teacher(facts: LastYear, one: OldClass) -> int | None:
    """Who gives most hours to the whole class."""
    whole = {g.id for g in facts.groups if g.class_id == one.id and g.kind == WHOLE}
    hours = Counter()
    for taught in facts.taught:
        if taught.group_id in whole and taught.duty == MAIN:
            hours[taught.employee_id] += taught.hours
    return max(hours, key=lambda who: (hours[who], -who)) if hours else None


def _for_first_classes(facts: LastYear, plan: Plan) -> dict[str, int]:
    """First class → a teacher who has finished grade 4: of the same letter, then in order."""
    fresh = [one for one in plan.classes.values() if one.grade == 1 and not one.sources]
    free = {
        old.letter: who
        for old in facts.classes
        if old.grade == PRIMARY and (who := main_teacher(facts, old)) is not None
    }
    found: dict[str, int] = {}
    for same in (True, False):
        for one in fresh:
            if one.name not in found and free and (not same or one.letter in free):
                letter = one.letter if same else next(iter(free))
                found[one.name] = free.pop(letter)
    return found


def class_lines(lines: list[Line], one: NewClass | str) -> list[Line]:
    """The lines of a class of the next year, those of groups across classes too."""
    name = one if isinstance(one, str) else one.name
    return [line for line in lines if name in line.class_names]
