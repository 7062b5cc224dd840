"""The open part of the house: the door, health, a fresh CSRF token."""

from flask import Blueprint, current_app, redirect, url_for
from flask_wtf.csrf import generate_csrf
from sqlalchemy import text

from models import clock
from models.base import db

entrance = Blueprint("entrance", __name__)


@entrance.get("/")
def door():
    return redirect(url_for("auth.rooms"))


@entrance.get("/healthz")
def alive():
    return {"status": "ok"}


@entrance.get("/readyz")
def ready():
    """Whether database, Redis and a worker answer and copies are proved, part by part; 503 when
    any is not well."""
    from jobs import health
    from models.runs.keeping import alarm

    redis = health.redis_well()
    parts = {
        "database": _database_well(),
        "redis": redis,
        "worker": redis and health.worker_well(),  # a worker tells of itself in Redis
        "copies": alarm(current_app.config["KLASS"].data, clock.real_now()) is None,
    }
    status = 200 if all(parts.values()) else 503
    words = {name: "ok" if well else "down" for name, well in parts.items()}
    return {"status": "ok" if status == 200 else "degraded", **words}, status


@entrance.get("/csrf")
def token():
    """A CSRF token for an outbox that has waited long."""
    return current_app.response_class(generate_csrf(), mimetype="text/plain")


def _database_well() -> bool:
    try:
        return db.session.scalar(text("SELECT 1")) == 1
    except Exception:
        current_app.logger.exception("the database does not answer")
        return False
