"""Movement of pupils by order; certificates, encouragements, brought marks

Revision ID: 0050_movement
Revises: 0032_acknowledgements
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0050_movement"
down_revision = "0040_calendar"
branch_labels = None
depends_on = None

_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def _refers(table, column, other):
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def _entered(table):
    """Who entered a row and who took it back: what every paper of the office has."""
    return [
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("annulled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("annulled_by", sa.Integer(), nullable=True),
        sa.Column("annulled_why", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        _refers(table, "entered_by", "account"),
        _refers(table, "annulled_by", "account"),
        _refers(table, "student_id", "student"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def upgrade():
    with op.batch_alter_table("enrolment") as table:
        table.drop_constraint("uq_enrolment_student_id_from_date", type_="unique")
        table.create_index("ix_enrolment_student_from", ["student_id", "from_date"])
    with op.batch_alter_table("membership") as table:
        table.drop_constraint(
            "uq_membership_study_group_id_student_id_from_date", type_="unique"
        )
        table.create_index(
            "ix_membership_group_student", ["study_group_id", "student_id", "from_date"]
        )
    op.create_table(
        "leave",
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("leave", "student_id", "student"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
    )
    op.create_index("ix_leave_student_from", "leave", ["student_id", "from_date"])
    op.create_table(
        "movement",
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("enrolment_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("did", _JSON, nullable=False),
        _refers("movement", "order_id", "school_order"),
        _refers("movement", "enrolment_id", "enrolment"),
        *_entered("movement"),
    )
    op.create_index("ix_movement_student_day", "movement", ["student_id", "on_date"])
    for column in ("order_id", "on_date", "enrolment_id"):
        op.create_index(f"ix_movement_{column}", "movement", [column])
    op.create_table(
        "encouragement",
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=False),
        *_entered("encouragement"),
    )
    op.create_index("ix_encouragement_student_day", "encouragement", ["student_id", "on_date"])
    op.create_table(
        "certificate",
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("turned", _JSON, nullable=False),
        *_entered("certificate"),
    )
    op.create_index("ix_certificate_student_from", "certificate", ["student_id", "from_date"])
    op.create_table(
        "brought_mark",
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("shown", sa.String(length=8), nullable=False),
        sa.Column("counted", sa.Numeric(3, 1), nullable=True),
        sa.Column("document", sa.String(length=80), nullable=False),
        _refers("brought_mark", "course_id", "course"),
        *_entered("brought_mark"),
    )
    op.create_index("ix_brought_mark_student_day", "brought_mark", ["student_id", "on_date"])


def downgrade():
    raise NotImplementedError("Klass goes back by restoring a copy, not by downgrading")
