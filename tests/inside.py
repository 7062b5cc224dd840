"""The school from inside: the domain used directly, and somebody let in without the door."""

from models import engine
from models.access.session import start_session
from models.audit.author import system
from models.base import db
from models.people.account import Account
from tests.visitor import Visitor


class InSchool:
    """A context in which the domain is used directly, as the program itself."""

    def __init__(self, app):
        self.app = app

    def __enter__(self):
        self.context = self.app.app_context()
        self.context.push()
        self.writing = engine.writing()
        self.writing.__enter__()
        db.session.info["author"] = system("a test")
        return db.session

    def __exit__(self, *error):
        db.session.rollback()
        db.session.remove()
        self.writing.__exit__(*error)
        self.context.pop()


def let_in(app, login: str) -> Visitor:
    """Somebody of the school, signed in."""
    with app.app_context(), engine.writing():
        account = db.session.query(Account).filter_by(login=login).one()
        token = start_session(account, "127.0.0.1", "тест")
        db.session.commit()
    return Visitor(app, token)
