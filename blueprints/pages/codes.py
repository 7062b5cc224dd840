"""The register of issued codes: looked through, marked as handed over, printed."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select

from blueprints import asked, printing
from blueprints.guard import actor, authorize, guarded
from blueprints.pace import paced
from blueprints.presentation import printed_at
from blueprints.printing import pdf, root
from blueprints.room import school
from blueprints.trace import traced
from models import clock
from models.access.invitation import AUDIENCES, DELIVERIES, Invitation
from models.access.pace import PRINT, SEARCH
from models.access.policy import visible
from models.access.viewing import CODES, REGISTER
from models.base import db
from models.office.code_register import STATES, Asked, Line, count, lines
from models.refusal import Refused
from models.school.calendar import the_year
from models.school.groups import ClassGroup, by_grade
from models.school.school import hold_school

PAGE = 50
_FILTERS = ("q", "class", "kind", "state", "first", "last")


@guarded("code.view")
@paced(SEARCH)
@traced(CODES, detail=("q",))
def codes():
    """The register, newest first, fifty to a page."""
    return _page()


def _page(sentence: str = "") -> str:
    looked_for, among = _asked(), visible(actor(), Invitation)
    total = count(looked_for, among)
    pages = max(1, -(-total // PAGE))
    page = min(max(1, asked.number(request.args.get("page")) or 1), pages)
    return render_template(
        "codes/register.html",
        lines=lines(looked_for, among, PAGE, (page - 1) * PAGE),
        asked={name: request.args.get(name, "") for name in _FILTERS},
        classes=_classes(),
        audiences=AUDIENCES,
        states=STATES,
        deliveries=DELIVERIES,
        today=actor().today,
        ticked=request.form.getlist("code"),
        total=total,
        page=page,
        pages=pages,
        most=printing.MOST_LINES,
        sentence=sentence,
    )


def _asked() -> Asked:
    args = request.args
    return Asked(
        word=" ".join(args.get("q", "").split())[:80],
        class_id=asked.number(args.get("class")),
        audience=args.get("kind", ""),
        state=args.get("state", ""),
        first=asked.day(args.get("first")),
        last=asked.day(args.get("last")),
    )


def _classes() -> list[ClassGroup]:
    year = the_year(actor().today)
    rows = db.session.scalars(select(ClassGroup).where(ClassGroup.year_id == year.id))
    return sorted(rows, key=lambda row: by_grade(row.name))


@guarded("code.issue")
@traced(CODES, detail=("q",))
def hand_over_codes():
    """Note when and how the ticked slips, or all of the page that were not, were handed over;
    or take such a note back."""
    hold_school()
    named = request.form.getlist("shown" if "all" in request.form else "code")
    ids = {number for text in named if (number := asked.number(text))}
    found = db.session.scalars(visible(actor(), Invitation).where(Invitation.id.in_(ids))).all()
    try:
        if not ids or len(found) < len(ids):
            raise Refused("Отметьте строки журнала.")
        for code in found:
            authorize("code.issue", code)
            _hand_over(code)
    except Refused as refusal:
        db.session.rollback()
        return _page(refusal.sentence), 422
    db.session.commit()
    flash(f"Отмечено строк: {len(found)}")
    kept = {name: value for name in _FILTERS if (value := request.args.get(name))}
    return redirect(url_for(".codes", **kept))


def _hand_over(code: Invitation) -> None:
    if "undo" in request.form:
        code.take_back_handing()
        return
    day = asked.day(request.form.get("day"))
    if day is None:
        raise Refused("Укажите дату вручения.")
    code.hand_over(day, request.form.get("delivery", ""), actor().account_id)


@guarded("code.view")
@paced(PRINT)
@traced(REGISTER, detail=("q", "first", "last"))
def printed_register():
    """The register as found, for signatures; oldest first, as a paper register is kept."""
    most = printing.MOST_LINES + 1
    found, number = printing.cut(lines(_asked(), visible(actor(), Invitation), most))
    if not found:
        raise Refused("Печатать нечего: строк с таким отбором нет.")
    facts = school()
    data = {
        "school": facts.name if facts else "",
        "about": f"{_span(found)}, {number}",
        "lines": [_printed(line) for line in reversed(found)],
        "printed": printed_at(clock.now()),
        "root": root(),
        "by": actor().name,
    }
    return pdf("register", data, "Реестр выдачи кодов")


def _span(found: list[Line]) -> str:
    first, last = (clock.school_time(line.code.issued_at) for line in (found[-1], found[0]))
    return f"с {first:%d.%m.%Y} по {last:%d.%m.%Y}"


def _printed(line: Line) -> dict:
    code = line.code
    handed = f"{DELIVERIES[code.delivery]}, {code.handed_on:%d.%m.%Y}" if code.handed_on else ""
    used = f"{clock.school_time(code.used_at):%d.%m.%Y}" if code.used_at else ""
    return {
        "number": str(code.id),
        "issued": f"{clock.school_time(code.issued_at):%d.%m.%Y}",
        "name": line.name,
        "whom": line.whom,
        "login": line.login,
        "issuer": line.issuer,
        "handed": handed,
        "used": used or (STATES[line.state] if line.state in ("expired", "replaced") else ""),
    }
