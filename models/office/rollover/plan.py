"""What will be: classes and pupils of the next year, from last year and the answers. Pure."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from models.office.rollover.draft import INTO, LEAVES, STAYS
from models.office.rollover.facts import LastYear, OldClass, Pupil
from models.office.rollover.names import in_order, joined_name, split_name

FINISH = (9, 11)  # grades after which a whole class may leave
MOVES, REPEATS, GOES, UNPLACED = "moves", "repeats", "goes", "unplaced"
JUNE_END = (6, 30)


@dataclass(frozen=True)
class NewClass:
    """A class of the next year; `sources` are the classes it goes on from."""

    name: str
    grade: int
    letter: str
    shift: int
    sources: tuple[int, ...]


@dataclass(frozen=True)
class Place:
    """Where a pupil will be: the class's name, None where nowhere."""

    pupil: Pupil
    fate: str
    to: str | None


@dataclass(frozen=True)
class Plan:
    """Classes by name and places by pupil."""

    classes: dict[str, NewClass]
    places: dict[int, Place]
    leave_on: date  # the last day in school of those who leave

    def of_class(self, class_id: int) -> list[Place]:
        """The pupils of a class of the year that ends."""
        return [place for place in self.places.values() if place.pupil.class_id == class_id]

    def into(self, name: str) -> list[Place]:
        """The pupils of a class of the next year."""
        return [place for place in self.places.values() if place.to == name]

    def fates(self) -> Counter:
        """How many move up, repeat, leave, or have no class yet."""
        return Counter(place.fate for place in self.places.values())


def make_plan(facts: LastYear, answers: dict) -> Plan:
    """The plan by what was answered so far; unanswered questions get the usual answer."""
    nexts = {one.id: next_name(one, facts, answers) for one in facts.classes}
    classes = _classes(facts, nexts, answers)
    places = {p.id: _place(p, facts, nexts, classes, answers) for p in facts.pupils}
    return Plan(classes, places, _leave_on(facts, answers))


def next_name(one: OldClass, facts: LastYear, answers: dict) -> str:
    """The name under which a class goes on; nothing where its pupils leave."""
    return answers.get("classes", {}).get(str(one.id), _usual_name(one, facts))


def _usual_name(one: OldClass, facts: LastYear) -> str:
    """The same letter a grade higher; after grade 9 the only class there is of the next."""
    if one.grade == max(FINISH):
        return ""
    above = [other.name for other in facts.classes if other.grade == one.grade + 1]
    if one.grade in FINISH and len(above) == 1:
        return above[0]
    return joined_name(one.grade + 1, one.letter)


def fresh_names(facts: LastYear, answers: dict) -> list[str]:
    """Classes that begin without a class before them: usually the first ones, as this year."""
    usual = [one.name for one in facts.classes if one.grade == 1]
    return answers.get("fresh", usual)


def _classes(facts: LastYear, nexts: dict[int, str], answers: dict) -> dict[str, NewClass]:
    shifts = {one.id: one.shift for one in facts.classes}
    wanted: dict[str, list[int]] = {name: [] for name in fresh_names(facts, answers)}
    for class_id, name in nexts.items():
        if name:
            wanted.setdefault(name, []).append(class_id)
    found = {}
    for name in in_order(wanted):
        sources = tuple(wanted[name])
        shift = shifts[sources[0]] if sources else 1
        found[name] = NewClass(name, *split_name(name), shift, sources)
    return found


def _place(pupil: Pupil, facts: LastYear, nexts, classes, answers: dict) -> Place:
    own = next(one for one in facts.classes if one.id == pupil.class_id)
    said = answers.get("pupils", {}).get(str(pupil.id), "")
    if said == LEAVES:
        return Place(pupil, GOES, None)
    if said == STAYS:
        to = _same_grade(own, classes)
        return Place(pupil, REPEATS if to else UNPLACED, to)
    if said.startswith(INTO):
        to = said.removeprefix(INTO)
        if to not in classes:
            return Place(pupil, UNPLACED, None)
        return Place(pupil, MOVES if classes[to].grade > own.grade else REPEATS, to)
    if nexts[own.id]:
        return Place(pupil, MOVES, nexts[own.id])
    return Place(pupil, GOES if own.grade in FINISH else UNPLACED, None)


def _same_grade(own: OldClass, classes: dict[str, NewClass]) -> str | None:
    """Next year's class of the same grade, of the same letter where there is one."""
    same = [one for one in classes.values() if one.grade == own.grade]
    by_letter = [one for one in same if one.letter == own.letter]
    return next((one.name for one in by_letter + same), None)


def _leave_on(facts: LastYear, answers: dict) -> date:
    if answers.get("leave_on"):
        return date.fromisoformat(answers["leave_on"])
    usual = date(facts.year.ends_on.year, *JUNE_END)
    return min(max(usual, facts.lessons_end), facts.year.ends_on)
