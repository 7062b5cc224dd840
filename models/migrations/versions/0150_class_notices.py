"""Notices to a class: whose families, and until which day they are shown

Revision ID: 0150_class_notices
Revises: 0141_notices
"""

import sqlalchemy as sa
from alembic import op

revision = "0150_class_notices"
down_revision = "0141_notices"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("notice") as batch:
        batch.add_column(sa.Column("class_group_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("shown_until", sa.Date(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_notice_class_group_id_class_group"), "class_group", ["class_group_id"], ["id"]
        )
        batch.create_index(op.f("ix_notice_class_group_id"), ["class_group_id"])


def downgrade():
    with op.batch_alter_table("notice") as batch:
        batch.drop_index(op.f("ix_notice_class_group_id"))
        batch.drop_constraint(op.f("fk_notice_class_group_id_class_group"), type_="foreignkey")
        batch.drop_column("shown_until")
        batch.drop_column("class_group_id")
