"""Notices, sheets of acquaintance and who has read them

Revision ID: 0141_notices
Revises: 0140_documents
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0141_notices"
down_revision = "0140_documents"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade():
    op.create_table(
        "notice",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.String(length=6000), nullable=False),
        sa.Column("roles", JSON, nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("annulled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_notice_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_notice_made_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["school_order.id"], name=op.f("fk_notice_order_id_school_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index(op.f("ix_notice_document_id"), "notice", ["document_id"])
    op.create_index(op.f("ix_notice_order_id"), "notice", ["order_id"])

    op.create_table(
        "notice_read",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_notice_read_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_notice_read_notice_id_notice")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notice_read_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_read")),
        sa.UniqueConstraint(
            "notice_id", "person_id", name=op.f("uq_notice_read_notice_id_person_id")
        ),
    )
    op.create_index(op.f("ix_notice_read_person_id"), "notice_read", ["person_id"])

    op.create_table(
        "notice_reader",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_notice_reader_notice_id_notice")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notice_reader_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_reader")),
        sa.UniqueConstraint(
            "notice_id", "person_id", name=op.f("uq_notice_reader_notice_id_person_id")
        ),
    )
    op.create_index(op.f("ix_notice_reader_person_id"), "notice_reader", ["person_id"])


def downgrade():
    op.drop_index(op.f("ix_notice_reader_person_id"), "notice_reader")

    op.drop_table("notice_reader")
    op.drop_index(op.f("ix_notice_read_person_id"), "notice_read")

    op.drop_table("notice_read")
    op.drop_index(op.f("ix_notice_order_id"), "notice")
    op.drop_index(op.f("ix_notice_document_id"), "notice")

    op.drop_table("notice")
