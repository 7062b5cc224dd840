"""A snapshot keeps the duties counted by rule, person and class

Revision ID: 0093_snapshot_tallies
Revises: 0092_inquiries
"""

import sqlalchemy as sa
from alembic import op

revision = "0093_snapshot_tallies"
down_revision = "0092_inquiries"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "snapshot_tally",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("counted_by", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.Column("not_done", sa.Integer(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("exempt", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["control_snapshot.id"],
            name=op.f("fk_snapshot_tally_snapshot_id_control_snapshot"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot_tally")),
    )
    op.create_index(op.f("ix_snapshot_tally_snapshot_id"), "snapshot_tally", ["snapshot_id"])


def downgrade():
    op.drop_table("snapshot_tally")
