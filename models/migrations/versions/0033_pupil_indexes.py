"""A pupil's line is read from indexes alone

What the end of a pupil's row is reckoned from lies on one page each of three indexes; the table's
rows lie on as many pages as there were lessons.

Revision ID: 0033_pupil_indexes
Revises: 0032_acknowledgements
"""

from alembic import op

revision = "0033_pupil_indexes"
down_revision = "0032_acknowledgements"
branch_labels = None
depends_on = None

OF_A_MARK = ["journal_id", "student_id", "cell_id", "position", "counted", "counts", "work_kind_id"]


def upgrade():
    op.drop_index("ix_cell_journal_student", "cell")
    op.create_index("ix_cell_pupil", "cell", ["journal_id", "student_id", "column_id"])
    op.create_index("ix_mark_pupil", "mark", OF_A_MARK)
    op.drop_index("ix_attendance_journal", "attendance")
    of_a_miss = ["journal_id", "student_id", "lesson_id", "code"]
    op.create_index("ix_attendance_pupil", "attendance", of_a_miss)


def downgrade():
    raise NotImplementedError("Klass goes back by restoring a copy, not by downgrading")
