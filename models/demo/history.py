"""A first quarter and the days since: lessons, topics, homework, marks, absences."""

from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select

from models import clock
from models.audit.author import Author
from models.audit.bulk import bulk_insert
from models.base import db
from models.demo.absences import Absences, draw_absences
from models.demo.cast import Cast
from models.demo.kinds import add_kinds
from models.demo.marking import Pupils, lesson_marks, mark_values
from models.demo.plan import Planner
from models.demo.taste import SPORT
from models.demo.term_ends import write_term_marks
from models.journal.cell import Attendance, Cell, Mark
from models.journal.days import answer_kind, ensure_journals, lesson_row, slots_of
from models.journal.journal import WorkKind
from models.journal.lesson import (
    CANCELLED,
    AttendanceCheck,
    Homework,
    Lesson,
    LessonColumn,
)
from models.school.bells import year_bells
from models.school.calendar import YearFacts
from models.school.days import year_days
from models.school.groups import StudyGroup
from models.school.roster import roster
from models.school.subject import Course
from models.school.timetable import LessonSlot, Substitution

SEED = 12
SUBSTITUTIONS = 20
OPERATOR_BEHIND = timedelta(days=4)  # paper reaches the operator days later
FORGOTTEN = 0.03  # lessons nobody filled in
NO_TOPIC = 0.02
EXEMPT = 7  # pupils freed from physical education
UNMARKED_CLASS = "8-Б"


def write_history(year: YearFacts, cast: Cast) -> str:
    """Write every school day from the year's start up to now; returns figures in words."""
    return History(year, cast).write()


class History:
    """Collects rows day by day, writes each table in one go."""

    def __init__(self, year: YearFacts, cast: Cast):
        self.year, self.cast, self.rng = year, cast, Random(SEED)
        self.now, self.today = clock.now(), clock.today()
        self.groups = {g.id: g for g in db.session.scalars(select(StudyGroup))}
        self.courses = {c.id: c for c in db.session.scalars(select(Course))}
        self.seats = {
            group.id: roster(group.id, year.starts_on, self.today) for group in self.groups.values()
        }
        self.bells = year_bells(year)
        self.answer, self.test = answer_kind(), self._test_kind()
        self.classes = year_days(year).classes
        self.contradicted = False
        self.planner = Planner(self.rng)
        self.pupils = Pupils(
            self.rng, sorted({s.student_id for x in self.seats.values() for s in x})
        )

        self.exempt = set(self.rng.sample(self.pupils.ids, EXEMPT))

    def _test_kind(self) -> WorkKind:
        kind = WorkKind(name="Контрольная работа", short="к/р", is_test=True)
        db.session.add(kind)
        db.session.flush()
        add_kinds()
        return kind

    def write(self) -> str:
        """All days, then the quarter's marks."""
        days = self._days()
        self._substitute(days)
        plans = [plan for day in days for plan in self._plans(day)]
        lessons = [plan["row"] for plan in plans]
        for plan, lesson_id in zip(plans, bulk_insert(db.session, Lesson, lessons), strict=True):
            plan["id"] = lesson_id
        self._columns(plans)
        absences = self._absences(days)
        records = [self._records(plan, absences) for plan in plans]
        self._homework(plans)
        self._write_records(plans, records)
        term_marks = write_term_marks(self.year, self.today, self.rng, self.cast.accounts)
        marks = sum(len(record["marks"]) for record in records)
        return f"уроков {len(plans)}, отметок {marks}, четвертных {term_marks}"

    def _days(self) -> list[date]:
        span = (self.today - self.year.starts_on).days + 1
        days = [self.year.starts_on + timedelta(days=n) for n in range(span)]
        return [day for day in days if day.weekday() < 5]

    def _substitute(self, days: list[date]) -> None:
        """Some twenty replacements by teachers who are free then, and two cancelled lessons."""
        slots = db.session.scalars(select(LessonSlot).order_by(LessonSlot.id)).all()
        busy = {(s.weekday, s.number, s.employee_id) for s in slots}
        staff = sorted({s.employee_id for s in slots})
        self.changes: dict[tuple, Substitution] = {}
        while len(self.changes) < SUBSTITUTIONS:
            day = self.rng.choice(days[5:])
            slot = self.rng.choice([s for s in slots if s.weekday == day.weekday()])
            free = [e for e in staff if (slot.weekday, slot.number, e) not in busy]
            cancelled = len(self.changes) < 2 and day < self.today
            change = Substitution(
                slot_id=slot.id,
                on_date=day,
                employee_id=None if cancelled else self.rng.choice(free),
                reason="болезнь учителя",
            )
            if (slot.id, day) not in self.changes:
                self.changes[slot.id, day] = change
                db.session.add(change)
        db.session.flush()

    def _plans(self, day: date) -> list[dict]:
        slots = sorted(slots_of(self.year, day), key=lambda slot: (slot.number, slot.id))
        journals = ensure_journals(self.year, {(s.study_group_id, s.course_id) for s in slots})
        return [self._plan(slot, day, journals) for slot in slots]

    def _plan(self, slot: LessonSlot, day: date, journals: dict) -> dict:
        group, course = self.groups[slot.study_group_id], self.courses[slot.course_id]
        journal = journals[slot.study_group_id, slot.course_id]
        times = self.bells.of_group(day, slot.study_group_id)[slot.number]
        row = lesson_row(slot, day, journal, times, self.changes.get((slot.id, day)))
        paper = group.class_group_id in self.cast.transition
        ended = clock.at(day, times[1])
        plan = {"row": row, "group": group, "course": course, "paper": paper, "ended": ended}
        plan["done"] = ended < self.now and row["status"] != CANCELLED
        classes = frozenset(one for _, one in self.classes.get(group.id, ()) if one)
        plan |= self.planner.lesson(journal, course.name, group.grade, day, classes)
        plan["filled"] = plan["done"] and self._is_filled(plan, day)
        topic = plan["filled"] and not paper and self.rng.random() > NO_TOPIC
        row["topic"] = plan["topic"] if topic else ""
        row["topic_entered_at"] = self._moment(plan) if topic else None
        return plan

    def _is_filled(self, plan: dict, day: date) -> bool:
        if plan["paper"] and self.today - day < OPERATOR_BEHIND:
            return False
        if plan["row"]["employee_id"] == self.cast.teacher and day >= self.today - timedelta(
            days=4
        ):
            return self.rng.random() > 0.25  # the demonstration's teacher has something to do
        return self.rng.random() > FORGOTTEN

    def _moment(self, plan: dict) -> datetime:
        """When a lesson was entered: soon after it, from paper days later."""
        minutes = self.rng.choice((0, 5, 10, 30, 90, 240))
        moment = plan["ended"] + timedelta(minutes=minutes)
        if plan["paper"]:
            moment += timedelta(days=self.rng.choice((2, 3, 5)))
        return min(moment, self.now)

    def _hand(self, plan: dict) -> Author:
        if plan["paper"]:
            return Author(self.cast.operator, "operator")
        return Author(self.cast.accounts.get(plan["row"]["employee_id"]), "teacher")

    def _columns(self, plans: list[dict]) -> None:
        rows = [
            {
                "lesson_id": plan["id"],
                "journal_id": plan["row"]["journal_id"],
                "position": 1,
                "kind_id": self.test.id if plan["is_test"] and plan["done"] else self.answer.id,
            }
            for plan in plans
        ]
        for plan, column_id in zip(plans, bulk_insert(db.session, LessonColumn, rows), strict=True):
            plan["column"] = column_id

    def _absences(self, days: list[date]) -> Absences:
        older = {
            seat.student_id
            for group_id, seats in self.seats.items()
            if self.groups[group_id].grade in (8, 9)
            for seat in seats
        }
        return draw_absences(self.pupils.ids, sorted(older), days, self.rng)

    def _records(self, plan: dict, absences: Absences) -> dict:
        """Absences and marks of one lesson, drawn."""
        found: dict = {"codes": [], "marks": []}
        sport = plan["taste"] is SPORT
        if not plan["filled"]:
            return found
        day, number = plan["row"]["on_date"], plan["row"]["number"]
        present = []
        home_group = plan["group"].kind == "home"
        for seat in self.seats[plan["group"].id]:
            if not seat.sits_on(day) or (not seat.writes_on(day) and not home_group):
                continue
            code, minutes = absences.code(seat.student_id, day, number, self.rng)
            if sport and not code and seat.student_id in self.exempt:
                code = "осв"
            if code:
                found["codes"].append((seat.student_id, code, minutes))
            if code in ("", "оп"):
                present.append(seat.student_id)
        if plan["group"].grade >= 2 and not self._left_unmarked(plan, day):
            found["marks"] = lesson_marks(present, plan, self.pupils, self.rng)
        self._contradict(plan, found)
        return found

    def _left_unmarked(self, plan: dict, day: date) -> bool:
        """One class whose works lie unmarked for over a week."""
        late = self.today - timedelta(days=16) <= day <= self.today - timedelta(days=8)
        return plan["is_test"] and late and plan["group"].name == UNMARKED_CLASS

    def _contradict(self, plan: dict, found: dict) -> None:
        """Once: a mark for somebody who was not there."""
        absent = [student for student, code, _ in found["codes"] if code == "н"]
        if absent and not self.contradicted and not plan["paper"] and found["marks"]:
            found["marks"].append((absent[0], mark_values(5)))
            self.contradicted = True

    def _homework(self, plans: list[dict]) -> None:
        rows, hands = [], []
        for plan in plans:
            if plan["filled"] and not plan["paper"] and plan["group"].grade > 1:
                moment, who = self._moment(plan), self._hand(plan)
                rows.append(
                    {
                        "lesson_id": plan["id"],
                        "journal_id": plan["row"]["journal_id"],
                        "text": plan["homework"],
                        "minutes": 10 + 5 * (plan["id"] % 5),
                        "entered_at": moment,
                        "account_id": who.account_id,
                    }
                )
                hands.append((who, moment))
        _bulk(Homework, rows, hands)

    def _write_records(self, plans: list[dict], records: list[dict]) -> None:
        cells, marks, codes, checks = [], [], [], []
        hands: dict[str, list] = {"cells": [], "codes": [], "checks": []}
        for plan, record in zip(plans, records, strict=True):
            if not plan["filled"]:
                continue
            hand = (self._hand(plan), self._moment(plan))
            journal = plan["row"]["journal_id"]
            common = {"lesson_id": plan["id"], "journal_id": journal}
            checks.append(common | {"checked_at": hand[1], "account_id": hand[0].account_id})
            hands["checks"].append(hand)
            for student, code, minutes in record["codes"]:
                codes.append(
                    common
                    | {
                        "student_id": student,
                        "code": code,
                        "minutes": minutes,
                        "entered_at": hand[1],
                        "account_id": hand[0].account_id,
                    }
                )
                hands["codes"].append(hand)
            for student, value in record["marks"]:
                own = {"student_id": student, "journal_id": journal}
                cells.append(own | {"column_id": plan["column"], "version": 1})
                marks.append(own | value | {"entered_at": hand[1]})
                hands["cells"].append(hand)
        _bulk(AttendanceCheck, checks, hands["checks"])
        _bulk(Attendance, codes, hands["codes"])
        ids = _bulk(Cell, cells, hands["cells"])
        rows = [mark | {"cell_id": cell_id} for mark, cell_id in zip(marks, ids, strict=True)]
        _bulk(Mark, rows, hands["cells"])


def _bulk(model, rows: list[dict], hands: list[tuple]) -> list[int]:
    waiting = iter(hands)
    return bulk_insert(db.session, model, rows, hand=lambda _row: next(waiting))
