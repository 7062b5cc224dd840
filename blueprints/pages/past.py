"""The time machine: a journal, a class's list, a pupil's marks as they stood at any moment, and
what is different between two moments."""

from datetime import UTC, datetime, timedelta

from flask import render_template, request

from blueprints.guard import actor, authorize, find_or_404, guarded, seen_journal
from blueprints.pace import paced
from blueprints.trace import traced
from models import clock
from models.access.pace import SEARCH
from models.access.viewing import CHANGES
from models.journal.past import past_of_journal, past_of_pupil
from models.office.past_list import PastList
from models.people.student import Student
from models.school.calendar import term_on
from models.school.groups import ClassGroup
from models.school.roster import class_of

WEEK = timedelta(days=7)
BAD = "Не понимаю день и час. Нужно вроде 15.10.2026 09:00."


class _Asked:
    """The two moments of the form: `at`, a week ago where nothing was asked, and `to`, now."""

    def __init__(self):
        self.problem, self.now = "", clock.now()
        self.at = self._moment("at", self.now - WEEK)
        self.to = self._moment("to", self.now)
        if self.at > self.to:
            self.at, self.to = self.to, self.at
        self.past = self.at if self.at < self.now else self.now

    def _moment(self, name: str, usual: datetime) -> datetime:
        typed = request.args.get(name, "")
        if not typed:
            return usual
        try:
            found = datetime.fromisoformat(typed)
            if len(typed) == 10:
                found = found.replace(hour=23, minute=59, second=59)
            return min(found.replace(tzinfo=clock.zone()).astimezone(UTC), self.now)
        except (ValueError, OverflowError):
            self.problem = BAD
            return usual

    @property
    def shown(self) -> dict:
        """The moments as the form and the page show them."""
        return {
            "at": clock.school_time(self.at),
            "to": clock.school_time(self.to),
            "is_now": self.to >= self.now,
            "now": clock.school_time(self.now),
            "problem": self.problem,
            "typed": {name: request.args.get(name, "") for name in ("at", "to")},
        }


def _page(template: str, asked: _Asked, **what):
    status = 422 if asked.problem else 200
    return render_template(template, asked=asked.shown, **what), status


@guarded("cell.history")
@paced(SEARCH)
def journal_past(journal_id: int):
    """What changed in a journal between two moments: which cells, by whom and when."""
    journal = seen_journal(journal_id)
    authorize("cell.history", journal)
    asked = _Asked()
    found = past_of_journal(journal_id, asked.to)
    changed = found.differences(asked.at, asked.to)
    return _page("past/journal.html", asked, journal=journal, changed=changed)


@guarded("past.view")
@paced(SEARCH)
@traced(CHANGES)
def class_past(class_group_id: int):
    """A class's list as it was in the books, and what is different since."""
    group = find_or_404(ClassGroup, class_group_id)
    authorize("past.view", group)
    asked = _Asked()
    found = PastList(group.id, asked.to)
    return _page(
        "past/class.html",
        asked,
        group=group,
        lines=found.list_at(asked.at),
        changed=found.differences(asked.at, asked.to),
    )


@guarded("past.view")
@paced(SEARCH)
@traced(CHANGES)
def pupil_past(student_id: int):
    """A pupil's term as it stood in all journals, and what is different since."""
    student = find_or_404(Student, student_id)
    authorize("past.view", student)
    asked = _Asked()
    found = past_of_pupil(student.id, asked.to)
    day = clock.school_time(asked.at).date()
    group = class_of(student.id, day) or class_of(student.id, actor().today)
    term = group and term_on(group.year_id, group.grade, day)
    return _page(
        "past/pupil.html",
        asked,
        student=student,
        term=term,
        courses=_by_course(found.standing(asked.at), term),
        changed=found.differences(asked.at, asked.to),
    )


def _by_course(standing: list, term) -> list[tuple[str, list, str]]:
    """(course, what stood in lessons of the term, marks of periods)."""
    found: dict[str, tuple[list, list]] = {}
    for one in standing:
        if term is None or one.period or term.holds(one.day):
            lessons, periods = found.setdefault(one.course, ([], []))
            (periods if one.period else lessons).append(one)
    return [
        (course, lessons, ", ".join(f"{one.where}: {one.text}" for one in periods))
        for course, (lessons, periods) in sorted(found.items())
    ]
