"""Loads every model, so that the mapper, migrations and audit know all tables."""

from importlib import import_module

MODULES = (
    "models.access.blocking",
    "models.access.invitation",
    "models.access.door_policy",
    "models.access.knock",
    "models.access.pace",
    "models.access.release",
    "models.access.second_factor",
    "models.access.session",
    "models.access.viewing",
    "models.access.write_key",
    "models.audit.block",
    "models.audit.entry",
    "models.control.policy",
    "models.control.snapshot",
    "models.exchange.decision",
    "models.exchange.policy",
    "models.exchange.upload",
    "models.ground",
    "models.journal.cell",
    "models.journal.change_words",
    "models.journal.journal",
    "models.journal.lesson",
    "models.journal.policy",
    "models.journal.settings_words",
    "models.journal.term_mark",
    "models.office.code_issuer",
    "models.office.order",
    "models.office.order_policy",
    "models.office.paper",
    "models.office.paper_file",
    "models.office.policy",
    "models.office.right_request",
    "models.office.stops",
    "models.office.viewing_policy",
    "models.people.account",
    "models.people.employee",
    "models.people.guardian",
    "models.people.person",
    "models.people.student",
    "models.runs.policy",
    "models.runs.run",
    "models.school.calendar",
    "models.school.groups",
    "models.school.policy",
    "models.school.school",
    "models.school.subject",
    "models.school.teaching",
    "models.school.timetable",
)


def load() -> None:
    """Import every module that declares a table or a policy, or tells changes in words."""
    for name in MODULES:
        import_module(name)
