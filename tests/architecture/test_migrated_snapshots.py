"""Snapshots from before the column say by their moment which one is official."""

from datetime import date, time

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from models import clock
from models.base import db
from models.control.numbers import Numbers
from models.control.official import official_snapshots
from models.session import recorded

BEFORE = "0155_closed_places"
SETS = sa.table(
    "rule_set",
    sa.column("from_date"),
    sa.column("act"),
    sa.column("numbers", sa.JSON),
    sa.column("made_at", sa.DateTime(timezone=True)),
)
TABLE = sa.table(
    "control_snapshot",
    *(sa.column(name) for name in ("id", "control_on", "first", "last")),
    sa.column("taken_at", sa.DateTime(timezone=True)),
)
OCTOBER, SHORT, MISSED = date(2026, 10, 30), date(2026, 11, 15), date(2026, 9, 30)
TAKEN = (  # (id, control day, day and hour it was taken)
    (1, MISSED, MISSED, 9),
    (2, MISSED, MISSED, 12),
    (3, OCTOBER, OCTOBER, 17),
    (4, OCTOBER, OCTOBER, 19),
    (5, OCTOBER, SHORT, 9),
    (6, SHORT, SHORT, 14),
    (7, SHORT, SHORT, 18),
)


@pytest.fixture
def there(app, in_school):
    """A base of before, with snapshots; from November on operators had until two o'clock."""
    with app.app_context():
        db.drop_all()
        upgrade(revision=BEFORE)
    with in_school() as session:
        kept = Numbers(control_hour=14).as_json()
        own = {"from_date": date(2026, 11, 1), "act": "Приказ № 1", "numbers": kept}
        with recorded():
            session.execute(sa.insert(SETS).values(**own, made_at=clock.at(OCTOBER, time(9))))
        for number, control, day, hour in TAKEN:
            own = {"id": number, "control_on": control, "first": MISSED, "last": MISSED}
            session.execute(sa.insert(TABLE).values(**own, taken_at=clock.at(day, time(hour))))
        session.commit()


def test_the_first_at_the_hour_is_official_and_where_there_is_none_the_last_before_it(app, there):
    with app.app_context():
        upgrade()
        assert official_snapshots() == {MISSED: 2, OCTOBER: 4, SHORT: 6}
        db.session.remove()
        downgrade(revision=BEFORE)
        upgrade()
        assert official_snapshots() == {MISSED: 2, OCTOBER: 4, SHORT: 6}
