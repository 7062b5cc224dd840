"""Certificates, encouragements and marks from the sanatorium of the demonstration school."""

from datetime import date, timedelta

from sqlalchemy import func, select

from models.base import db
from models.journal.brought_mark import bring_marks
from models.journal.cell import Attendance
from models.journal.certifying import Paper, take_certificate
from models.journal.journal import Journal
from models.journal.lesson import Lesson
from models.office.encouragement import encourage
from models.people.student import Student
from models.school.groups import WHOLE, StudyGroup
from models.school.leave import SANATORIUM, Leave
from models.school.places import groups_of
from models.school.school import the_school
from models.school.subject import Course

DAY = timedelta(days=1)
_PRAISE = (
    (45, "Грамота за победу в школьной олимпиаде по математике", "приказ № 70-д"),
    (20, "Благодарность за помощь в подготовке Дня учителя", ""),
    (5, "Похвальный лист за чтение вслух на городском конкурсе", "приказ № 86-д"),
)


def write_pupil_papers(today: date) -> None:
    """A certificate that excuses, encouragements, and what a sanatorium's certificate brings."""
    _excuse(today)
    pupils = db.session.scalars(select(Student.id).order_by(Student.id).limit(3)).all()
    for student_id, (ago, text, document) in zip(pupils, _PRAISE, strict=False):
        encourage(student_id, today - ago * DAY, text, document, today, None)
    _bring(today)
    db.session.flush()


def _excuse(today: date) -> None:
    """Who misses most lessons without a reason brings a certificate for some of the days."""
    row = db.session.execute(
        select(Attendance.student_id, func.max(Lesson.on_date))
        .join(Lesson, Lesson.id == Attendance.lesson_id)
        .where(Attendance.code == "н")
        .group_by(Attendance.student_id)
        .order_by(func.count().desc(), Attendance.student_id)
        .limit(1)
    ).first()
    if row is not None:
        student_id, last = row
        paper = Paper(last - DAY, last, "уп", "12", min(today, last + DAY))
        take_certificate(student_id, paper, the_school(), today, None)


def _bring(today: date) -> None:
    away = db.session.scalar(select(Leave).where(Leave.kind == SANATORIUM))
    if away is None:
        return
    groups = groups_of(away.student_id, away.from_date, away.until)
    courses = db.session.scalars(
        select(Course)
        .join(Journal, Journal.course_id == Course.id)
        .join(StudyGroup, StudyGroup.id == Journal.study_group_id)
        .where(StudyGroup.id.in_(groups), StudyGroup.kind == WHOLE, Course.marked)
        .order_by(Course.name)
        .limit(3)
    ).all()
    said = ("5 4", "справка об обучении № 14, санаторий «Океан»", the_school(), today, None)
    for course in courses:
        bring_marks(away.student_id, course, away.until, *said)
