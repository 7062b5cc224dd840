"""Analytic notes

Revision ID: 0094_analytic_notes
Revises: 0093_snapshot_tallies
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0094_analytic_notes"
down_revision = "0093_snapshot_tallies"
branch_labels = None
depends_on = None

_JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), "postgresql"
)


def upgrade():
    op.create_table(
        "analytic_note",
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("figures", _JSON, nullable=False),
        sa.Column("text", sa.String(length=8000), nullable=False),
        sa.Column("council", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_analytic_note_made_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by"], ["account.id"], name=op.f("fk_analytic_note_signed_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analytic_note")),
    )


def downgrade():
    op.drop_table("analytic_note")
