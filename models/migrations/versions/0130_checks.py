"""Switches of checks; explanations of checks, read by the administrator

Revision ID: 0130_checks
Revises: 0100_audit_blocks
"""

import sqlalchemy as sa
from alembic import op

revision = "0130_checks"
down_revision = "0125_removal_acts"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "check_switch",
        sa.Column("name", sa.String(16), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_switch")),
        sa.UniqueConstraint("name", name=op.f("uq_check_switch_name")),
    )
    with op.batch_alter_table("explanation") as batch:
        batch.alter_column("rule", existing_type=sa.String(12), type_=sa.String(16))
        batch.alter_column("key", existing_type=sa.String(24), type_=sa.String(40))
        batch.add_column(sa.Column("about", sa.String(160), nullable=False, server_default=""))
        batch.add_column(sa.Column("read_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("read_by", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_explanation_read_by_account"), "account", ["read_by"], ["id"]
        )
    with op.batch_alter_table("explanation") as batch:
        batch.alter_column("about", existing_type=sa.String(160), server_default=None)


def downgrade():
    with op.batch_alter_table("explanation") as batch:
        batch.drop_constraint(op.f("fk_explanation_read_by_account"), type_="foreignkey")
        batch.drop_column("read_by")
        batch.drop_column("read_at")
        batch.drop_column("about")
        batch.alter_column("key", existing_type=sa.String(40), type_=sa.String(24))
        batch.alter_column("rule", existing_type=sa.String(16), type_=sa.String(12))
    op.drop_table("check_switch")
