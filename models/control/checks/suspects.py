"""All checks of one look: what the school switched on, each with what it found.

No deadline is broken here; what is found may be right. A fixed number of selects.
"""

from dataclasses import replace
from datetime import date

from models.control.checks import cells, lessons, periods, silence
from models.control.checks.kinds import (
    CHECKS,
    DENSITY,
    FEW_IN_LESSON,
    FEW_MARKS,
    HOMEWORK_LACKING,
    MARK_OF_ABSENT,
    MISSED_MOST,
    NO_TOPIC,
    NOT_ASKED,
    OFF_TIMETABLE,
    TERM_OFF,
    TWO_AFTER,
    TWO_EDGE,
    TWO_STANDS,
    TWO_TESTS,
    YEAR_OFF,
    Suspect,
    switched_on,
)
from models.control.checks.look import Look, named
from models.control.explanation import said_of

_ALONE = {
    MARK_OF_ABSENT: cells.marks_of_absent,
    TWO_AFTER: cells.twos_after_absence,
    TWO_EDGE: cells.twos_at_edge,
    TWO_STANDS: cells.twos_that_stand,
    YEAR_OFF: periods.marks_of_years,
    TWO_TESTS: lessons.two_tests,
    OFF_TIMETABLE: lessons.off_timetable,
    FEW_IN_LESSON: lessons.few_in_lesson,
}


def suspects(
    first: date, last: date, journals: frozenset[int] | None, only: frozenset[str] | None = None
) -> dict[str, list[Suspect]]:
    """Check → what it found in lessons from `first` to `last` and terms that end then, of the
    journals (None: all); what was explained says so. `only`: these checks."""
    wanted = switched_on() if only is None else switched_on() & only
    look = Look(first, last, journals)
    found = {name: make(look) for name, make in _ALONE.items() if name in wanted}
    if wanted & {TERM_OFF, FEW_MARKS, MISSED_MOST}:
        found |= periods.marks_of_terms(look, wanted)
    if wanted & {NO_TOPIC, HOMEWORK_LACKING}:
        found |= lessons.bare_lessons(look)
    if wanted & {DENSITY, NOT_ASKED}:
        found |= silence.seldom_asked(look)
    kept = {name: found[name] for name in CHECKS if name in wanted}
    return _explained(_named(kept))


def _named(found: dict[str, list[Suspect]]) -> dict[str, list[Suspect]]:
    waiting = iter(named([one for rows in found.values() for one in rows]))
    return {name: [next(waiting) for _ in rows] for name, rows in found.items()}


def _explained(found: dict[str, list[Suspect]]) -> dict[str, list[Suspect]]:
    """What is not explained first."""
    said = said_of(found)
    return {
        name: sorted(
            (replace(one, explained=said.get((name, one.key), "")) for one in rows),
            key=lambda one: bool(one.explained),
        )
        for name, rows in found.items()
    }
