"""HTTP: the doors of the house."""

from flask import Flask

from blueprints import (
    closed,
    compression,
    entrance,
    errors,
    everybody,
    incoming,
    log,
    presence,
    presentation,
    security,
)
from blueprints.administrator.routes import administrator
from blueprints.auth import lock
from blueprints.auth.routes import auth
from blueprints.deputy_head.routes import deputy_head
from blueprints.director.routes import director
from blueprints.dispatcher.routes import dispatcher
from blueprints.inspector.routes import inspector
from blueprints.operator.routes import operator
from blueprints.parent.routes import parent
from blueprints.secretary.routes import secretary
from blueprints.student.routes import student
from blueprints.teacher.routes import teacher

OFFICE = (director, administrator, deputy_head, secretary, dispatcher, inspector)
ROOMS = (*OFFICE, operator, teacher, parent, student)
for room in ROOMS:
    everybody.furnish(room)


def register_rooms(app: Flask) -> None:
    """Put security, error pages, the entrance and every room on the app."""
    log.attach(app)
    incoming.attach(app)
    security.attach(app)
    presence.attach(app)
    lock.attach(app)
    closed.attach(app)
    errors.attach(app)
    presentation.attach(app)
    compression.attach(app)
    app.register_blueprint(entrance.entrance)
    app.register_blueprint(auth)
    for room in ROOMS:
        app.register_blueprint(room)
