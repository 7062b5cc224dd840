"""Requests for wider rights

Revision ID: 0021_right_requests
Revises: 0020_appointments
"""

import sqlalchemy as sa
from alembic import op

revision = "0021_right_requests"
down_revision = "0020_appointments"
branch_labels = None
depends_on = None


def _refers(column, other):
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_right_request_{column}_{other}")
    )


def upgrade():
    op.create_table(
        "right_request",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(length=20), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("person_id", "person"),
        _refers("decided_by", "account"),
        _refers("order_id", "school_order"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_right_request")),
    )
    op.create_index("ix_right_request_person_id", "right_request", ["person_id"])


def downgrade():
    raise NotImplementedError("Klass goes back by restoring a copy, not by downgrading")
