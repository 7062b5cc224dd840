"""The administrator's home: what is overdue."""

from flask import render_template


def home():
    """Links to the work."""
    return render_template("rooms/administrator/home.html")
