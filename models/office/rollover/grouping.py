"""Study groups of the next year and who sits in them: as in the year that ends. Pure."""

from dataclasses import dataclass

from models.office.rollover.facts import LastYear, OldClass, OldGroup
from models.office.rollover.plan import NewClass, Plan
from models.school.groups import HALF, HOME, JOINED, WHOLE

LONGEST = 80


@dataclass(frozen=True)
class NewGroup:
    """A study group to be: its class, or the groups it joins; and which it goes on from."""

    name: str
    kind: str
    grade: int
    class_name: str | None
    sources: tuple[int, ...]
    parts: tuple[str, ...] = ()


def make_groups(facts: LastYear, plan: Plan) -> dict[str, NewGroup]:
    """The groups by name. Lessons at home need an order of the new year and are left out."""
    own = [group for group in facts.groups if group.class_id and group.kind != HOME]
    names = {one.id: one.name for one in facts.classes}
    found: dict[str, NewGroup] = {}
    for one in plan.classes.values():
        _put(found, NewGroup(one.name, WHOLE, one.grade, one.name, ()))
        like = one.sources or tuple(c.id for c in [template(facts, one)] if c)
        for group in own:
            if group.class_id in like:
                name = one.name + suffix(group, names[group.class_id])
                sources = (group.id,) if one.sources else ()
                _put(found, NewGroup(name[:LONGEST], group.kind, one.grade, one.name, sources))
    goes_on = continued(found)
    for group in facts.groups:
        if group.kind == JOINED:
            _join(found, group, goes_on)
    return found


def suffix(group: OldGroup, class_name: str) -> str:
    """What a group's name has after its class: «, 1 группа», nothing for the whole class."""
    if group.kind == WHOLE:
        return ""
    return group.name.removeprefix(class_name) or f", {group.name}"


def template(facts: LastYear, one: NewClass) -> OldClass | None:
    """This year's class of the same grade, of the same letter where there is one."""
    same = [old for old in facts.classes if old.grade == one.grade]
    return next((old for old in same if old.letter == one.letter), next(iter(same), None))


def continued(groups: dict[str, NewGroup]) -> dict[int, NewGroup]:
    """Group of the year that ends → the one it goes on as."""
    return {source: group for group in groups.values() for source in group.sources}


def _put(found: dict[str, NewGroup], group: NewGroup) -> None:
    known = found.get(group.name)
    if known is not None:
        both = dict.fromkeys((*known.sources, *group.sources))
        group = NewGroup(known.name, known.kind, known.grade, known.class_name, tuple(both))
    found[group.name] = group


def _join(found: dict[str, NewGroup], group: OldGroup, goes_on: dict[int, NewGroup]) -> None:
    """Groups across classes stay so, unless their classes have parted or become one."""
    parts = list(dict.fromkeys(goes_on[p].name for p in group.parts if p in goes_on))
    grades = {found[name].grade for name in parts}
    if len(parts) < 2 or len(parts) < len(group.parts) or len(grades) > 1:
        return
    name = " + ".join(parts)[:LONGEST]
    _put(found, NewGroup(name, JOINED, grades.pop(), None, (group.id,), tuple(parts)))


def seats(facts: LastYear, plan: Plan, groups: dict[str, NewGroup]) -> set[tuple[str, int]]:
    """(group, pupil) for the groups whose pupils are named: who goes on with the class."""
    goes_on, old = continued(groups), {group.id: group for group in facts.groups}
    found = set()
    for source, group in goes_on.items():
        if group.kind != HALF:
            continue
        for student_id in old[source].members:
            place = plan.places.get(student_id)
            if place is not None and place.to == group.class_name:
                found.add((group.name, student_id))
    return found
