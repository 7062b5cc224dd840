"""Operators take note of stops

Revision ID: 0032_acknowledgements
Revises: 0031_paces
"""

import sqlalchemy as sa
from alembic import op

revision = "0032_acknowledgements"
down_revision = "0031_paces"
branch_labels = None
depends_on = None


def _refers(column, other):
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_acknowledgement_{column}_{other}")
    )


def upgrade():
    op.create_table(
        "acknowledgement",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("paper_id", "family_paper"),
        _refers("account_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
        sa.UniqueConstraint(
            "paper_id", "account_id", name=op.f("uq_acknowledgement_paper_id_account_id")
        ),
    )


def downgrade():
    raise NotImplementedError("Klass goes back by restoring a copy, not by downgrading")
