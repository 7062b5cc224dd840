"""Entries of the audit are sealed in blocks

Revision ID: 0100_audit_blocks
Revises: 0032_acknowledgements
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0100_audit_blocks"
down_revision = "0094_analytic_notes"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade():
    op.create_table(
        "audit_block",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("spans", JSON, nullable=False),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.Column("merkle", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("head", sa.String(64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_block")),
        sa.UniqueConstraint("number", name=op.f("uq_audit_block_number")),
    )
    op.create_index(op.f("ix_audit_block_last_id"), "audit_block", ["last_id"])


def downgrade():
    op.drop_index(op.f("ix_audit_block_last_id"), "audit_block")
    op.drop_table("audit_block")
