"""The pace of costly pages, per account

Revision ID: 0031_paces
Revises: 0030_viewings
"""

import sqlalchemy as sa
from alembic import op

revision = "0031_paces"
down_revision = "0030_viewings"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "pace",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("even_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_pace_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pace")),
        sa.UniqueConstraint("account_id", "kind", name=op.f("uq_pace_account_id_kind")),
    )


def downgrade():
    raise NotImplementedError("Klass goes back by restoring a copy, not by downgrading")
