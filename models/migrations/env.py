"""How Alembic reaches the database: through the application's own engine."""

from alembic import context
from sqlalchemy import JSON

from models import engine as engines
from models.base import UTCDateTime, db
from models.session import recorded


def render_item(kind, item, autogen):
    """Write our column types as plain ones, so that old migrations never import the models."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JSON):
        autogen.imports.add("from sqlalchemy.dialects.postgresql import JSONB")
        return 'sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")'
    return False


def run() -> None:
    """Upgrade in one transaction. A migration changes how rows are kept, not what they say:
    it needs no entries."""
    engines.reach(db.engine.url.render_as_string(hide_password=False))
    with engines.writing(), recorded(), db.engine.connect() as connection:
        engines.loosen(connection)
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=render_item,
            render_as_batch=True,
            compare_type=False,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
