"""Checks of accuracy

Revision ID: 0132_accuracy
Revises: 0131_reminders
"""

import sqlalchemy as sa
from alembic import op

revision = "0132_accuracy"
down_revision = "0131_reminders"
branch_labels = None
depends_on = None


def _key(table, column, to):
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade():
    op.create_table(
        "accuracy_check",
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        _key("accuracy_check", "made_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accuracy_check")),
    )
    op.create_table(
        "accuracy_item",
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("journal_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=True),
        sa.Column("student_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(160), nullable=False),
        sa.Column("stands", sa.String(40), nullable=False),
        sa.Column("operator", sa.String(200), nullable=False),
        sa.Column("matches", sa.Boolean(), nullable=True),
        sa.Column("deviation", sa.String(300), nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("compared_by", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        _key("accuracy_item", "check_id", "accuracy_check"),
        _key("accuracy_item", "journal_id", "journal"),
        _key("accuracy_item", "lesson_id", "lesson"),
        _key("accuracy_item", "student_id", "student"),
        _key("accuracy_item", "compared_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accuracy_item")),
    )
    op.create_index(op.f("ix_accuracy_item_check_id"), "accuracy_item", ["check_id"])


def downgrade():
    op.drop_index(op.f("ix_accuracy_item_check_id"), "accuracy_item")
    op.drop_table("accuracy_item")
    op.drop_table("accuracy_check")
