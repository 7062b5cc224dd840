"""A class's timetable from the form of its grid: laid, refused with all that was typed, filled."""

from datetime import date

from flask import flash, redirect, request, url_for
from sqlalchemy import select

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pages.timetable_grid import (
    CutOff,
    lines_of,
    refuse_cut_off,
    typed_lines,
    with_what_came,
)
from blueprints.pages.timetable_keeping import Said, asked_first, grid_page
from models.base import db
from models.journal.class_week import (
    Clash,
    StaleWeek,
    groups_of_class,
    lay_class,
    offers,
    week_of_term_before,
)
from models.journal.lessons_gone import past_lessons, refuse_lost
from models.journal.timetabling import Wanted, slots_between, wanted_of
from models.office.policy import takes_past_lessons
from models.refusal import Refused
from models.school.calendar import terms_of, the_year
from models.school.groups import ClassGroup
from models.school.rooms import fault_of_room, open_rooms
from models.school.school import hold_school
from models.school.timetable import WEEKDAYS, Classroom


@guarded("timetable.keep")
def lay_class_week(class_group_id: int):
    """Make the grid hold from the day on; what is refused comes back with the grid as typed."""
    found = find_or_404(ClassGroup, class_group_id)
    authorize("timetable.keep", found)
    first = asked.day(request.form.get("from"))
    if first is None:
        said = Said(problem="Напишите, с какого дня действует расписание.")
        return grid_page(found, asked_first(found), said, 422)
    hold_school()
    try:
        laid = _laid(found, first)
    except Refused as refusal:
        db.session.rollback()
        return _refused(found, asked_first(found), refusal)
    db.session.commit()
    flash(f"Сохранено: новых уроков {len(laid.fresh)}, снято {len(laid.ended)}")
    return redirect(url_for(".class_week", class_group_id=found.id, **{"from": first}))


def _laid(found: ClassGroup, first: date):
    refuse_cut_off()
    form = request.form
    wanted, emptied = _wanted(found, first), form.get("emptied") == "1"
    year, seen = the_year(first), form.get("seen", "")
    groups = groups_of_class(found)
    before = past_lessons(groups, first)
    laid = lay_class(found, year, first, wanted, seen, may_empty=emptied)
    if not takes_past_lessons(actor()):
        refuse_lost(before, past_lessons(groups, first))
    return laid


def _refused(found: ClassGroup, first: date, refusal: Refused):
    if isinstance(refusal, StaleWeek):
        others = tuple(_others(found, first))
        if typed_lines() and not others:  # the button was pressed twice
            flash("Уже сохранено: в расписании стоит то же самое.")
            return redirect(url_for(".class_week", class_group_id=found.id, **{"from": first}))
        said = Said(problem=refusal.sentence, others=others)
        return grid_page(found, first, said, 409)
    if isinstance(refusal, CutOff):
        lines = with_what_came(_standing(found, first))
        return grid_page(found, first, Said(problem=refusal.sentence, lines=lines), 422)
    if isinstance(refusal, Clash):
        return grid_page(found, first, Said(clash=tuple(refusal.sentences)), 422)
    said = Said(problem=refusal.sentence, empties=not typed_lines())
    return grid_page(found, first, said, 422)


def _standing(found: ClassGroup, first: date) -> dict[tuple, list]:
    slots = slots_between(the_year(first), groups_of_class(found), first, first)
    return lines_of([wanted_of(slot) for slot in slots], _rooms())


def _rooms() -> dict[int, str]:
    return dict(db.session.execute(select(Classroom.id, Classroom.name)).all())


def _others(found: ClassGroup, first: date) -> list[str]:
    """Where what stands now is not what was typed: both in words, place by place."""
    typed, stands = typed_lines(), _standing(found, first)
    words = {offer.key: offer.words for offer in offers(found, the_year(first), first)}
    told = []
    for day, number in sorted(typed.keys() | stands.keys()):
        mine, theirs = typed.get((day, number), []), stands.get((day, number), [])
        if sorted(mine) != sorted(theirs):
            now, own = (_in_words(lines, words) for lines in (theirs, mine))
            told.append(f"{WEEKDAYS[day]}, {number} урок: сейчас {now}, у вас {own}.")
    return told


def _in_words(lines: list, words: dict[str, str]) -> str:
    if not lines:
        return "пусто"
    signs = {1: ", нечёт.", 2: ", чёт."}
    return " и ".join(
        f"«{words.get(key, 'другой урок')}{', каб. ' + room if room else ''}{signs.get(weeks, '')}»"
        for key, room, weeks in lines
    )


def _wanted(class_group: ClassGroup, first: date) -> list[Wanted]:
    known = {offer.key for offer in offers(class_group, the_year(first), first)}
    rows = db.session.execute(select(Classroom.name, Classroom.id)).all()
    rooms, there = {name.casefold(): number for name, number in rows}, open_rooms(first)
    found = []
    for (day, number), lines in typed_lines().items():
        for key, room, weeks in lines:
            who = [asked.number(part) for part in key.split(".")]
            if key not in known or weeks not in (0, 1, 2):
                raise Refused("Страница устарела: такого урока в выборе нет. Обновите её.")
            where = [_room(rooms, there, name) for name in room.split(" / ") if name.strip()]
            if len(where) > 2:
                raise Refused(f"Кабинеты «{room[:60]}»: у одного урока их не больше двух.")
            place = [*where[:2], None, None][:2]
            teachers = (who[2], who[3] or None)
            found.append(Wanted(who[0], who[1], day, number, weeks, *teachers, *place))
    return found


def _room(rooms: dict[str, int], there: list[str], name: str) -> int:
    """The room's number; one that is new to the school is made, a closed one refused."""
    known = rooms.get(name.strip().casefold())
    if known and name.strip().casefold() not in {other.casefold() for other in there}:
        raise Refused(
            f"Кабинет «{name.strip()}» закрыт. Выберите другой или откройте его в «Кабинетах»."
        )
    if known is None and (why := fault_of_room(name.strip())):
        raise Refused(f"Кабинет «{name.strip()[:60]}». {why}")
    if known is None:
        row = Classroom(name=name.strip())
        db.session.add(row)
        db.session.flush()
        known = rooms[row.name.casefold()] = row.id
        there.append(row.name)
    return known


@guarded("timetable.keep")
def copy_class_week(class_group_id: int):
    """Fill the grid with the timetable of the period before; «Сохранить» makes it hold. Where
    something was typed that would be lost, it is asked first."""
    found = find_or_404(ClassGroup, class_group_id)
    authorize("timetable.keep", found)
    year = the_year(actor().today)
    number = asked.number(request.form.get("term"))
    term = next((t for t in terms_of(year.id, found.grade) if t.number == number), None)
    first = asked_first(found)
    if term is None:
        said = Said(problem="Такого периода у класса нет. Обновите страницу.")
        return grid_page(found, first, said, 422)
    try:
        starts, wanted = week_of_term_before(found, year, term)
    except Refused as refusal:
        return grid_page(found, first, Said(problem=refusal.sentence), 422)
    opened = asked.day(request.form.get("opened")) or first
    if request.form.get("over") != "1" and _was_typed(found, opened):
        return grid_page(found, first, Said(typed_over=True), 422)
    lines, lost = _offered(found, starts, wanted)
    return grid_page(found, starts, Said(lines=lines, note=_taken(starts, lost)))


def _was_typed(found: ClassGroup, opened: date) -> bool:
    typed, stands = typed_lines(), _standing(found, opened)
    if not request.form.get("grid"):
        return False
    return any(
        sorted(typed.get(place, [])) != sorted(stands.get(place, []))
        for place in typed.keys() | stands.keys()
    )


def _offered(found: ClassGroup, first: date, wanted: list[Wanted]) -> tuple[dict, int]:
    """The lessons that may be taught so from the day on, as lines of the grid, and how many
    may not."""
    known = {
        offer.key.rpartition(".")[0]: offer.key for offer in offers(found, the_year(first), first)
    }
    lines: dict[tuple, list] = {}
    lost = 0
    for place, there in lines_of(wanted, _rooms()).items():
        for key, room, weeks in there:
            now = known.get(key.rpartition(".")[0])
            if now is None:
                lost += 1
            else:
                lines.setdefault(place, []).append((now, room, weeks))
    return lines, lost


def _taken(starts: date, lost: int) -> str:
    said = (
        f"В сетке расписание прошлого периода, с {starts:%d.%m.%Y}. Оно ещё не сохранено: "
        "проверьте и нажмите «Сохранить расписание»."
    )
    if lost:
        said += f" Не взято: {lost}. Этих предметов или учителей в нагрузке класса больше нет."
    return said
