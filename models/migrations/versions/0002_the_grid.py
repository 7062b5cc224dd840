"""The grid: kinds of marks, remarks, marks of every period, stamps for live pages

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "ground",
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ground")),
    )
    op.create_table(
        "remark",
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("journal_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_remark_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["journal_id"], ["journal.id"], name=op.f("fk_remark_journal_id_journal")
        ),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lesson.id"], name=op.f("fk_remark_lesson_id_lesson")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.id"], name=op.f("fk_remark_student_id_student")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
        sa.UniqueConstraint(
            "lesson_id", "student_id", name=op.f("uq_remark_lesson_id_student_id")
        ),
    )
    op.create_index("ix_remark_student", "remark", ["student_id"])
    op.create_index("ix_remark_journal", "remark", ["journal_id"])
    _add("journal", "layout", sa.Integer(), "1")
    _add("work_kind", "offered", sa.Boolean(), sa.true())
    _add("lesson", "stamp", sa.Integer(), "0")
    _add("cell", "stamp", sa.Integer(), "0")
    op.create_index("ix_cell_journal_stamp", "cell", ["journal_id", "stamp"])
    op.add_column("lesson", sa.Column("paper_on", sa.Date(), nullable=True))
    op.add_column("write_key", sa.Column("request_id", sa.String(length=40), nullable=True))
    _marks()
    _term_marks()


def _add(table, column, kind, default):
    op.add_column(table, sa.Column(column, kind, nullable=False, server_default=default))


def _marks():
    _add("mark", "kind", sa.String(length=8), "answer")
    _add("mark", "counts", sa.Boolean(), sa.true())
    with op.batch_alter_table("mark") as mark:
        mark.add_column(sa.Column("work_kind_id", sa.Integer(), nullable=True))
        mark.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        mark.create_foreign_key(
            op.f("fk_mark_work_kind_id_work_kind"), "work_kind", ["work_kind_id"], ["id"]
        )
        mark.drop_column("weight")


def _term_marks():
    with op.batch_alter_table("term_mark") as term_mark:
        term_mark.add_column(sa.Column("period", sa.String(length=12), nullable=True))
        term_mark.add_column(sa.Column("comment", sa.String(length=200), nullable=True))
    _add("term_mark", "stamp", sa.Integer(), "0")
    op.execute("UPDATE term_mark SET period = 't' || term_id")
    with op.batch_alter_table("term_mark") as term_mark:
        term_mark.alter_column("period", existing_type=sa.String(length=12), nullable=False)
        term_mark.alter_column("term_id", existing_type=sa.Integer(), nullable=True)
        term_mark.drop_constraint(
            op.f("uq_term_mark_journal_id_term_id_student_id"), type_="unique"
        )
        term_mark.create_unique_constraint(
            op.f("uq_term_mark_journal_id_student_id_period"),
            ["journal_id", "student_id", "period"],
        )
    op.create_index("ix_term_mark_journal_stamp", "term_mark", ["journal_id", "stamp"])


def downgrade():
    raise NotImplementedError("Klass goes back by restoring a copy, not by downgrading")
