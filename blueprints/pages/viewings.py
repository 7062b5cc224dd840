"""Who looked: the log of looks for the administrator, and a family's about its own child."""

from flask import render_template, request

from blueprints import asked, printing
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pace import paced
from blueprints.pages.diary import the_child
from blueprints.presentation import printed_at
from blueprints.printing import pdf, root
from blueprints.room import school
from blueprints.trace import person_of, traced
from models import clock
from models.access.pace import PRINT, SEARCH
from models.access.viewing import AGAIN, LOG_PRINT, VIEWINGS, WHAT, About
from models.office.viewings import Asked, Line, lines
from models.people.person import Person
from models.refusal import Refused
from models.school.children import children_of

PAGE = 60
_FILTERS = ("who", "whom", "what", "first", "last", "person")


def _whose() -> list[About]:
    return [About(asked.number(request.args.get("person")))]


@guarded("viewing.view")
@paced(SEARCH)
@traced(VIEWINGS, about=_whose, detail=("who", "whom"))
def viewings():
    """The log, newest first; or all that showed one person."""
    found = lines(_asked(), PAGE + 1)
    return render_template(
        "viewings/index.html",
        lines=found[:PAGE],
        older=found[PAGE - 1].look.id if len(found) > PAGE else None,
        asked={name: request.args.get(name, "") for name in _FILTERS},
        person=_person(),
        what=WHAT,
        minutes=AGAIN.seconds // 60,
        most=printing.MOST_LINES,
    )


def _person() -> Person | None:
    """The person of `?person=`, who must be there."""
    number = asked.number(request.args.get("person"))
    if number is None:
        return None
    found = find_or_404(Person, number)
    authorize("person.view", found)
    return found


def _asked() -> Asked:
    args, person = request.args, _person()
    return Asked(
        who=" ".join(args.get("who", "").split())[:80],
        whom=" ".join(args.get("whom", "").split())[:80],
        what=args.get("what", ""),
        first=asked.day(args.get("first")),
        last=asked.day(args.get("last")),
        person_id=person and person.id,
        before=asked.number(args.get("before")),
    )


@guarded("viewing.view")
@paced(PRINT)
@traced(LOG_PRINT, about=_whose, detail=("who", "whom"))
def printed_viewings():
    """The log as found, oldest first: what a family is given on paper."""
    found, about = printing.cut(lines(_asked(), printing.MOST_LINES + 1))
    if not found:
        raise Refused("Печатать нечего: просмотров с таким отбором нет.")
    facts, person = school(), _person()
    data = {
        "school": facts.name if facts else "",
        "whom": person.full_name if person else "",
        "about": about,
        "lines": [_printed(line, person) for line in reversed(found)],
        "printed": printed_at(clock.now()),
        "root": root(),
        "by": actor().name,
    }
    return pdf("viewings", data, "Кто смотрел данные")


def _printed(line: Line, person: Person | None) -> list[str]:
    """A row; what a family is given names staff alone and says no address."""
    when = f"{clock.school_time(line.look.school_at):%d.%m.%Y %H:%M}"
    if person is not None:
        return [when, line.told_to(0), line.what, line.about]
    return [when, f"{line.who}, {line.role}", line.what, line.about, line.look.address]


@guarded("viewing.own")
def child_viewings(student_id: int):
    """What a family is told: who looked at its child, in which role, when."""
    child = the_child(student_id)
    found = lines(_about_child(child.id), PAGE + 1)
    return render_template(
        "diary/viewings.html",
        child=child,
        children=children_of(actor()),
        lines=[(line, line.told_to(actor().account_id)) for line in found[:PAGE]],
        older=found[PAGE - 1].look.id if len(found) > PAGE else None,
    )


def _about_child(student_id: int) -> Asked:
    return Asked(person_id=person_of(student_id), before=asked.number(request.args.get("before")))
