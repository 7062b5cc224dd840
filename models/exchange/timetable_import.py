"""Brings the school's timetable to what a file says: only the differences are planned."""

from datetime import date

from sqlalchemy import or_, select

from models.base import db
from models.exchange.decision import TimetableDecision, decisions
from models.exchange.plan import Plan
from models.exchange.questions import Taught, home_key, questions_of, resolve
from models.exchange.report import CREATED, ENDED, KEPT, Report
from models.exchange.staff import question
from models.exchange.timetable_form import Timetable
from models.exchange.timetable_ground import HOME_GRADE, Ground, lay_ground
from models.exchange.timetable_slots import plan_assignments, plan_slots
from models.school.calendar import YearFacts
from models.school.groups import Membership, StudyGroup
from models.school.roster import class_of
from models.school.teaching import day_before

SEVERAL = "с несколькими учителями"


def import_timetable(timetable: Timetable, year: YearFacts, first: date) -> Report:
    """Make the timetable hold from `first` on. Writes in the caller's transaction."""
    plan, report = Plan(), Report()
    plan_timetable(timetable, year, first, plan, report)
    plan.write()
    return report


def plan_timetable(
    timetable: Timetable, year: YearFacts, first: date, plan: Plan, report: Report, accept=False
) -> None:
    """What is to be written so that the timetable holds from `first` on.

    Lessons that wait for a decision are left out and counted; slots that the file no longer
    has end the day before `first`. `accept` decides as proposed where nothing is decided yet.
    """
    report.read |= _read(timetable)
    report.refused += timetable.faults
    answers = decisions()
    if accept:
        proposed = _proposed(timetable, answers)
        for key, answer in proposed.items():
            plan.add(TimetableDecision, key=key, answer=answer)
        answers |= proposed
    ground = lay_ground(timetable, year, answers, plan, report)
    taught, open_questions = resolve(timetable, answers)
    taught = _without_doubt(taught, ground, report)
    report.questions += [question.as_json() for question in questions_of(timetable)]
    report.open_questions += len(open_questions)
    report.waiting_lessons += sum(q.lessons for q in open_questions if q.options)
    plan_slots(taught, ground, first)
    plan_assignments(taught, ground, first)
    _bring_home_pupils(timetable, answers, ground, first)
    _note(timetable, report)


def _proposed(timetable: Timetable, answers: dict) -> dict[str, list]:
    """The first option of every open question that has one."""
    return {
        open_one.key: [share.as_json() for share in open_one.options[0]]
        for open_one in resolve(timetable, answers)[1]
        if open_one.options
    }


def _without_doubt(taught: list[Taught], ground: Ground, report: Report) -> list[Taught]:
    """The lessons of teachers who are known; those of the others wait for an answer."""
    for name, fits in ground.doubtful.items():
        lessons = sum(name in (one.teacher, one.assistant) for one in taught)
        report.questions.append(question(name, fits, lessons))
        report.open_questions += 1
        report.waiting_lessons += lessons
    doubtful = set(ground.doubtful)
    return [one for one in taught if not doubtful & {one.teacher, one.assistant}]


def _read(timetable: Timetable) -> dict[str, int]:
    several = [lesson for lesson in timetable.lessons if len(lesson.teachers) > 1]
    spanning = [x for x in timetable.lessons if len({group.class_name for group in x.groups}) > 1]
    rows = len(timetable.classes) + len(timetable.home_rows) + len(timetable.unknown_rows)
    return {
        "учителей": len(timetable.teachers),
        "предметов": len(timetable.subjects),
        "строк классов": rows,
        "из них классов": len(timetable.classes),
        "обучаемых на дому": len(timetable.home_rows),
        "групп": timetable.group_rows,
        "уроков": len(timetable.lessons),
        "карточек": timetable.cards,
        "мест в расписании": timetable.slot_count,
        SEVERAL: len(several),
        "на два класса": len(spanning),
        "звонков": len(timetable.times),
    }


def _note(timetable: Timetable, report: Report) -> None:
    report.notes.append(f"Это расписание программы {timetable.program}.")
    unused = timetable.group_rows - len(timetable.groups)
    if unused > 0 and timetable.home_rows:
        report.notes.append(
            f"Групп у строк учеников на дому: {unused}. Они не нужны: делить одного ученика нечего."
        )
    if timetable.unnamed_rooms:
        report.notes.append(
            f"Кабинетов без названия: {timetable.unnamed_rooms}. Их уроки остаются без кабинета."
        )
    if timetable.unknown_rows:
        names = "», «".join(timetable.unknown_rows[:10])
        report.notes.append(
            f"Не похоже на классы, пропущено: {len(timetable.unknown_rows)} («{names}»). "
            "Класс пишут числом от 1 до 11 и буквой."
        )


def _bring_home_pupils(timetable, answers: dict, ground: Ground, first: date) -> None:
    """Seat the pupils whom a person named for the rows «инд»."""
    for row in timetable.home_rows:
        answer = answers.get(home_key(row))
        if answer:
            _seat_at_home(row, ground.groups[row], answer[0], ground, first)


def _seat_at_home(row: str, group: int, student: int, ground: Ground, first: date) -> None:
    _give_grade(group, student, ground.plan, first)
    not_over = or_(Membership.until.is_(None), Membership.until >= first)
    query = select(Membership).where(Membership.study_group_id == group, not_over)
    seats = db.session.scalars(query).all()
    count = ground.report.count
    if any(seat.student_id == student for seat in seats):
        count("ученики на дому", KEPT)
        return
    for seat in seats:
        ground.plan.change(seat, until=day_before(first))
        count("ученики на дому", ENDED, f"строка «{row}»: прежний ученик", where="На дому")
    ground.plan.add(Membership, study_group_id=group, student_id=student, from_date=first)
    count("ученики на дому", CREATED, f"строка «{row}»: ученик", where="На дому")


def _give_grade(group: int, student: int, plan: Plan, day: date) -> None:
    """The group of a pupil taught at home lives by the terms of the pupil's class."""
    own_class = class_of(student, day)
    if own_class is None:
        return
    there = db.session.get(StudyGroup, group) if group > 0 else None
    if there is not None:
        plan.change(there, grade=own_class.grade)
    elif plan.row(StudyGroup, group)["grade"] == HOME_GRADE:
        plan.row(StudyGroup, group)["grade"] = own_class.grade
