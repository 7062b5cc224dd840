"""How many lessons a room holds at once

Revision ID: 0110_rooms_hold
Revises: 0100_audit_blocks
"""

import sqlalchemy as sa
from alembic import op

revision = "0110_rooms_hold"
down_revision = "0100_audit_blocks"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("classroom") as table:
        table.add_column(sa.Column("holds", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("classroom") as table:
        table.alter_column("holds", server_default=None)


def downgrade():
    with op.batch_alter_table("classroom") as table:
        table.drop_column("holds")
