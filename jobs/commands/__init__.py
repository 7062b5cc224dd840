"""The command line: `flask <group> <verb>`."""

from flask import Flask


def register(app: Flask) -> None:
    """Put every group on the app."""
