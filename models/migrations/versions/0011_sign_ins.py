"""When a sign-in was last used and until when it lives; when a password was changed

Revision ID: 0011_sign_ins
Revises: 0010_doors
"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0011_sign_ins"
down_revision = "0010_doors"
branch_labels = None
depends_on = None

SESSION = sa.table(
    "account_session",
    sa.column("id", sa.Integer),
    sa.column("started_at", sa.DateTime(timezone=True)),
    sa.column("seen_at", sa.DateTime(timezone=True)),
    sa.column("expires_at", sa.DateTime(timezone=True)),
)
FORMER_AGE = timedelta(hours=14)


def upgrade():
    moment = sa.DateTime(timezone=True)
    op.add_column("account", sa.Column("password_changed_at", moment, nullable=True))
    with op.batch_alter_table("account_session") as table:
        table.add_column(sa.Column("seen_at", moment, nullable=True))
        table.add_column(sa.Column("expires_at", moment, nullable=True))
    base = op.get_bind()
    for row in base.execute(sa.select(SESSION.c.id, SESSION.c.started_at)).all():
        base.execute(
            sa.update(SESSION)
            .where(SESSION.c.id == row.id)
            .values(seen_at=row.started_at, expires_at=row.started_at + FORMER_AGE)
        )
    with op.batch_alter_table("account_session") as table:
        for name in ("seen_at", "expires_at"):
            table.alter_column(name, existing_type=moment, nullable=False)
    op.create_index(op.f("ix_account_session_started_at"), "account_session", ["started_at"])


def downgrade():
    raise NotImplementedError("Klass goes back by restoring a copy, not by downgrading")
