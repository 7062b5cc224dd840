"""Hot statements run on the driver and pass the audit's guard by: those that write stand in few
named places, and none but the ledger touches what the audit holds."""

import ast
import importlib

from models.audit.recorder import AUDITED
from models.hot import Hot
from tests.architecture.test_house import ROOT, python_files

LEDGER = "models.audit.ledger"  # writes each row with its entry
WRITING = {
    f"{LEDGER}._INSERT_ENTRY": "the entries themselves",
    "models.access.write_key._INSERT": "keys of writes are no part of the audit",
    "models.journal.entry._TOUCH": "the lock of a cell and its stamp",
    "models.journal.journal._RAISE": "the version of a journal",
}
OWN_DRIVER = {  # who takes the driver's own connection
    "models/base.py": "finds it",
    "models/hot.py": "runs hot statements",
    "models/engine.py": "prepares connections; lines and forced writes of SQLite",
}


def hot_calls(file):
    """(whether it is a name of the module, the call) of every Hot made in a file."""
    tree = ast.parse(file.read_text())
    named = {node.value for node in tree.body if isinstance(node, ast.Assign)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Hot":
            yield node in named, node


def hot_statements() -> dict[str, Hot]:
    """Every hot statement of a module, by its name."""
    found = {}
    for file in python_files("models", "blueprints", "jobs"):
        if any(hot_calls(file)):
            name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            values = vars(importlib.import_module(name)).items()
            found |= {f"{name}.{key}": value for key, value in values if isinstance(value, Hot)}
    return found


def test_hot_statements_are_names_of_their_modules_but_for_the_ledgers():
    for file in python_files("models", "blueprints", "jobs"):
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for is_named, call in hot_calls(file):
            assert is_named or name == LEDGER, f"{file}:{call.lineno}: {ast.unparse(call)}"


def test_hot_statements_that_write_stand_only_where_they_are_named():
    writing = {n for n, hot in hot_statements().items() if not hot._statement.is_select}
    assert writing == set(WRITING)


def test_what_the_audit_holds_is_written_hot_by_the_ledger_alone(app):
    for name in set(WRITING) - {f"{LEDGER}._INSERT_ENTRY"}:
        hot = hot_statements()[name]
        model = AUDITED.get(hot._statement.table.name)
        if model is None:
            continue
        assert hot._statement.is_update, f"{name} makes or deletes rows that have entries"
        columns = set(hot._columns or ()) | {str(c) for c in hot._statement._values or ()}
        assert columns and columns <= model.__unaudited__, f"{name}: {columns}"


def test_nobody_else_takes_the_drivers_own_connection():
    takes = ("driver_line", "dbapi_connection", "driver_connection", "raw_connection")
    found = set()
    for file in python_files("models", "blueprints", "jobs"):
        names = {
            node.attr if isinstance(node, ast.Attribute) else node.id
            for node in ast.walk(ast.parse(file.read_text()))
            if isinstance(node, ast.Attribute | ast.Name)
        }
        if names & set(takes):
            found.add(str(file.relative_to(ROOT)))
    assert found == set(OWN_DRIVER)
