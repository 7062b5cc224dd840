"""The grid of a class's week as its form holds it: places, each with its lines."""

from flask import request

from blueprints import asked
from models.journal.timetabling import Wanted
from models.refusal import Refused

HOURS = range(16)  # as far as lessons can be numbered
MOST_IN_PLACE = 12


class CutOff(Refused):
    """The form of the grid did not arrive as a whole: what it lacks is not what was emptied."""


def fields_shown(days: int, numbers: range, lines: dict) -> int:
    """How many lessons the grid of so many days asks about: those there, and one more."""
    there = (len(lines.get((day, number), ())) for day in range(days) for number in numbers)
    return sum(lines_there + (lines_there < MOST_IN_PLACE) for lines_there in there)


def refuse_cut_off() -> None:
    """Refuse a form without its last field, or with fewer lessons than its page asked about."""
    came = sum(name.startswith("what-") for name in request.form)
    if request.form.get("whole") != "1" or came != asked.number(request.form.get("places")):
        raise CutOff("Форма дошла не целиком. Ничего не сохранено: проверьте сетку и повторите.")


def with_what_came(stands: dict[tuple, list]) -> dict[tuple, list]:
    """What was typed where the form says anything of a place, and what stands elsewhere."""
    came = {tuple(name.split("-")[1:3]) for name in request.form if name.startswith("what-")}
    kept = {place: lines for place, lines in stands.items() if tuple(map(str, place)) not in came}
    return kept | typed_lines()


def lines_of(stands: list[Wanted], rooms: dict[int, str]) -> dict[tuple, list]:
    """(weekday, number) → [(key of the offer, room, weeks)]."""
    found: dict[tuple, list] = {}
    for one in sorted(stands, key=lambda w: (w.parity, w.study_group_id)):
        who = (one.study_group_id, one.course_id, one.employee_id, one.assistant_id or 0)
        names = [rooms[r] for r in (one.classroom_id, one.other_classroom_id) if r]
        line = (".".join(map(str, who)), " / ".join(names), one.parity)
        found.setdefault((one.weekday, one.number), []).append(line)
    return found


def typed_lines() -> dict[tuple, list]:
    """The same of what the form holds."""
    found: dict[tuple, list] = {}
    for day in range(7):
        for number in HOURS:
            for line in range(MOST_IN_PLACE):
                name = f"{day}-{number}-{line}"
                key = request.form.get(f"what-{name}", "")
                if key:
                    weeks = asked.number(request.form.get(f"weeks-{name}")) or 0
                    room = " ".join(request.form.get(f"room-{name}", "").split())
                    found.setdefault((day, number), []).append((key, room, weeks))
    return found
