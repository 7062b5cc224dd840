"""Applications, consents and what ends them

Families that have an account keep it, but it opens no diary until their application and consent
are entered (clause 4.4).

Revision ID: 0004_papers
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004_papers"
down_revision = "0003"
branch_labels = None
depends_on = None


def _refers(table, column, other):
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def upgrade():
    op.create_table(
        "family_paper",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("annulled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("annulled_by", sa.Integer(), nullable=True),
        sa.Column("annulled_why", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("family_paper", "person_id", "person"),
        _refers("family_paper", "student_id", "student"),
        _refers("family_paper", "entered_by", "account"),
        _refers("family_paper", "annulled_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_paper")),
    )
    op.create_index("ix_family_paper_person_id", "family_paper", ["person_id"])
    op.create_index(
        "ix_family_paper_whose", "family_paper", ["student_id", "person_id", "kind"]
    )
    op.create_table(
        "paper_file",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stored", sa.String(length=64), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("paper_file", "paper_id", "family_paper"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_file")),
        sa.UniqueConstraint("stored", name=op.f("uq_paper_file_stored")),
    )
    op.create_index("ix_paper_file_paper_id", "paper_file", ["paper_id"])


def downgrade():
    raise NotImplementedError("Klass goes back by restoring a copy, not by downgrading")
