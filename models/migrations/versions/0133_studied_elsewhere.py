"""Days studied elsewhere

Revision ID: 0133_studied_elsewhere
Revises: 0132_accuracy
"""

import sqlalchemy as sa
from alembic import op

revision = "0133_studied_elsewhere"
down_revision = "0132_accuracy"
branch_labels = None
depends_on = None
_TABLE = "studied_elsewhere"


def _key(column, to):
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{_TABLE}_{column}_{to}"))


def upgrade():
    op.create_table(
        _TABLE,
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("open_until", sa.Date(), nullable=False),
        sa.Column("document", sa.String(120), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("annulled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("annulled_by", sa.Integer(), nullable=True),
        sa.Column("annulled_why", sa.String(200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        _key("student_id", "student"),
        _key("entered_by", "account"),
        _key("annulled_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TABLE}")),
    )
    op.create_index("ix_studied_elsewhere_student_from", _TABLE, ["student_id", "from_date"])


def downgrade():
    op.drop_index("ix_studied_elsewhere_student_from", _TABLE)
    op.drop_table(_TABLE)
