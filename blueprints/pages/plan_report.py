"""The report on plans of topics: planned against given, who is behind at the term's end."""

from flask import Response, render_template, request
from sqlalchemy import select

from blueprints import asked
from blueprints.file_name import call
from blueprints.guard import actor, guarded
from blueprints.pace import paced
from blueprints.pages.plans import own_journals
from blueprints.room import school
from models.access.pace import EXPORT
from models.base import db
from models.exchange.plan_book import plan_book
from models.journal.journal import Journal
from models.journal.plans.report import Line, late_first, lines_of
from models.journal.policy import visible_journals
from models.school.calendar import the_year
from models.school.subject import Course

BEHIND, BARE, NO_PLAN = "behind", "bare", "none"
SHOWN = {
    "": "все журналы",
    BEHIND: "отстают",
    BARE: "с уроками без темы",
    NO_PLAN: "без плана",
}
_KEPT = {
    BEHIND: lambda line: line.progress and line.progress.gap < 0,
    BARE: lambda line: line.progress and line.progress.course.bare,
    NO_PLAN: lambda line: line.progress is None,
}


def _lines() -> tuple[list[Line], list[Line]]:
    """(those asked for, the furthest behind first; all of the grade and course)."""
    course_id, grade = (asked.number(request.args.get(name)) for name in ("course", "grade"))
    year = the_year(actor().today)
    found = lines_of(visible_journals(actor()), year.id, actor().today, course_id)
    if grade:
        found = [line for line in found if line.journal.group.grade == grade]
    keep = _KEPT.get(request.args.get("shown", ""), lambda _line: True)
    return late_first([line for line in found if keep(line)]), found


@guarded("plan.report")
def plan_report():
    """The journals the actor oversees, those furthest behind at the top."""
    lines, found = _lines()
    with_plan = [line for line in found if line.progress]
    return render_template(
        "plans/report.html",
        lines=lines,
        total=len(found),
        without=len(found) - len(with_plan),
        behind=len([line for line in with_plan if line.progress.gap < 0]),
        shown=SHOWN,
        courses=_courses(),
        grades=range(1, 12),
        args=request.args,
    )


def _courses() -> list:
    return db.session.execute(select(Course.id, Course.name).order_by(Course.name)).all()


@guarded("plan.report")
@paced(EXPORT)
def plan_report_book():
    """The same as a workbook."""
    lines, _found = _lines()
    return _book(lines, "Выполнение планов тем")


@guarded("plan.write")
@paced(EXPORT)
def own_plans_book():
    """The hours of one's own journals as a workbook: planned, by the timetable, given."""
    year, today = the_year(actor().today), actor().today
    lines = lines_of(Journal.id.in_(own_journals()), year.id, today)
    return _book(lines, f"{actor().name}. Часы по планам тем")


def _book(lines: list[Line], what: str) -> Response:
    title = f"{school().name}. {what} на {actor().today:%d.%m.%Y}"
    answer = Response(plan_book(title, lines))
    answer.mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return call(answer, f"{what} на {actor().today:%d.%m.%Y}.xlsx")
