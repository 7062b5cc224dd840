"""Fewer pages for the disk with each key press

The audit's index of runs holds only what runs wrote; keys of writes are forgotten once a night
and need no index for it.

Revision ID: 0006_indexes
Revises: 0005_codes
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_indexes"
down_revision = "0005_codes"
branch_labels = None
depends_on = None


def upgrade():
    op.drop_index("ix_write_key_expires_at", "write_key")
    op.drop_index("ix_audit_entry_run_id", "audit_entry")
    of_runs = sa.text("run_id IS NOT NULL")
    op.create_index(
        "ix_audit_entry_run_id",
        "audit_entry",
        ["run_id"],
        sqlite_where=of_runs,
        postgresql_where=of_runs,
    )


def downgrade():
    raise NotImplementedError("Klass goes back by restoring a copy, not by downgrading")
