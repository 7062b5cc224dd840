"""The timetable of a class, entered one quarter at a time as a grid of plain selects."""

from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from sqlalchemy import select

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pages.timetable_grid import MOST_IN_PLACE, fields_shown, lines_of, typed_lines
from models.access.policy import may
from models.base import db
from models.journal.class_week import (
    groups_of_class,
    history_of,
    last_day_of,
    offers,
    week_seen,
)
from models.journal.timetabling import slots_between, wanted_of
from models.school.calendar import current_term, terms_of, the_year
from models.school.groups import ClassGroup, StudyGroup
from models.school.rooms import open_rooms, room_order
from models.school.school import school_facts
from models.school.timetable import WEEKDAYS, Classroom
from models.school.week import classes_of

WEEKS = ((0, "каждую неделю"), (1, "нечётные недели"), (2, "чётные недели"))


@guarded("timetable.view")
def timetable_classes():
    """Every class: its lessons a week in each term, and the way to its grid."""
    year = the_year(actor().today)
    rows = [
        {
            "it": one,
            "keeps": actor().granted("timetable.keep") and may(actor(), "timetable.keep", one),
            "terms": [(t, _hours(counts, one, t)) for t in terms_of(year.id, one.grade)],
        }
        for counts in [_all_slots(year)]
        for one in classes_of(year.id)
    ]
    rows.sort(key=lambda row: not row["keeps"])
    return render_template("timetable/classes.html", rows=rows, year=year)


def _all_slots(year) -> list:
    own = {}
    for group in db.session.scalars(select(StudyGroup).where(StudyGroup.year_id == year.id)):
        own[group.id] = set(group.class_names)
    slots = slots_between(year, None, year.starts_on, None)
    return [(slot, own[slot.study_group_id]) for slot in slots]


def _hours(slots: list, one: ClassGroup, term) -> float:
    """Lessons a week on the term's first day; halves at one time sit in one lesson."""
    day, places = term.starts_on, {}
    for slot, names in slots:
        if one.name in names and slot.valid_from <= day <= (slot.valid_to or day):
            places.setdefault((slot.weekday, slot.number), set()).add(slot.parity)
    return sum(0.5 if len(p) == 1 and 0 not in p else 1 for p in places.values())


@guarded("timetable.view")
def class_week(class_group_id: int):
    """The grid of a class from a day on."""
    found = find_or_404(ClassGroup, class_group_id)
    authorize("timetable.view", found)
    return grid_page(found, asked_first(found))


def asked_first(found: ClassGroup) -> date:
    """The day from which the grid is asked: of `from`, of a term, or today."""
    year = the_year(actor().today)
    terms = terms_of(year.id, found.grade)
    number = asked.number(request.values.get("term"))
    term = next((one for one in terms if one.number == number), None)
    day = asked.day(request.values.get("from"))
    if day is None and term is not None:
        day = max(term.starts_on, min(actor().today, term.ends_on))
    day = day or actor().today
    return min(max(day, year.starts_on), year.ends_on)


@dataclass(frozen=True)
class Said:
    """What a grid is shown with besides what stands."""

    clash: tuple[str, ...] = ()
    problem: str = ""
    others: tuple[str, ...] = ()  # places where what stands is not what is typed
    empties: bool = False  # nothing is left, which must be confirmed
    lines: dict | None = None  # what the grid holds, where it is neither typed nor stands
    note: str = ""
    typed_over: bool = False  # to fill the grid would lose what is typed


def grid_page(found: ClassGroup, first: date, said: Said | None = None, status: int = 200):
    """The grid from a day on: as it stands, as it was typed, or as it is proposed."""
    said = said or Said()
    year, groups = the_year(first), groups_of_class(found)
    rooms = dict(db.session.execute(select(Classroom.id, Classroom.name)).all())
    stands = [wanted_of(slot) for slot in slots_between(year, groups, first, first)]
    lines = said.lines
    if lines is None:
        lines = typed_lines() if request.form.get("grid") else lines_of(stands, rooms)
    terms, facts = terms_of(year.id, found.grade), school_facts()
    used = {day for day, _number in lines}
    week = max(facts.rule("week_days") if facts else 5, max(used, default=0) + 1)
    page = render_template(
        "timetable/keeping.html",
        it=found,
        first=first,
        last=last_day_of(year, groups, first),
        terms=terms,
        term=current_term(terms, first),
        days=list(enumerate(WEEKDAYS[:week])),
        numbers=_numbers(lines),
        places=fields_shown(week, _numbers(lines), lines),
        lines=lines,
        offers=offers(found, year, first),
        rooms=sorted(open_rooms(first), key=room_order),
        weeks=WEEKS,
        history=history_of(year, groups),
        keeps=actor().granted("timetable.keep") and may(actor(), "timetable.keep", found),
        said=said,
        seen=week_seen(found, year),
        from_day=str(first) if said.lines is not None else request.form.get("from", str(first)),
        most=MOST_IN_PLACE,
    )
    return page, status


def _numbers(lines: dict) -> range:
    """The hours of the grid: eight, and whatever stands beyond them."""
    used = {number for _day, number in lines} or {1}
    return range(min(1, *used, 1), max(8, *used, 8) + 1)
