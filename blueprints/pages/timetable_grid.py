"""The grid of a class's week as its form holds it: places, each with its lines."""

from flask import request

from blueprints import asked
from models.journal.timetabling import Wanted

HOURS = range(16)  # as far as lessons can be numbered
MOST_IN_PLACE = 12


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
