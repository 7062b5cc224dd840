"""The command line: `flask <group> <verb>`. Exit codes: 0 done, 1 refused, 2 wrong usage."""

from flask import Flask


def register(app: Flask) -> None:
    """Put every group on the app."""
    from jobs.commands import account, audit, backup, demo, school

    for group in (account.account, audit.audit, backup.backup, demo.demo, school.school):
        app.cli.add_command(group)
