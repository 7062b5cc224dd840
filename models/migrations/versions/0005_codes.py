"""The register of issued codes, blockings, who may issue, when the rules were accepted

Revision ID: 0005_codes
Revises: 0004_papers
"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0005_codes"
down_revision = "0004_papers"
branch_labels = None
depends_on = None

INVITATION = sa.table(
    "invitation",
    sa.column("id", sa.Integer),
    sa.column("issued_at", sa.DateTime(timezone=True)),
    sa.column("expires_at", sa.DateTime(timezone=True)),
)
FORMER_VALIDITY = timedelta(days=30)


def _refers(table, column, other):
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def upgrade():
    op.add_column(
        "account", sa.Column("rules_accepted_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "guardianship",
        sa.Column("basis", sa.String(length=200), nullable=False, server_default=""),
    )
    _invitations()
    _blockings()
    _issuers()


def _invitations():
    with op.batch_alter_table("invitation") as invitation:
        for name, kind, default in (
            ("audience", sa.String(length=8), "staff"),
            ("delivery", sa.String(length=8), ""),
        ):
            invitation.add_column(sa.Column(name, kind, nullable=False, server_default=default))
        for name, kind in (
            ("class_group_id", sa.Integer()),
            ("student_id", sa.Integer()),
            ("handed_by", sa.Integer()),
            ("handed_on", sa.Date()),
            ("expires_at", sa.DateTime(timezone=True)),
        ):
            invitation.add_column(sa.Column(name, kind, nullable=True))
        for column, other in (
            ("class_group_id", "class_group"),
            ("student_id", "student"),
            ("handed_by", "account"),
        ):
            invitation.create_foreign_key(
                op.f(f"fk_invitation_{column}_{other}"), other, [column], ["id"]
            )
    op.create_index("ix_invitation_class_group_id", "invitation", ["class_group_id"])
    base = op.get_bind()
    for row in base.execute(sa.select(INVITATION.c.id, INVITATION.c.issued_at)).all():
        base.execute(
            sa.update(INVITATION)
            .where(INVITATION.c.id == row.id)
            .values(expires_at=row.issued_at + FORMER_VALIDITY)
        )
    with op.batch_alter_table("invitation") as invitation:
        invitation.alter_column(
            "expires_at", existing_type=sa.DateTime(timezone=True), nullable=False
        )


def _blockings():
    op.create_table(
        "blocking",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_by", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.Integer(), nullable=True),
        sa.Column("lifted_why", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("blocking", "account_id", "account"),
        _refers("blocking", "blocked_by", "account"),
        _refers("blocking", "lifted_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocking")),
    )
    op.create_index("ix_blocking_account_id", "blocking", ["account_id"])


def _issuers():
    op.create_table(
        "code_issuer",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("code_issuer", "person_id", "person"),
        _refers("code_issuer", "granted_by", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_issuer")),
    )
    op.create_index("ix_code_issuer_person_id", "code_issuer", ["person_id"])


def downgrade():
    raise NotImplementedError("Klass goes back by restoring a copy, not by downgrading")
