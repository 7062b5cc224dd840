"""The calendar: kinds of days off, moved days, quarantines, bell schedules, shifts

Revision ID: 0040_calendar
Revises: 0032_acknowledgements
"""

import sqlalchemy as sa
from alembic import op

revision = "0040_calendar"
down_revision = "0032_acknowledgements"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def _refers(table, column, other):
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def _grades():
    return sa.Column("grade", sa.Integer()), sa.Column("grade_to", sa.Integer())


def upgrade():
    _holidays()
    with op.batch_alter_table("term") as term:
        term.add_column(sa.Column("annulled_at", _MOMENT, nullable=True))
    with op.batch_alter_table("class_group") as class_group:
        class_group.add_column(sa.Column("shift", sa.Integer(), nullable=False, server_default="1"))
    _special_days()
    _bells()


def _holidays():
    with op.batch_alter_table("holiday") as holiday:
        holiday.add_column(
            sa.Column("kind", sa.String(length=10), nullable=False, server_default="break")
        )
        holiday.add_column(sa.Column("grade_to", sa.Integer(), nullable=True))
        holiday.add_column(sa.Column("annulled_at", _MOMENT, nullable=True))
        holiday.drop_constraint("uq_holiday_starts_on_ends_on_grade", type_="unique")
        holiday.create_index("ix_holiday_year_id_starts_on", ["year_id", "starts_on"])
    op.execute("UPDATE holiday SET kind = 'public' WHERE name NOT LIKE '%аникулы%'")


def _special_days():
    op.create_table(
        "moved_day",
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("parity", sa.Integer(), nullable=False),
        *_grades(),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("annulled_at", _MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("moved_day", "year_id", "academic_year"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moved_day")),
    )
    op.create_index("ix_moved_day_on_date", "moved_day", ["on_date"])
    op.create_table(
        "quarantine",
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("class_group_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("annulled_at", _MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("quarantine", "year_id", "academic_year"),
        _refers("quarantine", "class_group_id", "class_group"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
    )
    op.create_index("ix_quarantine_class_group_id", "quarantine", ["class_group_id"])


def _bells():
    op.create_table(
        "bell_schedule",
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("shift", sa.Integer(), nullable=False),
        *_grades(),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("annulled_at", _MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("bell_schedule", "year_id", "academic_year"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bell_schedule")),
    )
    op.create_index("ix_bell_schedule_year_id", "bell_schedule", ["year_id"])
    with op.batch_alter_table("lesson_time") as lesson_time:
        lesson_time.add_column(sa.Column("schedule_id", sa.Integer(), nullable=True))
        lesson_time.add_column(sa.Column("annulled_at", _MOMENT, nullable=True))
        lesson_time.drop_constraint("uq_lesson_time_year_id_number", type_="unique")
        lesson_time.create_unique_constraint(
            "uq_lesson_time_schedule_id_number", ["schedule_id", "number"]
        )
        lesson_time.create_foreign_key(
            op.f("fk_lesson_time_schedule_id_bell_schedule"),
            "bell_schedule",
            ["schedule_id"],
            ["id"],
        )
    ordinary = sa.text("schedule_id IS NULL")
    op.create_index(
        "uq_lesson_time_ordinary",
        "lesson_time",
        ["year_id", "number"],
        unique=True,
        sqlite_where=ordinary,
        postgresql_where=ordinary,
    )


def downgrade():
    raise NotImplementedError("Klass goes back by restoring a copy, not by downgrading")
