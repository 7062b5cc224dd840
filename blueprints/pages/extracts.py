"""Extracts for families without access (6.3): marks and absences of a period on paper, for a class
or one pupil."""

from flask import render_template, request

from blueprints import asked
from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pace import paced
from blueprints.presentation import printed_at
from blueprints.printing import pdf
from blueprints.room import school
from blueprints.trace import traced
from models import clock
from models.access.pace import PRINT
from models.access.viewing import EXTRACT, ON_PAPER
from models.base import db
from models.journal.extract import ExtractLine, Span, extracts_of, span_of
from models.office.families import Family, families, family_of
from models.people.student import Student
from models.refusal import Refused
from models.school.calendar import terms_of
from models.school.groups import ClassGroup

_EVERYBODY = "all"


@guarded("extract.print")
@traced(ON_PAPER)
def class_extracts(class_group_id: int):
    """The class's families informed on paper, and the days of which their extracts tell."""
    group = _class(class_group_id)
    sentence, span = "", span_of(group, None, None, actor().today)
    try:
        span = _span(group)
    except Refused as refusal:
        sentence = refusal.sentence
    own = families(actor().today, group.id)
    terms = terms_of(group.year_id, group.grade)
    return render_template(
        "papers/extracts.html",
        group=group,
        span=span,
        first=request.args.get("first") or span.first.isoformat(),
        last=request.args.get("last") or span.last.isoformat(),
        terms=[term for term in terms if term.starts_on <= actor().today],
        families=[family for family in own if not family.is_open],
        pupils=len(own),
        today=actor().today,
        sentence=sentence,
    )


def _class(class_group_id: int) -> ClassGroup:
    found = find_or_404(ClassGroup, class_group_id)
    authorize("extract.print", found)
    return found


def _span(group: ClassGroup) -> Span:
    days = (asked.day(request.args.get(name)) for name in ("first", "last"))
    return span_of(group, *days, actor().today)


@guarded("extract.print")
@paced(PRINT)
@traced(EXTRACT, detail=("first", "last"))
def printed_class_extracts(class_group_id: int):
    """The extracts of a class's families that are informed on paper, or of all its pupils."""
    group = _class(class_group_id)
    everybody = request.args.get("who") == _EVERYBODY
    own = families(actor().today, group.id)
    chosen = [family for family in own if everybody or not family.is_open]
    if not chosen:
        raise Refused(f"В {group.name} печатать некому: дневник читают все семьи.")
    return _printed(group, chosen, group.name)


@guarded("extract.print")
@paced(PRINT)
@traced(EXTRACT, detail=("first", "last"))
def printed_extract(student_id: int):
    """The extract of one pupil."""
    found = find_or_404(Student, student_id)
    authorize("extract.print", found)
    family = family_of(found.id, actor().today)
    if family is None:
        raise Refused("Сегодня ученик не числится ни в одном классе: печатать нечего.")
    group = db.session.get(ClassGroup, family.class_id)
    return _printed(group, [family], family.name)


def _printed(group: ClassGroup, chosen: list[Family], whom: str):
    span, facts = _span(group), school()
    lines = extracts_of(tuple(family.student_id for family in chosen), span, facts)
    data = {
        "school": facts.name,
        "class": group.name,
        "period": span.words,
        "printed": printed_at(clock.now()),
        "by": actor().name,
        "extracts": [_extract(family, lines[family.student_id]) for family in chosen],
    }
    return pdf("extract", data, f"Сведения об успеваемости, {whom}")


def _extract(family: Family, lines: list[ExtractLine]) -> dict:
    return {
        "name": family.name,
        "missed": sum(line.subject.missed for line in lines),
        "lines": [_told(line) for line in lines],
    }


def _told(line: ExtractLine) -> dict:
    return {
        "subject": line.subject.name,
        "marks": [[shown, f"{day:%d.%m}"] for shown, day, _ in line.subject.marks],
        "average": line.subject.average,
        "missed": str(line.subject.missed or ""),
        "term": ", ".join(line.term_marks),
    }
