"""The diary: a pupil's week and term, for the family and the pupil."""

import re
from datetime import date, timedelta

from flask import abort, g, redirect, render_template, request, url_for

from blueprints.guard import actor, guarded
from blueprints.kept_part import with_kept_part
from blueprints.pages.journals import chosen_term
from blueprints.presentation import asset_version
from blueprints.room import school
from models import ground
from models.journal.diary import DiaryDay, DiaryLesson, last_day, versions_of_week, week
from models.journal.diary_ahead import Ahead, set_ahead
from models.journal.diary_term import SubjectTerm, term_marks
from models.journal.lesson import NO_HOMEWORK
from models.office.encouragement import encouraged
from models.office.notice import unread
from models.school.calendar import monday, terms_of, the_year
from models.school.children import Child, children_of
from models.school.timetable import WEEKDAYS

MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
# kinder than the one word the lesson has
_ON_DAY = ("понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье")
NOTES = {"замена": "ведёт другой учитель", "отменён": "урок отменён"}
PLACE = "<!-- week -->"
_FIRST, _LAST = date(1990, 1, 1), date(2099, 12, 28)  # Mondays between which a school could live
_WEEK = re.compile(r"^(\d{4})-W(\d{2})$")


@guarded("diary.view")
def first_child():
    """Straight to this week of the first child, to its top where something is to be read."""
    children = children_of(actor())
    if not children:
        return render_template("diary/nobody.html")
    waits = unread(actor().person_id, actor().role, actor().today)
    anchor = None if waits else "today"
    return redirect(url_for(".diary", student_id=children[0].id, _anchor=anchor))


def the_child(student_id: int) -> Child:
    """A pupil the actor may look at; anybody else does not exist."""
    found = [child for child in children_of(actor()) if child.id == student_id]
    return found[0] if found else abort(404)


@guarded("diary.view")
def diary(student_id: int):
    """A pupil's week: lessons in order, topics, homework, marks, absences."""
    child = the_child(student_id)
    first = _asked_week()
    label = _span(first, last_day(student_id, child.grade or 0, first))
    page = render_template(
        "diary/week.html", child=child, children=children_of(actor()), label=label
    )
    seen = (g.room.name, actor().today, ground.standing(), versions_of_week(student_id, first))
    key = ("week", student_id, first, seen, asset_version())
    return with_kept_part(page, PLACE, key, lambda: _week(child, first, label))


def _week(child: Child, first: date, label: str) -> str:
    days = week(child.id, child.grade or 0, first)
    ahead = set_ahead(child.id, child.grade or 0, actor().today) if first == _usual() else None
    return render_template(
        "diary/_week.html",
        student_id=child.id,
        week={
            "label": label,
            "prev": _code(first - timedelta(days=7)),
            "next": _code(first + timedelta(days=7)),
            "away": _away(first),
        },
        days=[_day(day) for day in days],
        ahead=_ahead(ahead) if ahead else None,
        praises=encouraged(child.id, first, first + timedelta(days=6)),
    )


def _asked_week() -> date:
    """The Monday of `?week=2026-W47`, or of the current week (on Sunday, of the next). A week in
    which no school could live becomes the nearest in which one could."""
    asked = request.args.get("week")
    if asked is None:
        return _usual()
    found = _WEEK.match(asked)
    try:
        first = date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else abort(404)
    except ValueError:
        abort(404)
    return min(max(first, _FIRST), _LAST)


def _usual() -> date:
    """The Monday of the week that opens by itself."""
    ahead = 1 if actor().today.weekday() == 6 else 0
    return monday(actor().today + timedelta(days=ahead))


def _away(first: date) -> str:
    """How the link to the week that opens by itself is called on another one: on Sunday that week
    is still to come."""
    usual = _usual()
    if first == usual:
        return ""
    return "эта неделя" if usual <= actor().today else f"неделя с {usual:%d.%m}"


def _ahead(ahead: Ahead) -> dict:
    day = ahead.day
    return {
        "day": f"{_ON_DAY[day.weekday()]}, {day.day} {MONTHS[day.month - 1]}",
        "tasks": [
            {"task": task, "given": f"{task.given_on:%d.%m}", "nothing": _is_nothing(task.homework)}
            for task in ahead.tasks
        ],
    }


def _is_nothing(homework: str) -> bool:
    return homework.strip(" .").casefold() == NO_HOMEWORK.casefold()


def _code(first: date) -> str:
    year, number, _ = first.isocalendar()
    return f"{year}-W{number:02d}"


def _span(first: date, last: date) -> str:
    if first.month == last.month:
        return f"{first.day}–{last.day} {MONTHS[last.month - 1]}"
    return f"{first.day} {MONTHS[first.month - 1]} – {last.day} {MONTHS[last.month - 1]}"


def _day(day: DiaryDay) -> dict:
    return {
        "date": f"{day.day.day} {MONTHS[day.day.month - 1]}",
        "weekday": WEEKDAYS[day.day.weekday()],
        "is_today": day.day == actor().today,
        "note": day.free,
        "other": day.other,
        "lessons": [_lesson(lesson) for lesson in day.lessons],
    }


def _lesson(lesson: DiaryLesson) -> dict:
    time = f"{lesson.starts:%H:%M}–{lesson.ends:%H:%M}" if lesson.starts else ""
    return {
        "number": lesson.number,
        "time": time,
        "subject": lesson.subject,
        "topic": lesson.topic,
        "homework": lesson.homework,
        "individual": lesson.individual,
        "material": lesson.material,
        "marks": lesson.marks,
        "remark": lesson.remark,
        "absence": lesson.absence,
        "absence_title": lesson.absence_title,
        "room": lesson.room,
        "nothing_set": _is_nothing(lesson.homework),
        "note": NOTES.get(lesson.note, lesson.note),
    }


@guarded("diary.view")
def marks(student_id: int):
    """A pupil's term: marks by subject, averages, absences."""
    child = the_child(student_id)
    terms = terms_of(the_year(actor().today).id, child.grade or 0)
    if not terms:
        return render_template("diary/nobody.html", child=child)
    term = chosen_term(terms)
    lines = term_marks(student_id, term, school())
    return render_template(
        "diary/marks.html",
        child=child,
        children=children_of(actor()),
        terms=[{"id": t.id, "name": t.name, "current": t is term} for t in terms],
        subjects=[_subject(line) for line in lines],
        praises=encouraged(child.id, term.starts_on, term.ends_on),
        marked=child.grade != 1 or any(line.marks or line.term_mark for line in lines),
        not_attested=any(line.term_mark == "н/а" for line in lines),
        missed=sum(line.missed for line in lines),
    )


def _subject(line: SubjectTerm) -> dict:
    return {
        "name": line.name,
        "marks": [
            {"shown": shown, "date": f"{day:%d.%m}", "title": kind}
            for shown, day, kind in line.marks
        ],
        "average": line.average,
        "beyond": line.beyond,
        "missed": line.missed,
        "term_mark": line.term_mark,
    }
