"""What the migrations build is what the models expect."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import upgrade

from models.base import db


def test_an_upgraded_empty_database_has_the_models_tables(app):
    with app.app_context():
        db.drop_all()
        upgrade()
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": False})
            difference = compare_metadata(context, db.metadata)
    assert difference == []
