"""The school's own numbers of deadlines, dated

Revision ID: 0090_rule_sets
Revises: 0032_acknowledgements
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0090_rule_sets"
down_revision = "0085_rollover"
branch_labels = None
depends_on = None

_JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), "postgresql"
)


def upgrade():
    op.create_table(
        "rule_set",
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("act", sa.String(length=200), nullable=False),
        sa.Column("numbers", _JSON, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rule_set_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_set")),
        sa.UniqueConstraint("from_date", name=op.f("uq_rule_set_from_date")),
    )


def downgrade():
    op.drop_table("rule_set")
