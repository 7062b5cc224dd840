"""Who waits at which door, and who was let in before their time

Revision ID: 0010_doors
Revises: 0006_indexes
"""

import sqlalchemy as sa
from alembic import op

revision = "0010_doors"
down_revision = "0006_indexes"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("DELETE FROM knock")  # who counts there has waited long enough
    with op.batch_alter_table("knock") as knock:
        knock.add_column(
            sa.Column("door", sa.String(length=10), nullable=False, server_default="password")
        )
        knock.add_column(
            sa.Column("address", sa.String(length=60), nullable=False, server_default="")
        )
    op.create_table(
        "door_release",
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], ["account.id"], name=op.f(f"fk_door_release_{column}_account")
            )
            for column in ("account_id", "released_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_release")),
    )


def downgrade():
    raise NotImplementedError("Klass goes back by restoring a copy, not by downgrading")
