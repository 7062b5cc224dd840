"""A session that is covered until the password is given again

Revision ID: 0012_locks
Revises: 0011_sign_ins
"""

import sqlalchemy as sa
from alembic import op

revision = "0012_locks"
down_revision = "0011_sign_ins"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column(
        "account_session", sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade():
    raise NotImplementedError("Klass goes back by restoring a copy, not by downgrading")
