"""From which day on a study group or a room is there no more

Revision ID: 0155_closed_places
Revises: 0150_class_notices
"""

import sqlalchemy as sa
from alembic import op

revision = "0155_closed_places"
down_revision = "0150_class_notices"
branch_labels = None
depends_on = None


def upgrade():
    for name in ("study_group", "classroom"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("closed_from", sa.Date(), nullable=True))


def downgrade():
    for name in ("classroom", "study_group"):
        with op.batch_alter_table(name) as table:
            table.drop_column("closed_from")
