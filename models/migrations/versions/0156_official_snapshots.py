"""A snapshot says whether it is the official one of its control day

Revision ID: 0156_official_snapshots
Revises: 0155_closed_places
"""

from datetime import UTC, datetime, time

import sqlalchemy as sa
from alembic import op

from models import clock

revision = "0156_official_snapshots"
down_revision = "0155_closed_places"
branch_labels = None
depends_on = None

_HOUR = 18  # of the regulation, before the school has own numbers

snapshot = sa.table(
    "control_snapshot",
    sa.column("id", sa.Integer),
    sa.column("control_on", sa.Date),
    sa.column("taken_at", sa.DateTime(timezone=True)),
    sa.column("official", sa.Boolean),
)
rule_set = sa.table("rule_set", sa.column("from_date", sa.Date), sa.column("numbers", sa.JSON))


def upgrade():
    with op.batch_alter_table("control_snapshot") as table:
        table.add_column(
            sa.Column("official", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("control_snapshot") as table:
        table.alter_column("official", server_default=None)
    base = op.get_bind()
    for number in _official(base):
        base.execute(sa.update(snapshot).where(snapshot.c.id == number).values(official=True))


def _official(base) -> list[int]:
    """Of each control day the first snapshot at its hour or later; where there is none, the last
    one before it."""
    sets = base.execute(sa.select(rule_set).order_by(rule_set.c.from_date)).all()
    days: dict = {}
    for row in base.execute(sa.select(snapshot).order_by(snapshot.c.id)):
        days.setdefault(row.control_on, []).append(row)
    found = []
    for day, rows in days.items():
        hour = _hour(day, sets)
        after = [row.id for row in rows if _aware(row.taken_at) >= hour]
        found.append(after[0] if after else rows[-1].id)
    return found


def _hour(day, sets) -> datetime:
    own = [row.numbers for row in sets if row.from_date <= day]
    hour = own[-1].get("control_hour", _HOUR) if own else _HOUR
    return clock.at(day, time(hour))


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def downgrade():
    with op.batch_alter_table("control_snapshot") as table:
        table.drop_column("official")
