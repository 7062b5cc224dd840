"""The independent count: what the quarter came to, by plain SQL and own arithmetic.

Nothing here knows the control's code. What stood at a moment is read from the audit, entry by
entry; deadlines are written anew from the text of the regulation (5.3, 5.4).
"""

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tests.bench.quarter.books import Books, Table, day_of

DAY, WEEK, HOUR = timedelta(days=1), timedelta(days=7), timedelta(hours=1)
AWAY = {"н", "б", "уп", "осв"}
NOBODY = "никто не назначен"
TITLES = {
    "topic": "Проведённый урок: тема",
    "absent": "Отсутствующие на уроке",
    "homework": "Домашнее задание (или «Не задано»)",
    "work": "Результаты работы, которую пишут все",
    "term": "Отметки промежуточной и итоговой аттестации",
    "backfilled": "Отметка за прошедший урок («доставление»)",
    "copy": "Отметки и пропуски из бумажного журнала",
    "term_copy": "Отметки за период из бумажного журнала",
}
COPIES = ("copy", "term_copy")  # what operators owe
PAPER_FAULTS = {"late", "empty", "backfilled", "wrong"}


def midnight_after(day: date) -> datetime:
    return datetime.combine(day + DAY, time(0))


def control_at_or_after(day: date) -> date:
    """The 15th, the 30th, or the last day of a month that has no 30th."""
    while day.day != 15 and day.day != min(30, monthrange(day.year, day.month)[1]):
        day += DAY
    return day


def control_before(day: date) -> date:
    day -= DAY
    while day != control_at_or_after(day):
        day -= DAY
    return day


def judged_by(control: date) -> tuple[date, date]:
    """Lessons a week old at this control that were not so at the one before."""
    return control_before(control) - WEEK + DAY, control - WEEK


def hour_of_control(control: date) -> datetime:
    return datetime.combine(control, time(18))


@dataclass
class Owed:
    """One thing owed: which rule, whose, of which classes, by when, when it was done."""

    rule: str
    people: set[int]
    classes: set[int]
    on: date
    due: datetime
    done: datetime | None

    def state(self, now: datetime, freed: bool) -> str:
        if (self.done or now) <= self.due:
            return "waits" if self.done is None else "in time"
        return "exempt" if freed else "open" if self.done is None else "late"


class Count:
    """What was owed and done as it stood at a moment."""

    def __init__(self, books: Books, now: datetime):
        self.books, self.now = books, now
        own = books.entries.get
        self.topics = Table(own("lesson", []), now, "topic")
        self.homework = Table(own("homework", []), now, "text")
        self.checks = Table(own("attendance_check", []), now)
        self.codes = Table(own("attendance", []), now)
        self.cells = Table(own("cell", []), now)
        self.marks = Table(own("mark", []), now)
        self.columns = Table(own("lesson_column", []), now)
        self.terms = Table(own("term_mark", []), now, "value")
        self.exemptions = Table(own("exemption", []), now)
        self.tests = {row[0] for row in books.ask("SELECT id FROM work_kind WHERE is_test")}
        self._gather()

    def _gather(self) -> None:
        """Records by lesson: (moment, pupil), and marks by column and pupil."""
        self.records: dict[int, list[datetime]] = {}
        self.answers: dict[int, list[tuple]] = {}
        self.by_column: dict[int, dict[int, list[datetime]]] = {}
        self.away: dict[int, set[int]] = {}
        for number, row in self.checks.rows.items():
            self.records.setdefault(row["lesson_id"], []).append(self.checks.born[number])
        for number, row in self.codes.rows.items():
            self.records.setdefault(row["lesson_id"], []).append(self.codes.born[number])
            if row["code"] in AWAY:
                self.away.setdefault(row["lesson_id"], set()).add(row["student_id"])
        for number, row in self.marks.rows.items():
            cell = self.cells.rows[row["cell_id"]]
            column, pupil, born = cell["column_id"], cell["student_id"], self.marks.born[number]
            lesson = self.columns.rows[column]["lesson_id"]
            self.records.setdefault(lesson, []).append(born)
            self.answers.setdefault(lesson, []).append((pupil, born))
            self.by_column.setdefault(column, {}).setdefault(pupil, []).append(born)

    def held(self, first: date, last: date):
        """The lessons of the days that were held and are known by now."""
        for row in self.books.lessons:
            there = row[0] in self.topics.born
            if row[3] == "held" and there and first <= day_of(row[1]) <= last:
                yield row

    def first_record(self, lesson: int) -> datetime | None:
        return min(self.records.get(lesson, ()), default=None)

    def owed(self, first: date, last: date) -> list[Owed]:
        """Everything about the lessons of these days, and of terms that end in them."""
        found = []
        for row in self.held(first, last):
            found += self._copied(row) if row[7] in self.books.on_paper else self._taught(row)
        return found + self._of_terms(first, last)

    def _copied(self, row) -> list[Owed]:
        lesson, day, class_id = row[0], day_of(row[1]), row[7]
        control = control_at_or_after(day + WEEK)
        who = self.books.operators_on(class_id, control)
        done = self.first_record(lesson)
        return [Owed("copy", who, {class_id}, day, hour_of_control(control), done)]

    def _taught(self, row) -> list[Owed]:
        lesson, day = row[0], day_of(row[1])
        who = ({row[5]}, {row[7]}, day)
        evening = midnight_after(day)
        homework = next(
            (n for n, home in self.homework.rows.items() if home["lesson_id"] == lesson), None
        )
        told = self.homework.said.get(homework)
        found = [
            Owed("topic", *who, evening, self.topics.said.get(lesson)),
            Owed("absent", *who, evening, self.first_record(lesson)),
            Owed("homework", *who, min(self._last_end(row) + HOUR, evening), told),
        ]
        week_after = midnight_after(day + WEEK)
        if row[9]:
            for number, column in self.columns.rows.items():
                if column["lesson_id"] == lesson and column["kind_id"] in self.tests:
                    found.append(Owed("work", *who, week_after, self._marked(row, number)))
        away = self.away.get(lesson, set())
        late = [
            born
            for pupil, born in self.answers.get(lesson, ())
            if born > week_after and pupil not in away
        ]
        if late:
            found.append(Owed("backfilled", *who, week_after, min(late)))
        return found

    def _marked(self, row, column: int) -> datetime | None:
        """When the last of those who wrote had a mark."""
        wrote = self.books.seats[row[6]] - self.away.get(row[0], set())
        marks = self.by_column.get(column, {})
        if not wrote:
            return self.first_record(row[0])
        if wrote - marks.keys():
            return None
        return max(min(marks[pupil]) for pupil in wrote)

    def _last_end(self, row) -> datetime:
        """The end of the last lesson that any of these pupils has that day."""
        day, pupils = day_of(row[1]), self.books.seats[row[6]]
        ends = [
            other[2] if isinstance(other[2], time) else time.fromisoformat(other[2])
            for other in self.held(day, day)
            if pupils & self.books.seats[other[6]]
        ]
        return datetime.combine(day, max(ends))

    def _of_terms(self, first: date, last: date) -> list[Owed]:
        found = []
        for term, grade, ends in self.books.ask("SELECT id, grade, ends_on FROM term"):
            if first <= day_of(ends) <= last:
                found += self._of_term(term, grade, day_of(ends))
        return found

    def _of_term(self, term: int, grade: int, ends: date) -> list[Owed]:
        found = []
        for journal, group, class_id, person in self.books.ask(
            "SELECT DISTINCT journal.id, study_group.id, study_group.class_group_id, person_id"
            " FROM journal JOIN study_group ON study_group.id = journal.study_group_id"
            " JOIN course ON course.id = journal.course_id AND course.marked"
            " JOIN teaching_assignment t ON t.study_group_id = study_group.id"
            " AND t.course_id = journal.course_id JOIN employee ON employee.id = t.employee_id"
            f" WHERE study_group.grade = {grade}"
        ):
            given = {
                row["student_id"]: self.terms.said[number]
                for number, row in self.terms.rows.items()
                if row["journal_id"] == journal and row["term_id"] == term and row["value"]
            }
            pupils = self.books.seats[group]
            done = max((given[p] for p in pupils), default=None) if pupils <= given.keys() else None
            if class_id in self.books.on_paper:
                control = control_at_or_after(ends + 2 * DAY)
                who, due = self.books.operators_on(class_id, control), hour_of_control(control)
                found.append(Owed("term_copy", who, {class_id}, ends, due, done))
            else:
                due = midnight_after(ends + DAY)
                found.append(Owed("term", {person}, {class_id}, ends, due, done))
        return found

    def freed(self, owed: Owed) -> set[int]:
        """Whom an exemption known by now takes the blame from; 0: from everybody."""
        people: set[int] = set()
        last_day = (owed.due - timedelta(microseconds=1)).date()
        for row in self.exemptions.rows.values():
            first, last = day_of(row["from_date"]), day_of(row["until"])
            if row["kind"] == "stop":
                fits = first <= last_day <= last
            elif row["person_id"] not in owed.people:
                fits = False
            elif row["kind"] in PAPER_FAULTS:
                class_id = row.get("class_group_id")
                fits = owed.rule in COPIES and first <= owed.on <= last
                fits = fits and (class_id is None or class_id in owed.classes)
            else:
                fits = first <= last_day <= last
            if fits:
                people.add(0 if row["kind"] == "stop" else row["person_id"])
        return people

    def _credited(self, owed: Owed) -> set[int]:
        """Operators whose work a passed deadline is: done in time, theirs who kept the class that
        day; else theirs who kept it at the deadline."""
        if owed.rule not in COPIES or owed.due > self.now:
            return set()
        if owed.done is None or owed.done > owed.due:
            return owed.people
        day = owed.done.date()
        kept = {who for one in owed.classes for who in self.books.operators_on(one, day)}
        return kept or owed.people

    def figures(self, owed: list[Owed]) -> dict[str, dict[str, tuple]]:
        """Whole, rule, person, class, operators → name → (due, not done, late, exempt)."""
        books, found = self.books, {}
        for one in owed:
            freed = self.freed(one)
            all_freed = 0 in freed or (bool(one.people) and one.people <= freed)
            state = one.state(self.now, all_freed)
            keys = [("whole", ""), ("rule", TITLES[one.rule])]
            keys += [("class", books.classes[c]) for c in one.classes]
            keys += [] if one.people else [("person", NOBODY)]
            for key in keys:
                found.setdefault(key, Counter())[state] += 1
            for person in one.people:  # of two, the one who was ill frees no other
                own = one.state(self.now, bool({0, person} & freed))
                found.setdefault(("person", books.names[person]), Counter())[own] += 1
            for person in self._credited(one):
                own = one.state(self.now, bool({0, person} & freed))
                found.setdefault(("operators", books.names[person]), Counter())[own] += 1
        counted: dict[str, dict] = {}
        for (group, name), states in found.items():
            due = states.total() - states["waits"]
            row = (due, states["open"], states["late"], states["exempt"])
            if due:
                counted.setdefault(group, {})[name] = row
        return counted

    def journals(self, control: date) -> dict[int, tuple]:
        """Journal → lessons held, with records, of these first recorded after the control,
        without."""
        found: dict[int, list[int]] = {}
        for row in self.held(*judged_by(control)):
            line = found.setdefault(row[4], [0, 0, 0])
            first = self.first_record(row[0])
            line[0] += 1
            line[1] += first is not None
            line[2] += first is not None and first > hour_of_control(control)
        return {j: (held, kept, late, held - kept) for j, (held, kept, late) in found.items()}
