"""The sheet for the door, and the register of missed and replaced lessons."""

from datetime import date

from flask import render_template

from blueprints import printing
from blueprints.guard import actor, guarded
from blueprints.pace import paced
from blueprints.pages.substitutions import asked_day
from blueprints.presentation import printed_at
from blueprints.printing import pdf
from blueprints.room import school
from models import clock
from models.access.pace import PRINT
from models.journal.day_plan import DayPlan, staff_names
from models.journal.missed_register import HEADS, register_rows
from models.journal.uncovered import uncovered
from models.refusal import Refused
from models.school.calendar import the_year
from models.school.timetable import CHANGE_WORD, SWAPPED, WEEKDAYS

SHEET = ("Урок", "Класс", "Было", "Стало", "Учитель", "Кабинет")


def _page(title: str, about: str, heads, lines: list, name: str):
    facts = school()
    data = {
        "school": facts.name if facts else "",
        "title": title,
        "about": about,
        "heads": list(heads),
        "lines": [[str(cell) for cell in line] for line in lines],
        "printed": printed_at(clock.now()),
        "by": actor().name,
    }
    return pdf("substitutions", data, name)


@guarded("substitution.view")
@paced(PRINT)
def sheet():
    """What hangs on the door by eight: the changes of one day."""
    day = asked_day()
    names = staff_names()
    plan = DayPlan(the_year(day), day)
    open_ones = {lesson.key for lesson in uncovered(plan)}
    lessons = [x for x in plan.lessons if x.change is not None or x.key in open_ones]
    if not lessons:
        raise Refused("Печатать нечего: изменений в этот день нет.")
    lines = [_line(lesson, names) for lesson in lessons]
    title = f"Изменения в расписании: {WEEKDAYS[day.weekday()].lower()}, {day:%d.%m.%Y}"
    return _page(title, "", SHEET, lines, f"Замены на {day:%d.%m.%Y}")


def _line(lesson, names) -> list:
    if lesson.change is None:
        who = f"нет: {names.get(lesson.owner_id, '')}"
        return [lesson.number, lesson.group, lesson.subject, "без замены", who, lesson.room]
    now = lesson.subject if lesson.employee_id else "отменён"
    was = lesson.subject if lesson.slot_id else "–"
    if lesson.change.kind == SWAPPED:
        now = f"{lesson.subject}, перенесён на {lesson.number} урок"
    elif lesson.employee_id:
        now = f"{now}: {CHANGE_WORD[lesson.change.kind]}"
    who = names.get(lesson.employee_id, "")
    return [lesson.number, lesson.group, was, now, who, lesson.room if lesson.employee_id else ""]


def _span() -> tuple[date, date]:
    """The days asked for; this month where none are."""
    today = actor().today
    first, last = asked_day("first"), asked_day("last")
    return (today.replace(day=1), today) if first == last == today else (first, last)


@guarded("substitution.view")
def missed():
    """The register of a period, to look at."""
    first, last = _span()
    return render_template(
        "substitutions/register.html",
        first=first,
        last=last,
        heads=HEADS[:-1],
        rows=register_rows(first, last),
    )


@guarded("substitution.view")
@paced(PRINT)
def printed_missed():
    """The register on paper, with a column for signatures."""
    first, last = _span()
    found, about = printing.cut(register_rows(first, last))
    if not found:
        raise Refused("Печатать нечего: изменений за эти дни нет.")
    days = f"{first:%d.%m.%Y} – {last:%d.%m.%Y}"
    lines = [row.cells for row in found]
    title = "Журнал пропущенных и замещённых уроков"
    return _page(title, f"{days}, {about}", HEADS, lines, f"Журнал замен, {days}")
