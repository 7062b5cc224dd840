"""The plan as people look at it before it is done: what stands in the way, what to know."""

from dataclasses import dataclass

from models.office.rollover.facts import LastYear, last_year
from models.office.rollover.grouping import NewGroup, make_groups, seats
from models.office.rollover.plan import UNPLACED, Plan, make_plan
from models.office.rollover.teaching import Line, make_lines
from models.printable import ended
from models.refusal import Refused
from models.school.calendar import YearFacts
from models.school.groups import HALF, HOME

NAMED = 8  # as many names stand in a sentence


@dataclass(frozen=True)
class Look:
    """Everything that will be. `hindrances` must be mended first; `notes` are good to know."""

    facts: LastYear
    plan: Plan
    groups: dict[str, NewGroup]
    seats: set[tuple[str, int]]
    lines: list[Line]
    hindrances: list[str]
    notes: list[str]


def look(year: YearFacts, upcoming: YearFacts | None, answers: dict) -> Look:
    """The plan by last year's facts and the answers given so far."""
    facts = last_year(year)
    plan = make_plan(facts, answers)
    groups = make_groups(facts, plan)
    sitting = seats(facts, plan, groups)
    lines = make_lines(facts, plan, groups, answers)
    hindrances = _hindrances(facts, plan, upcoming, answers)
    return Look(
        facts, plan, groups, sitting, lines, hindrances, _notes(facts, plan, groups, sitting, lines)
    )


def refuse_if_hindered(seen: Look) -> None:
    """Raises Refused where something must be mended first."""
    if seen.hindrances:
        raise Refused(" ".join(seen.hindrances))


def some(names: list[str]) -> str:
    """Names in a sentence, the rest as a number."""
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" и ещё {more}" if more > 0 else "")


def _hindrances(facts: LastYear, plan: Plan, upcoming, answers: dict) -> list[str]:
    found = []
    if upcoming is None:
        found.append("Следующий учебный год ещё не открыт: откройте его в календаре.")
    order = answers.get("order") or {}
    if not order.get("number") or not order.get("on_date"):
        found.append("Не указан приказ о переводе: номер и дата.")
    lost = [place.pupil.name for place in plan.places.values() if place.fate == UNPLACED]
    if lost:
        found.append(ended(f"Не выбран класс ({len(lost)}): {some(lost)}"))
    return found


def _notes(facts: LastYear, plan: Plan, groups, sitting, lines: list[Line]) -> list[str]:
    found = [_without_half(plan, groups, sitting), _at_home(facts), _merged(plan)]
    waits = sum(1 for line in lines if line.proposed and not line.answered)
    if waits:
        found.append(f"Предложения учителей для первых классов не подтверждены: {waits}.")
    nobody = sum(1 for line in lines if line.employee_id is None) - waits
    if nobody:
        found.append(f"Предметов пока без учителя: {nobody}. Их можно назначить и позже.")
    found.append(
        "Классных руководителей, операторов и завучей новый год получает отдельным приказом."
    )
    return [note for note in found if note]


def _without_half(plan: Plan, groups, sitting) -> str:
    """Pupils of a class with groups who sit in none of them, for they came from elsewhere."""
    divided = {group.class_name for group in groups.values() if group.kind == HALF}
    seated = {student_id for _, student_id in sitting}
    lost = [
        f"{place.pupil.name} ({place.to})"
        for place in plan.places.values()
        if place.to in divided and place.pupil.id not in seated
    ]
    said = f"В классе есть подгруппы, а ученик ни в одной ({len(lost)}): {some(lost)}"
    return ended(said) if lost else ""


def _at_home(facts: LastYear) -> str:
    number = len({s for group in facts.groups if group.kind == HOME for s in group.members})
    return (
        f"Обучение на дому кончается вместе с годом ({number}): на новый год нужен новый приказ."
        * bool(number)
    )


def _merged(plan: Plan) -> str:
    become = [one.name for one in plan.classes.values() if len(one.sources) > 1]
    return f"Соединяются из нескольких классов: {', '.join(become)}." * bool(become)
