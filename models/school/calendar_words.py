"""The names of the calendar's rows that other audited rows refer to."""

from sqlalchemy import select

from models.audit.wording import names
from models.base import db
from models.ground import remembered
from models.school.timetable import BellSchedule


@names("schedule_id")
@remembered
def _schedules() -> dict[int, str]:
    return dict(db.session.execute(select(BellSchedule.id, BellSchedule.name)).all())
