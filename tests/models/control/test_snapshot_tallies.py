"""What a snapshot keeps of the rules stays as it was, and is compared with the one before."""

from datetime import date, time

from models import clock
from models.control.duty import CLASS, PERSON
from models.control.snapshot import take_snapshot
from models.control.snapshot_tally import compared
from models.journal.lesson import AttendanceCheck
from tests.cast import MONDAY

PAPER = ("5-Б", "Математика")
LAST = date(2026, 11, 30)


def test_a_snapshot_keeps_the_counts_and_compares_them(in_school, cast, monkeypatch):
    evening = clock.at(LAST, time(18, 30))
    monkeypatch.setattr("models.clock.now", lambda: evening)
    with in_school() as session:
        earlier = take_snapshot(LAST)
        rows = {line.row.name: line for line in compared(earlier.id, None)[PERSON]}
        operator = rows["Служебная О."].row
        assert (operator.due, operator.not_done, operator.percent) == (1, 1, 0)
        # three lessons of mathematics, one of them the operator's: topic, absences, homework
        assert rows["Учитель А."].row.due == 6
        assert {line.row.name for line in compared(earlier.id, None)[CLASS]} >= {"5-А", "5-Б"}
        own = {"lesson_id": cast.lessons[PAPER], "journal_id": cast.journals[PAPER]}
        session.add(AttendanceCheck(checked_at=clock.at(MONDAY, time(18)), **own))
        session.flush()
        later = take_snapshot(LAST)
        again = {line.row.name: line for line in compared(later.id, earlier.id)[PERSON]}
        assert again["Служебная О."].change == "+100"
        assert rows["Служебная О."].row.not_done == 1  # what was kept stays as it was
