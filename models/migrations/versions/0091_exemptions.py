"""Exemptions from blame, and explanations of findings

Revision ID: 0091_exemptions
Revises: 0090_rule_sets
"""

import sqlalchemy as sa
from alembic import op

revision = "0091_exemptions"
down_revision = "0090_rule_sets"
branch_labels = None
depends_on = None


def _refers(table, column, other):
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def upgrade():
    op.create_table(
        "exemption",
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("class_group_id", sa.Integer(), nullable=True),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("annulled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("annulled_by", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("exemption", "person_id", "person"),
        _refers("exemption", "class_group_id", "class_group"),
        _refers("exemption", "account_id", "account"),
        _refers("exemption", "annulled_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption")),
    )
    op.create_index(op.f("ix_exemption_person_id"), "exemption", ["person_id"])
    op.create_table(
        "explanation",
        sa.Column("rule", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("explanation", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_explanation")),
        sa.UniqueConstraint(
            "rule", "key", "person_id", name=op.f("uq_explanation_rule_key_person_id")
        ),
    )
    op.create_index(op.f("ix_explanation_person_id"), "explanation", ["person_id"])


def downgrade():
    op.drop_table("explanation")
    op.drop_table("exemption")
