"""Acts of removal, their extracts, hashes of the entries that went

Revision ID: 0125_removal_acts
Revises: 0100_audit_blocks
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0125_removal_acts"
down_revision = "0110_rooms_hold"
branch_labels = None
depends_on = None

_JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), "postgresql"
)
_AT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        "removal_act",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("counts", _JSON, nullable=False),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("signed_at", _AT, nullable=True),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.Column("begun_at", _AT, nullable=True),
        sa.Column("done_at", _AT, nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("annulled_at", _AT, nullable=True),
        sa.Column("annulled_by", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [name], ["account.id"], name=op.f(f"fk_removal_act_{name}_account")
            )
            for name in ("made_by", "signed_by", "done_by", "annulled_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal_act")),
        sa.UniqueConstraint("number", name=op.f("uq_removal_act_number")),
    )
    op.create_table(
        "removed_subject",
        sa.Column("act_number", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=120), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removed_subject")),
    )
    op.create_index("ix_removed_subject_act", "removed_subject", ["act_number", "id"])
    op.create_table(
        "removed_entries",
        sa.Column("act_number", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("horizon", _AT, nullable=True),
        sa.Column("removed_at", _AT, nullable=False),
        sa.Column("spans", _JSON, nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removed_entries")),
    )
    for name in ("act_number", "first_id", "last_id"):
        op.create_index(op.f(f"ix_removed_entries_{name}"), "removed_entries", [name])


def downgrade():
    op.drop_table("removed_entries")
    op.drop_table("removed_subject")
    op.drop_table("removal_act")
