"""What the independent count reads: plain tables, and the audit entry by entry. No control code."""

import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import text

ZONE = ZoneInfo("Asia/Vladivostok")


def day_of(value) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value[:10])


def moment_of(value) -> datetime:
    """The school's wall clock, whatever the database gives."""
    found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return found.astimezone(ZONE).replace(tzinfo=None)


class Table:
    """A table as the audit says it stood at a moment, and when each row and word came."""

    def __init__(self, entries: list, now: datetime, watched: str = ""):
        self.rows: dict[int, dict] = {}
        self.born: dict[int, datetime] = {}
        self.said: dict[int, datetime] = {}  # since when the watched column says something
        for action, row_id, after, at in entries:
            if at > now:
                continue
            if action == "delete":
                self.rows.pop(row_id)
                continue
            if action == "insert":
                self.born[row_id] = at
                self.rows[row_id] = {}
            self.rows.setdefault(row_id, {}).update(after or {})
            if watched and watched in (after or {}):
                if not after[watched]:
                    self.said.pop(row_id, None)
                else:
                    self.said.setdefault(row_id, at)


class Books:
    """All that is read from the database, once."""

    def __init__(self, base):
        self.base = base
        self.entries: dict[str, list] = {}
        for table, action, row_id, after, at in self.ask(
            "SELECT table_name, action, row_id, after, school_at FROM audit_entry ORDER BY id"
        ):
            after = json.loads(after) if isinstance(after, str) else after
            row = (action, row_id, after, moment_of(at))
            self.entries.setdefault(table, []).append(row)
        self.lessons = self.ask(
            "SELECT lesson.id, on_date, ends, status, journal_id, employee.person_id,"
            " study_group.id, study_group.class_group_id, study_group.grade, course.marked"
            " FROM lesson"
            " JOIN journal ON journal.id = journal_id JOIN course ON course.id = course_id"
            " JOIN study_group ON study_group.id = study_group_id"
            " JOIN employee ON employee.id = lesson.employee_id"
        )
        self.seats = self._seats()
        self.names = {
            person: f"{surname} {given[0]}."
            for person, surname, given in self.ask("SELECT id, surname, given FROM person")
        }
        self.classes = {
            number: f"{grade}-{letter}"
            for number, grade, letter in self.ask("SELECT id, grade, letter FROM class_group")
        }
        self.on_paper = {
            row[0]
            for row in self.ask(
                "SELECT class_group_id FROM mode_decision WHERE mode = 'transition'"
                " AND class_group_id IS NOT NULL"
            )
        }
        self.operators = self.ask(
            "SELECT class_group_id, person_id, from_date, until, stands_in_for FROM appointment"
            " JOIN appointment_class ON appointment_id = appointment.id WHERE duty = 'operator'"
        )

    def ask(self, sql: str) -> list:
        return [tuple(row) for row in self.base.execute(text(sql))]

    def _seats(self) -> dict[int, set[int]]:
        """Group → pupils: the list of the class, or of the half."""
        found: dict[int, set[int]] = {}
        whole = "SELECT study_group.id, student_id FROM enrolment JOIN study_group ON"
        whole += " study_group.class_group_id = enrolment.class_group_id WHERE kind = 'whole'"
        for group, pupil in self.ask(whole) + self.ask(
            "SELECT study_group_id, student_id FROM membership"
        ):
            found.setdefault(group, set()).add(pupil)
        return found

    def operators_on(self, class_id: int, day: date) -> set[int]:
        """Who operates the class on the day; who is stood in for does not."""
        there = [
            (person, stands_in)
            for group, person, first, last, stands_in in self.operators
            if group == class_id and day_of(first) <= day and (last is None or day_of(last) >= day)
        ]
        return {person for person, _ in there} - {absent for _, absent in there if absent}
