"""The work of operators in figures (5.2(10)) and the activity of users (5.2(17))."""

from datetime import date

from flask import render_template, request

from blueprints import asked
from blueprints.guard import actor, guarded
from blueprints.pace import paced
from blueprints.presentation import printed_at
from blueprints.printing import pdf
from blueprints.room import school
from blueprints.trace import traced
from models import clock
from models.access.pace import PRINT, SEARCH
from models.access.viewing import FAMILIES
from models.control import activity as users
from models.control.operators_work import COUNTED, OperatorWork, operators_work
from models.office.officials import administrator_on, director_on
from models.printable import thousands
from models.refusal import Refused
from models.school.calendar import current_term, terms_of, the_year


def _days() -> tuple[date, date]:
    """The days asked for, of the year of the last one; or the term that goes on."""
    today = actor().today
    last = min(asked.day(request.args.get("last")) or today, today)
    year = the_year(last)
    term = current_term(terms_of(year.id, 5), last)
    first = asked.day(request.args.get("first")) or (term.starts_on if term else year.starts_on)
    return max(first, year.starts_on), max(first, last)


def _odd_days() -> str:
    """What is wrong with the days asked for, in a sentence."""
    typed = [request.args.get(name, "") for name in ("first", "last")]
    days = [asked.day(text) for text in typed]
    odd = [text for text, day in zip(typed, days, strict=True) if text and day is None]
    if odd:
        return f"Дата написана неверно: {odd[0][:20]}. Нужно вроде 01.09.2026."
    if all(days) and days[1] < days[0]:
        return "Последний день раньше первого. Поправьте дни."
    if days[0] and days[0] > actor().today:
        return "Первый день ещё не наступил. Поправьте дни."
    return ""


@guarded("activity.view")
@paced(SEARCH)
def operators_figures():
    """Each operator's deadlines, exemptions, entries and accuracy in the days."""
    first, last = _days()
    odd = _odd_days()
    rows = [] if odd else operators_work(first, last)
    days = {"first": first, "last": last, "odd": odd}
    page = render_template("control/operators.html", rows=rows, counted=COUNTED, **days)
    return (page, 422) if odd else page


@guarded("activity.view")
@paced(PRINT)
def printed_operators_work():
    """The same as a paper for the commission that gives bonuses."""
    if odd := _odd_days():
        raise Refused(odd)
    first, last = _days()
    facts = school()
    data = {
        "school": facts.name if facts else "",
        "about": f"за {first:%d.%m.%Y}–{last:%d.%m.%Y}",
        "counted": COUNTED,
        "rows": [_printed(row) for row in operators_work(first, last)],
        "printed": printed_at(clock.now()),
        "by": administrator_on(actor().today),
        "director": director_on(actor().today),
    }
    return pdf("operators", data, f"Работа операторов с {first:%d.%m.%Y} по {last:%d.%m.%Y}")


def _printed(row: OperatorWork) -> list[str]:
    tally = row.tally
    accuracy = f"{row.deviating} из {row.compared}" if row.compared else "не сверялось"
    return [
        row.name + (" (замещает)" if row.stands_in else ""),
        ", ".join(row.classes),
        thousands(tally.due),
        f"{tally.percent} %" if tally.due else "—",
        *(thousands(tally.of(state)) for state in ("open", "late", "exempt")),
        thousands(row.entered),
        accuracy,
        "; ".join(row.exemptions) or "нет",
    ]


@guarded("activity.view")
@traced(FAMILIES)
@paced(SEARCH)
def user_activity():
    """Who signs in, by kind, week and class, and which families never came."""
    return render_template(
        "control/activity.html", found=users.activity(actor().today), kinds=users.KINDS
    )
