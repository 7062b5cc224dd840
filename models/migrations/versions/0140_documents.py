"""Registers of the school's documents

Revision ID: 0140_documents
Revises: 0100_audit_blocks
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0140_documents"
down_revision = "0133_studied_elsewhere"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade():
    op.create_table(
        "document",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("sort", sa.String(length=16), nullable=False),
        sa.Column("party", sa.String(length=200), nullable=False),
        sa.Column("text", sa.String(length=6000), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("from_date", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("figures", JSON, nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("annulled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("annulled_by", sa.Integer(), nullable=True),
        sa.Column("annulled_why", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["amends_id"], ["document.id"], name=op.f("fk_document_amends_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["annulled_by"], ["account.id"], name=op.f("fk_document_annulled_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["account.id"], name=op.f("fk_document_entered_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["school_order.id"], name=op.f("fk_document_order_id_school_order")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_document_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_index("ix_document_kind_on_date", "document", ["kind", "on_date"])
    op.create_index(op.f("ix_document_person_id"), "document", ["person_id"])

    op.create_table(
        "document_file",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stored", sa.String(length=64), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_file_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_file")),
        sa.UniqueConstraint("stored", name=op.f("uq_document_file_stored")),
    )
    op.create_index(op.f("ix_document_file_document_id"), "document_file", ["document_id"])

    op.create_table(
        "document_scope",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("class_group_id", sa.Integer(), nullable=True),
        sa.Column("study_group_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_group_id"],
            ["class_group.id"],
            name=op.f("fk_document_scope_class_group_id_class_group"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_scope_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["study_group_id"],
            ["study_group.id"],
            name=op.f("fk_document_scope_study_group_id_study_group"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_scope")),
        sa.UniqueConstraint(
            "document_id",
            "class_group_id",
            "study_group_id",
            name=op.f("uq_document_scope_document_id_class_group_id_study_group_id"),
        ),
    )
    op.create_table(
        "document_step",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_step_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["done_by"], ["account.id"], name=op.f("fk_document_step_done_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_step")),
        sa.UniqueConstraint("document_id", "step", name=op.f("uq_document_step_document_id_step")),
    )
    op.create_index(op.f("ix_document_step_due_on"), "document_step", ["due_on"])


def downgrade():
    op.drop_index(op.f("ix_document_step_due_on"), "document_step")

    op.drop_table("document_step")
    op.drop_table("document_scope")
    op.drop_index(op.f("ix_document_file_document_id"), "document_file")

    op.drop_table("document_file")
    op.drop_index(op.f("ix_document_person_id"), "document")
    op.drop_index("ix_document_kind_on_date", "document")

    op.drop_table("document")
