"""Plans of topics, material of lessons, homework of single pupils

Revision ID: 0070_plans
Revises: 0032_acknowledgements
"""

import sqlalchemy as sa
from alembic import op

revision = "0070_plans"
down_revision = "0060_changes_of_a_day"
branch_labels = None
depends_on = None


def _integer(name, nullable=False):
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _text(name, length):
    return sa.Column(name, sa.String(length=length), nullable=False)


def _moment(name, nullable=False):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _table(name, *parts, refers, unique=()):
    columns = [
        sa.ForeignKeyConstraint(
            [column], [f"{other}.id"], name=op.f(f"fk_{name}_{column}_{other}")
        )
        for column, other in refers
    ]
    columns += [
        sa.UniqueConstraint(*group, name=op.f(f"uq_{name}_{'_'.join(group)}")) for group in unique
    ]
    key = sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}"))
    op.create_table(name, *parts, _integer("id"), *columns, key)


def upgrade():
    _plans()
    _bindings()
    _lessons()


def _plans():
    _table(
        "topic_plan",
        _integer("year_id"),
        _integer("course_id"),
        _integer("grade"),
        _text("name", 160),
        _integer("person_id"),
        _moment("made_at"),
        refers=(("year_id", "academic_year"), ("course_id", "course"), ("person_id", "person")),
    )
    op.create_index("ix_topic_plan_person_id", "topic_plan", ["person_id"])
    _table(
        "plan_version",
        _integer("plan_id"),
        _integer("number"),
        sa.Column("from_date", sa.Date(), nullable=False),
        _moment("made_at"),
        _integer("account_id", True),
        refers=(("plan_id", "topic_plan"), ("account_id", "account")),
        unique=(("plan_id", "number"),),
    )
    _table(
        "plan_topic",
        _integer("version_id"),
        _integer("position"),
        _integer("key"),
        _text("section", 160),
        _text("name", 300),
        _integer("hours"),
        _text("homework", 300),
        _integer("term", True),
        refers=(("version_id", "plan_version"),),
        unique=(("version_id", "position"),),
    )


def _bindings():
    _table(
        "plan_binding",
        _integer("plan_id"),
        _integer("journal_id"),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        refers=(("plan_id", "topic_plan"), ("journal_id", "journal")),
        unique=(("journal_id", "from_date"),),
    )
    op.create_index("ix_plan_binding_plan_id", "plan_binding", ["plan_id"])
    json = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), "postgresql")
    _table(
        "sheet_mapping",
        _integer("account_id"),
        _text("head", 64),
        sa.Column("columns", json, nullable=False),
        refers=(("account_id", "account"),),
        unique=(("account_id", "head"),),
    )


def _lessons():
    with op.batch_alter_table("homework") as batch:
        batch.add_column(_integer("minutes", True))
    _table(
        "material_file",
        _text("name", 120),
        _text("kind", 4),
        _integer("size"),
        _text("sha256", 64),
        _text("stored", 64),
        _moment("uploaded_at"),
        refers=(),
        unique=(("stored",),),
    )
    own = (("lesson_id", "lesson"), ("journal_id", "journal"), ("account_id", "account"))
    _table(
        "lesson_material",
        _integer("lesson_id"),
        _integer("journal_id"),
        _text("title", 200),
        _text("url", 500),
        _integer("file_id", True),
        _moment("added_at"),
        _integer("account_id", True),
        _moment("removed_at", True),
        _integer("removed_by", True),
        refers=(*own, ("file_id", "material_file"), ("removed_by", "account")),
    )
    op.create_index("ix_lesson_material_lesson_id", "lesson_material", ["lesson_id"])
    _table(
        "individual_homework",
        _integer("lesson_id"),
        _integer("journal_id"),
        _integer("student_id"),
        _text("text", 1000),
        _moment("entered_at"),
        _integer("account_id", True),
        refers=(*own, ("student_id", "student")),
        unique=(("lesson_id", "student_id"),),
    )
    op.create_index("ix_individual_homework_student_id", "individual_homework", ["student_id"])


def downgrade():
    for table in ("individual_homework", "lesson_material", "material_file", "sheet_mapping"):
        op.drop_table(table)
    for table in ("plan_binding", "plan_topic", "plan_version", "topic_plan"):
        op.drop_table(table)
    with op.batch_alter_table("homework") as batch:
        batch.drop_column("minutes")
