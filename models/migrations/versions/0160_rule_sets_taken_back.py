"""Numbers of the school that have not begun can be taken back; their day is free for others

Revision ID: 0160_rule_sets_taken_back
Revises: 0156_official_snapshots
"""

import sqlalchemy as sa
from alembic import op

revision = "0160_rule_sets_taken_back"
down_revision = "0156_official_snapshots"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("rule_set") as table:
        table.add_column(sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True))
        table.drop_constraint(op.f("uq_rule_set_from_date"), type_="unique")


def downgrade():
    op.execute(sa.text("DELETE FROM rule_set WHERE taken_back_at IS NOT NULL"))
    with op.batch_alter_table("rule_set") as table:
        table.create_unique_constraint(op.f("uq_rule_set_from_date"), ["from_date"])
        table.drop_column("taken_back_at")
