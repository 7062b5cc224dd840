"""The diary: a pupil's week and term, for the family and the pupil."""

import re
from datetime import date, timedelta

from flask import abort, redirect, render_template, request, url_for
from sqlalchemy import select

from blueprints.guard import actor, authorize, find_or_404, guarded
from blueprints.pages.journals import chosen_term
from blueprints.room import school
from models.access.policy import visible
from models.base import db
from models.journal.diary import DiaryDay, DiaryLesson, SubjectTerm, term_marks, week
from models.journal.lesson import NO_HOMEWORK
from models.people.person import Person
from models.people.student import Student
from models.school.calendar import monday, terms_of, the_year
from models.school.groups import ClassGroup, Enrolment
from models.school.teaching import within
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
NOTES = {"замена": "ведёт другой учитель", "отменён": "урок отменён"}
_WEEK = re.compile(r"^(\d{4})-W(\d{2})$")


@guarded("diary.view")
def first_child():
    """Straight to this week of the first child."""
    children = _children()
    if not children:
        return render_template("diary/nobody.html")
    return redirect(url_for(".diary", student_id=children[0]["id"], _anchor="today"))


def _children(current: int | None = None) -> list[dict]:
    """The pupils this person may look at, with their classes, in one select."""
    seen = visible(actor(), Student).with_only_columns(Student.id)
    rows = db.session.execute(
        select(Student.id, Person.given, Person.surname, ClassGroup.grade, ClassGroup.letter)
        .join(Person, Person.id == Student.person_id)
        .outerjoin(
            Enrolment, (Enrolment.student_id == Student.id) & within(Enrolment, actor().today)
        )
        .outerjoin(ClassGroup, ClassGroup.id == Enrolment.class_group_id)
        .where(Student.id.in_(seen))
        .order_by(ClassGroup.grade.desc(), Person.given)
    )
    return [
        {
            "id": row.id,
            "name": row.given or row.surname,
            "full": f"{row.surname} {row.given}",
            "grade": row.grade,
            "class": f"{row.grade}-{row.letter}" if row.letter else str(row.grade or ""),
            "current": row.id == current,
        }
        for row in rows
    ]


def _child(student_id: int) -> tuple[list[dict], dict]:
    student = find_or_404(Student, student_id)
    authorize("diary.view", student)
    children = _children(student_id)
    return children, next(child for child in children if child["id"] == student_id)


@guarded("diary.view")
def diary(student_id: int):
    """A pupil's week: lessons in order, topics, homework, marks, absences."""
    children, child = _child(student_id)
    year = the_year(actor().today)
    first = _asked_week()
    days = week(student_id, child["grade"] or 0, year, first)
    return render_template(
        "diary/week.html",
        child=child,
        children=children,
        week={
            "label": _span(first, first + timedelta(days=len(days) - 1)),
            "prev": _code(first - timedelta(days=7)),
            "next": _code(first + timedelta(days=7)),
            "is_now": first == monday(actor().today),
        },
        days=[_day(day) for day in days],
    )


def _asked_week() -> date:
    """The Monday of `?week=2026-W47`, or of the current week (on Sunday, of the next)."""
    asked = request.args.get("week")
    if asked is None:
        ahead = 1 if actor().today.weekday() == 6 else 0
        return monday(actor().today + timedelta(days=ahead))
    found = _WEEK.match(asked)
    try:
        return date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else abort(404)
    except ValueError:
        abort(404)


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
        "note": day.free or "",
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
        "marks": [{"shown": shown, "title": kind} for shown, kind in lesson.marks],
        "absence": lesson.absence,
        "absence_title": lesson.absence_title,
        "room": lesson.room,
        "nothing_set": lesson.homework.strip(" .").casefold() == NO_HOMEWORK.casefold(),
        "note": NOTES.get(lesson.note, lesson.note),
    }


@guarded("diary.view")
def marks(student_id: int):
    """A pupil's term: marks by subject, averages, absences."""
    children, child = _child(student_id)
    terms = terms_of(the_year(actor().today).id, child["grade"] or 0)
    if not terms:
        return render_template("diary/nobody.html")
    term = chosen_term(terms)
    lines = term_marks(student_id, term, school())
    return render_template(
        "diary/marks.html",
        child=child,
        children=children,
        terms=[{"id": t.id, "name": t.name, "current": t is term} for t in terms],
        subjects=[_subject(line) for line in lines],
        marked=child["grade"] != 1 or any(line.marks or line.term_mark for line in lines),
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
        "missed": line.missed,
        "late": line.late,
        "term_mark": line.term_mark,
    }
