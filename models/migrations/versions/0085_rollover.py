"""Answers about the next year

Revision ID: 0085_rollover
Revises: 0070_plans
"""

import sqlalchemy as sa
from alembic import op

revision = "0085_rollover"
down_revision = "0080_column_mappings"
branch_labels = None
depends_on = None


def upgrade():
    json = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), "postgresql")
    op.create_table(
        "rollover",
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("answers", json, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["year_id"], ["academic_year.id"], name=op.f("fk_rollover_year_id_academic_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollover")),
        sa.UniqueConstraint("year_id", name=op.f("uq_rollover_year_id")),
    )


def downgrade():
    op.drop_table("rollover")
