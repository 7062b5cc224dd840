"""The timetable of a class, entered one quarter at a time as a grid of plain selects."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from models.access.policy import may
from models.base import db
from models.journal.class_week import (
    Clash,
    copy_from_term_before,
    groups_of_class,
    history_of,
    last_day_of,
    lay_class,
    offers,
)
from models.journal.timetabling import Wanted, slots_between, wanted_of
from models.naming import fault_of_name
from models.refusal import Refused
from models.school.calendar import current_term, terms_of, the_year
from models.school.groups import ClassGroup, StudyGroup
from models.school.school import school_facts
from models.school.timetable import WEEKDAYS, Classroom
from models.school.week import classes_of

NUMBERS = range(1, 9)
MOST_IN_PLACE = 4
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
    return _page(found, _first(found))


def _first(found: ClassGroup) -> date:
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


def _page(found: ClassGroup, first: date, clash=None, problem: str = ""):
    year, groups = the_year(first), groups_of_class(found)
    rooms = dict(db.session.execute(select(Classroom.id, Classroom.name)).all())
    stands = [wanted_of(slot) for slot in slots_between(year, groups, first, first)]
    lines = _typed() if request.form.get("grid") else _lines(stands, rooms)
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
        numbers=NUMBERS,
        lines=lines,
        offers=offers(found, year, first),
        rooms=sorted(rooms.values()),
        weeks=WEEKS,
        history=history_of(year, groups),
        keeps=actor().granted("timetable.keep") and may(actor(), "timetable.keep", found),
        clash=clash,
        problem=problem,
        most=MOST_IN_PLACE,
    )
    return (page, 422) if clash or problem else page


def _lines(stands: list[Wanted], rooms: dict[int, str]) -> dict[tuple, list]:
    """(weekday, number) → [(key of the offer, room, weeks)]."""
    found: dict[tuple, list] = {}
    for one in sorted(stands, key=lambda w: (w.parity, w.study_group_id)):
        who = (one.study_group_id, one.course_id, one.employee_id, one.assistant_id or 0)
        names = [rooms[r] for r in (one.classroom_id, one.other_classroom_id) if r]
        line = (".".join(map(str, who)), " / ".join(names), one.parity)
        found.setdefault((one.weekday, one.number), []).append(line)
    return found


def _typed() -> dict[tuple, list]:
    """The same of what the form holds."""
    found: dict[tuple, list] = {}
    for day in range(7):
        for number in NUMBERS:
            for line in range(MOST_IN_PLACE):
                name = f"{day}-{number}-{line}"
                key = request.form.get(f"what-{name}", "")
                if key:
                    weeks = asked.number(request.form.get(f"weeks-{name}")) or 0
                    room = " ".join(request.form.get(f"room-{name}", "").split())[:130]
                    found.setdefault((day, number), []).append((key, room, weeks))
    return found


@guarded("timetable.keep")
def lay_class_week(class_group_id: int):
    """Make the grid hold from the day on; clashes come back above the grid, which keeps all."""
    found = find_or_404(ClassGroup, class_group_id)
    authorize("timetable.keep", found)
    first = asked.day(request.form.get("from"))
    if first is None:
        return _page(found, _first(found), problem="Напишите, с какого дня действует расписание.")
    try:
        with db.session.begin_nested():
            laid = lay_class(found, the_year(first), first, _wanted(found, first))
    except Clash as clash:
        return _page(found, _first(found), clash=clash.sentences)
    except Refused as refusal:
        return _page(found, _first(found), problem=refusal.sentence)
    db.session.commit()
    flash(f"Сохранено: новых уроков {len(laid.fresh)}, снято {len(laid.ended)}")
    return redirect(url_for(".class_week", class_group_id=found.id, **{"from": first}))


def _wanted(class_group: ClassGroup, first: date) -> list[Wanted]:
    known = {offer.key for offer in offers(class_group, the_year(first), first)}
    rows = db.session.execute(select(Classroom.name, Classroom.id)).all()
    rooms = {name.casefold(): number for name, number in rows}
    found = []
    for (day, number), lines in _typed().items():
        for key, room, weeks in lines:
            who = [asked.number(part) for part in key.split(".")]
            if key not in known or weeks not in (0, 1, 2):
                raise Refused("Страница устарела: такого урока в выборе нет. Обновите её.")
            where = [_room(rooms, name) for name in room.split(" / ") if name.strip()]
            place = [*where[:2], None, None][:2]
            teachers = (who[2], who[3] or None)
            found.append(Wanted(who[0], who[1], day, number, weeks, *teachers, *place))
    return found


def _room(rooms: dict[str, int], name: str) -> int:
    """The room's number; one that is new to the school is made."""
    known = rooms.get(name.strip().casefold())
    if known is None and (why := fault_of_name(name.strip())):
        raise Refused(f"Кабинет «{name.strip()[:60]}». {why}")
    if known is None:
        row = Classroom(name=name.strip()[:60])
        db.session.add(row)
        db.session.flush()
        known = rooms[row.name.casefold()] = row.id
    return known


@guarded("timetable.keep")
def copy_class_week(class_group_id: int):
    """The timetable of the quarter before, for this one."""
    found = find_or_404(ClassGroup, class_group_id)
    authorize("timetable.keep", found)
    year = the_year(actor().today)
    number = asked.number(request.form.get("term"))
    term = next((t for t in terms_of(year.id, found.grade) if t.number == number), None)
    if term is None:
        raise Refused("Такой четверти у класса нет. Обновите страницу.")
    try:
        laid = copy_from_term_before(found, year, term)
    except Clash as clash:
        db.session.rollback()
        return _page(found, term.starts_on, clash=clash.sentences)
    db.session.commit()
    flash(f"Взято из прошлой четверти: новых уроков {len(laid.fresh)}, снято {len(laid.ended)}")
    where = {"class_group_id": found.id, "from": term.starts_on}
    return redirect(url_for(".class_week", **where))
