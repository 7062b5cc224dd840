"""The register of pupils: by class as of any day, who came and went, found by name, printed."""

from datetime import date

from flask import render_template, request, url_for

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pace import paced
from blueprints.presentation import printed_at
from blueprints.printing import pdf
from blueprints.room import school
from blueprints.trace import traced
from models import clock
from models.access.pace import PRINT, SEARCH
from models.access.policy import may
from models.access.viewing import PEOPLE, PUPILS, PUPILS_PRINT
from models.office.movement import ARRIVAL, DEPARTURE, TRANSFER
from models.office.pupil_reach import classes_in_reach
from models.office.pupil_search import pupils_named
from models.office.register import ClassCount, Listed, Move, class_list, counts, moves
from models.refusal import Refused
from models.school.calendar import YearFacts, the_year, years
from models.school.groups import ClassGroup

MOVES = {ARRIVAL: "прибытие", TRANSFER: "перевод", DEPARTURE: "выбытие"}
SEXES = {"m": "м", "f": "ж", None: ""}


@guarded("pupil.view")
def pupils():
    """The classes with how many pupils each has on a day."""
    day = asked_day()
    found = _own(counts(day))
    return render_template(
        "pupils/index.html",
        classes=found,
        day=day,
        total=sum(group.pupils for group in found),
        boys=sum(group.boys for group in found),
        girls=sum(group.girls for group in found),
        enters=actor().granted("movement.enter"),
    )


def asked_day() -> date:
    """The day of `?day=`, or today."""
    return asked.day(request.values.get("day")) or actor().today


def _own(classes: list[ClassCount]) -> list[ClassCount]:
    own = classes_in_reach(actor())
    return [group for group in classes if own is None or group.id in own]


@guarded("pupil.view")
@paced(SEARCH)
@traced(PEOPLE, detail=("q",))
def found_pupils():
    """Pupils by name, those who have left too."""
    word = " ".join(request.args.get("q", "").split())[:80]
    found = pupils_named(actor(), word) if word else []
    return render_template("pupils/found.html", word=word, found=found)


@guarded("pupil.view")
@traced(PUPILS)
def class_pupils(class_group_id: int):
    """The list of a class as of a day, and who came and went in the year up to it."""
    group, day = _class(class_group_id), asked_day()
    first, last = _year_to(the_year(group_day(group, day)), day)
    return render_template(
        "pupils/class.html",
        group=group,
        day=day,
        lines=class_list(group.id, day),
        moves=[move for move in moves(first, last) if group.id in move.class_ids],
        said=MOVES,
        today=actor().today,
        enters=actor().granted("movement.enter") and may(actor(), "movement.enter", group),
        neighbours=_neighbours(group, day),
    )


def _class(class_group_id: int) -> ClassGroup:
    found = find_or_404(ClassGroup, class_group_id)
    authorize("pupil.view", found)
    return found


def group_day(group: ClassGroup, day: date) -> date:
    """A day of the class's own year: the day itself where it lies in that year."""
    year = next(y for y in years() if y.id == group.year_id)
    return min(max(day, year.starts_on), year.ends_on)


def _year_to(year: YearFacts, day: date) -> tuple[date, date]:
    return year.starts_on, min(max(day, year.starts_on), year.ends_on)


def _neighbours(group: ClassGroup, day: date) -> tuple:
    """The classes before and after among one's own."""
    own = _own(counts(group_day(group, day)))
    place = next((n for n, one in enumerate(own) if one.id == group.id), None)
    if place is None:
        return None, None
    return own[place - 1] if place else None, own[place + 1] if place + 1 < len(own) else None


@guarded("pupil.view")
@paced(PRINT)
@traced(PUPILS_PRINT, detail=("day",))
def printed_class(class_group_id: int):
    """The list of a class as of a day, to be signed."""
    group, day = _class(class_group_id), asked_day()
    lines = class_list(group.id, day)
    if not lines:
        raise Refused(f"{day:%d.%m.%Y} в списке {group.name} никого нет: печатать нечего.")
    data = {
        "title": f"Список {group.name} на {day:%d.%m.%Y}",
        "about": f"учеников: {len(lines)}",
        "heads": ["№", "Фамилия, имя, отчество", "Дата рождения", "Пол", "В классе с", ""],
        "widths": ["auto", "1fr", "auto", "auto", "auto", "auto"],
        "lines": [_listed(place, line) for place, line in enumerate(lines, start=1)],
    }
    return printed(data, data["title"])


def printed(data: dict, name: str):
    """A table of the school as PDF: who printed it, when."""
    facts = school()
    head = {"school": facts.name if facts else "", "by": actor().name}
    return pdf("pupils", data | head | {"printed": printed_at(clock.now())}, name)


def _listed(place: int, line: Listed) -> list[str]:
    born = f"{line.birth_date:%d.%m.%Y}" if line.birth_date else ""
    return [str(place), line.full, born, SEXES[line.sex], f"{line.since:%d.%m.%Y}", line.where]


@guarded("pupil.view")
@traced(PUPILS, detail=("first", "last"))
def movement():
    """Who came, went and changed class between two days, and the figures of it by class."""
    first, last = _span()
    found = _moves(first, last)
    return render_template(
        "pupils/movement.html",
        first=first,
        last=last,
        moves=found,
        said=MOVES,
        figures=figures(_own(counts(first)), _own(counts(last)), found),
        print_url=url_for(".printed_movement", first=first, last=last),
    )


def _span() -> tuple[date, date]:
    """From `?first=` to `?last=`: the school year up to today, where nothing else is asked."""
    last = asked.day(request.args.get("last")) or actor().today
    first = asked.day(request.args.get("first")) or the_year(last).starts_on
    return min(first, last), max(first, last)


def _moves(first: date, last: date) -> list[Move]:
    own = classes_in_reach(actor())
    return [move for move in moves(first, last) if own is None or own & move.class_ids]


def figures(before: list[ClassCount], after: list[ClassCount], found: list[Move]) -> list[dict]:
    """A line per class: at the start, arrived, left, from and to other classes, at the end."""
    started = {group.id: group.pupils for group in before}
    return [
        {
            "name": group.name,
            "start": started.get(group.id, 0),
            "arrived": sum(m.kind == ARRIVAL and m.went_to == group.name for m in found),
            "left": sum(m.kind == DEPARTURE and m.came_from == group.name for m in found),
            "into": sum(m.kind == TRANSFER and m.went_to == group.name for m in found),
            "out": sum(m.kind == TRANSFER and m.came_from == group.name for m in found),
            "end": group.pupils,
        }
        for group in after
    ]


@guarded("pupil.view")
@paced(PRINT)
@traced(PUPILS_PRINT, detail=("first", "last"))
def printed_movement():
    """The movement of a period, to be signed."""
    first, last = _span()
    found = _moves(first, last)
    if not found:
        raise Refused("За эти дни никто не прибыл и не выбыл: печатать нечего.")
    data = {
        "title": "Движение учащихся",
        "about": f"с {first:%d.%m.%Y} по {last:%d.%m.%Y}",
        "heads": ["№", "Фамилия, имя, отчество", "День", "Что", "Откуда", "Куда", "Приказ"],
        "widths": ["auto", "1.4fr", "auto", "auto", "1fr", "1fr", "1fr"],
        "lines": [_moved(place, move) for place, move in enumerate(found, start=1)],
    }
    return printed(data, f"{data['title']} {data['about']}")


def _moved(place: int, move: Move) -> list[str]:
    came, went = move.came_from or move.place, move.went_to or move.place
    return [str(place), move.name, f"{move.day:%d.%m.%Y}", MOVES[move.kind], came, went, move.order]
