"""What the director asks about late filling

Revision ID: 0092_inquiries
Revises: 0091_exemptions
"""

import sqlalchemy as sa
from alembic import op

revision = "0092_inquiries"
down_revision = "0091_exemptions"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "inquiry",
        sa.Column("about", sa.String(length=120), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(length=1000), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["account.id"], name=op.f("fk_inquiry_asked_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["account.id"], name=op.f("fk_inquiry_answered_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
    )


def downgrade():
    op.drop_table("inquiry")
