"""The calendar's things that addresses name: one row of each kind, far from today."""

from datetime import date

from models.school.calendar import Holiday, the_year
from models.school.special_days import MovedDay, Quarantine
from models.school.timetable import BellSchedule

LATER = date(2027, 5, 15)


def make_calendar(session, cast) -> dict[str, int]:
    """Argument of an address → number."""
    year = {"year_id": the_year(LATER).id}
    days = {"starts_on": LATER, "ends_on": LATER}
    own = {"class_group_id": cast.classes["6-А"], "kind": "closed", "reason": "грипп"}
    rows = {
        "holiday_id": Holiday(**year, **days, kind="own", name="День семьи", grade=9),
        "moved_day_id": MovedDay(**year, on_date=LATER, weekday=2, grade=9),
        "quarantine_id": Quarantine(**year, **days, **own),
        "schedule_id": BellSchedule(**year, name="Девятые", grade=9),
    }
    session.add_all(rows.values())
    session.flush()
    return {name: row.id for name, row in rows.items()} | {"grade": 9}
