"""The open part of the house: the door, health, a fresh CSRF token."""

from datetime import timedelta

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
    """For whoever watches over the school: whether database, Redis and a worker answer and copies
    are proved, part by part; 503 when any is not well. A proxy asks /healthz: an old copy is no
    reason to turn visitors away."""
    from jobs import health
    from models.runs.keeping import PROVEN_WITHIN, alarm
    from models.school.school import school_facts

    redis, database = health.redis_well(), _database_well()
    school = school_facts() if database else None
    within = timedelta(hours=school.rule("proof_hours")) if school else PROVEN_WITHIN
    parts = {
        "database": database,
        "redis": redis,
        "worker": redis and health.worker_well(),  # a worker tells of itself in Redis
        "copies": alarm(current_app.config["KLASS"].data, clock.real_now(), within) is None,
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
