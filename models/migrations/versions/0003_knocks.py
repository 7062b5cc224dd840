"""Wrong tries at the door, counted by login and by address

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "knock",
        sa.Column("whose", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knock")),
        sa.UniqueConstraint("whose", name=op.f("uq_knock_whose")),
    )


def downgrade():
    raise NotImplementedError("Klass goes back by restoring a copy, not by downgrading")
