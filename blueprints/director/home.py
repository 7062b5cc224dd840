"""The director's home: is the school in time, and where not."""

from flask import render_template


def home():
    """The control picture."""
    return render_template("rooms/director/home.html")
