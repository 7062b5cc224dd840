"""HTTP: the doors of the house."""

from flask import Flask

from blueprints import compression, entrance, errors, everybody, incoming, presentation, security
from blueprints.administrator.routes import administrator
from blueprints.auth.routes import auth
from blueprints.director.routes import director
from blueprints.operator.routes import operator
from blueprints.parent.routes import parent
from blueprints.student.routes import student
from blueprints.teacher.routes import teacher

ROOMS = (director, administrator, operator, teacher, parent, student)
for room in ROOMS:
    everybody.furnish(room)


def register_rooms(app: Flask) -> None:
    """Put security, error pages, the entrance and every room on the app."""
    incoming.attach(app)
    security.attach(app)
    errors.attach(app)
    presentation.attach(app)
    compression.attach(app)
    app.register_blueprint(entrance.entrance)
    app.register_blueprint(auth)
    for room in ROOMS:
        app.register_blueprint(room)
