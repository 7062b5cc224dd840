"""Who looked at whose data

Revision ID: 0030_viewings
Revises: 0021_right_requests
"""

import sqlalchemy as sa
from alembic import op

revision = "0030_viewings"
down_revision = "0021_right_requests"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "viewing",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("school_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("hat", sa.String(length=20), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("class_group_id", sa.Integer(), nullable=True),
        sa.Column("detail", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_viewing_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_viewing")),
    )
    op.create_index("ix_viewing_person", "viewing", ["person_id", "id"])
    op.create_index("ix_viewing_class_group", "viewing", ["class_group_id", "id"])
    op.create_index("ix_viewing_account", "viewing", ["account_id", "at"])


def downgrade():
    raise NotImplementedError("Klass goes back by restoring a copy, not by downgrading")
