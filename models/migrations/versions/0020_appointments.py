"""Appointments end early by another order, stand in for somebody, and are for grades

Revision ID: 0020_appointments
Revises: 0013_second
"""

import sqlalchemy as sa
from alembic import op

revision = "0020_appointments"
down_revision = "0013_second"
branch_labels = None
depends_on = None


def _refers(table, column, other):
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def upgrade():
    with op.batch_alter_table("appointment") as table:
        table.add_column(sa.Column("stands_in_for", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_appointment_stands_in_for_person"), "person", ["stands_in_for"], ["id"]
        )
    op.create_table(
        "appointment_ending",
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("was_until", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("appointment_ending", "appointment_id", "appointment"),
        _refers("appointment_ending", "order_id", "school_order"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_ending")),
    )
    op.create_index(
        "ix_appointment_ending_appointment_id", "appointment_ending", ["appointment_id"]
    )
    op.create_table(
        "appointment_grade",
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("appointment_grade", "appointment_id", "appointment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_grade")),
        sa.UniqueConstraint(
            "appointment_id", "grade", name=op.f("uq_appointment_grade_appointment_id_grade")
        ),
    )


def downgrade():
    raise NotImplementedError("Klass goes back by restoring a copy, not by downgrading")
