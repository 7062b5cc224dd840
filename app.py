"""Klass: the settings and the application, wired together. Nothing else lives here."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from models.environment import Settings, WrongSetting

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["Settings", "WrongSetting", "create_app"]
HERE = Path(__file__).parent


def create_app(settings: Settings | None = None) -> "Flask":
    """The application for these settings (the environment's by default).

    Imports stand here so that the supervisor and the schedule, which need only the settings,
    stay small.
    """
    from flask import Flask
    from flask_migrate import Migrate
    from werkzeug.middleware.proxy_fix import ProxyFix

    import blueprints
    from jobs import commands
    from models import clock, copy_key, engine, mappers
    from models.access import seal
    from models.audit import recorder
    from models.base import db
    from models.closed import is_closed

    settings = settings or Settings.from_env()
    seal.configure((settings.secret_key, *settings.former_keys))
    copy_key.configure(settings.copies_key)
    clock.configure(settings.zone, settings.data, settings.now)
    app = Flask(__name__)
    _configure(app, settings)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    if settings.proxy:  # it brings TLS, and says who came and how
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)
    mappers.load()
    db.init_app(app)
    Migrate(app, db, directory=str(HERE / "models" / "migrations"), render_as_batch=True)
    with app.app_context():
        engine.prepare(db.engine, partial(is_closed, settings.data))
        recorder.attach()
    blueprints.register_rooms(app)
    commands.register(app)
    return app


def _configure(app: "Flask", settings: Settings) -> None:
    from models import engine
    from models.access import session

    app.config.update(
        KLASS=settings,
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=[*reversed(settings.former_keys)],  # the newest last
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine.options(settings.database_url),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.proxy,
        SESSION_COOKIE_NAME="__Host-klass" if settings.proxy else "klass",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=session.MOST_DAYS * 86400,  # its row in the database ends it
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=24 * 1024 * 1024,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
    )
