"""Changes of a day of every kind, with the absence that made them

Revision ID: 0060_changes_of_a_day
Revises: 0040_calendar
"""

import sqlalchemy as sa
from alembic import op

revision = "0060_changes_of_a_day"
down_revision = "0050_movement"
branch_labels = None
depends_on = None

_REFERS = {
    "study_group_id": "study_group",
    "course_id": "course",
    "joined_slot_id": "lesson_slot",
    "classroom_id": "classroom",
    "absence_id": "teacher_absence",
}


def upgrade():
    op.create_table(
        "teacher_absence",
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_teacher_absence_employee_id_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teacher_absence")),
    )
    op.create_index(op.f("ix_teacher_absence_employee_id"), "teacher_absence", ["employee_id"])
    with op.batch_alter_table("substitution") as table:
        table.alter_column("slot_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(
            sa.Column("kind", sa.String(length=10), nullable=False, server_default="replaced")
        )
        table.add_column(sa.Column("number", sa.Integer(), nullable=True))
        table.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        for column, other in _REFERS.items():
            table.add_column(sa.Column(column, sa.Integer(), nullable=True))
            table.create_foreign_key(
                op.f(f"fk_substitution_{column}_{other}"), other, [column], ["id"]
            )
    op.execute("UPDATE substitution SET kind = 'cancelled' WHERE employee_id IS NULL")
    with op.batch_alter_table("substitution") as table:
        table.alter_column("kind", existing_type=sa.String(length=10), server_default=None)
    with op.batch_alter_table("lesson") as table:
        table.add_column(sa.Column("substitution_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_lesson_substitution_id_substitution"),
            "substitution",
            ["substitution_id"],
            ["id"],
        )
        table.create_unique_constraint(op.f("uq_lesson_substitution_id"), ["substitution_id"])


def downgrade():
    raise NotImplementedError("Klass goes back by restoring a copy, not by downgrading")
