"""Brings the school to what a OneRoster archive says of people, classes and subjects."""

from datetime import date

from sqlalchemy import select

from models.base import db
from models.exchange.class_names import class_name
from models.exchange.decision import decisions
from models.exchange.oneroster.reading import Roster
from models.exchange.plan import Plan
from models.exchange.pupils_import import plan_pupils
from models.exchange.pupils_sheet import only_known
from models.exchange.report import CREATED, KEPT, Report
from models.exchange.staff_import import plan_staff
from models.exchange.staff_sheet import each_once
from models.school.calendar import YearFacts
from models.school.groups import WHOLE, ClassGroup, StudyGroup
from models.school.subject import Course, Subject

_FILES = {
    "users": "строк users.csv",
    "classes": "строк classes.csv",
    "enrollments": "строк enrollments.csv",
    "courses": "строк courses.csv",
}


def plan_roster(roster: Roster, year: YearFacts, first: date, plan: Plan, report: Report) -> None:
    """What is to be written so that the school has these people, classes and subjects."""
    report.notes.append(f"Это архив OneRoster {roster.version}.")
    report.read |= {
        word: roster.counted[name] for name, word in _FILES.items() if name in roster.counted
    }
    classes = _classes(roster, year, plan, report)
    _subjects(roster, plan, report)
    staff, faults = each_once(roster.staff, [])
    plan_staff(staff, faults, decisions(), plan, report)
    pupils, doubled = only_known(roster.pupils, [])
    faults = [*roster.faults, *doubled]
    plan_pupils(pupils, faults, classes, year, first, plan, report, roster.parents)
    report.read["строк учеников"] = len(roster.pupils)
    report.read["родителей"] = len(roster.parents)
    if roster.scheduled:
        report.notes.append(
            f"Мест на занятиях по предметам: {roster.scheduled}. Они не нужны: кто у кого учится, "
            "берётся из расписания и состава классов."
        )


def _classes(roster: Roster, year: YearFacts, plan: Plan, report: Report) -> dict:
    query = select(ClassGroup).where(ClassGroup.year_id == year.id)
    found = {(row.grade, row.letter): row.id for row in db.session.scalars(query)}
    groups = set(db.session.scalars(select(StudyGroup.name).where(StudyGroup.year_id == year.id)))
    for grade, letter in roster.classes:
        name = class_name(grade, letter)
        if (grade, letter) in found:
            report.count("классы", KEPT)
            continue
        class_id = plan.add(ClassGroup, year_id=year.id, grade=grade, letter=letter)
        found[grade, letter] = class_id
        report.count("классы", CREATED, "новый класс", where=name)
        if name not in groups:
            values = {"name": name, "kind": WHOLE, "grade": grade, "class_group_id": class_id}
            plan.add(StudyGroup, year_id=year.id, **values)
    return found


def _subjects(roster: Roster, plan: Plan, report: Report) -> None:
    courses = set(db.session.scalars(select(Course.name)))
    subjects = dict(db.session.execute(select(Subject.name, Subject.id)).all())
    for subject, title, short in roster.subjects:
        if title in courses:
            report.count("предметы", KEPT)
            continue
        courses.add(title)
        if subject not in subjects:
            subjects[subject] = plan.add(Subject, name=subject)
        plan.add(Course, subject_id=subjects[subject], name=title, short=short)
        report.count("предметы", CREATED, f"предмет «{title}»")
