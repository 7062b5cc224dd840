"""Slips with codes in the tests' hands."""

from tests.visitor import Visitor

PASSWORD = "Сирень и 42 кота"


def of_class(cast, name: str = "5-А", room: str = "administrator/access/classes") -> str:
    """The page on which codes of a class are issued."""
    return f"/{room}/{cast.classes[name]}/"


def enter(app, slip: dict, **typed):
    """A first sign-in with a slip: (the visitor, the answer)."""
    data = {"login": slip["login"], "code": slip["code"], "password": PASSWORD, "rules": "1"}
    data |= {"again": PASSWORD} | typed
    visitor = Visitor(app)
    return visitor, visitor.post("/activation", data)
