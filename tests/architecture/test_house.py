"""The house keeps its walls: imports go one way, models never commit, files stay small."""

import ast
from pathlib import Path

import pytest

from models.base import db

ROOT = Path(__file__).parents[2]
STOREYS = ("people", "school", "office", "journal", "control", "exchange", "demo")
OURS = ("app.py", "blueprints", "models", "jobs", "tests")


def python_files(*folders):
    for folder in folders:
        path = ROOT / folder
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


def imported(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def modules_of(file: Path) -> set[str]:
    """Modules of ours that a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            both = ((node.module, f"{node.module}.{alias.name}") for alias in node.names)
            names |= {inner if inner in MODULES else outer for outer, inner in both}
    return names & MODULES.keys()


def _name_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {
    _name_of(file): file
    for file in python_files("app.py", "blueprints", "models", "jobs")
    if "migrations" not in file.parts
}


def test_no_module_imports_itself_by_way_of_others():
    left = {name: modules_of(file) - {name} for name, file in MODULES.items()}
    while ends := {name for name, uses in left.items() if not uses & left.keys()}:
        left = {name: uses for name, uses in left.items() if name not in ends}
    assert not left, "these import each other, or what does"


def test_of_the_jobs_pages_know_only_how_to_start_one_and_how_it_goes():
    for name, file in MODULES.items():
        used = {one for one in modules_of(file) if one.split(".")[0] in ("jobs", "blueprints")}
        if name.startswith("blueprints"):
            known = {"jobs", "jobs.health", "jobs.mail", "jobs.restore"}
            assert {one for one in used if one.startswith("jobs")} <= known, file
        elif name.startswith("jobs"):
            assert not {one for one in used if one.startswith("blueprints")}, file
            assert "app" not in modules_of(file) or name in ("jobs.work", "jobs.web"), file


def test_inside_the_domain_imports_go_from_upper_to_lower_storeys():
    for file in python_files("models"):
        own = file.relative_to(ROOT / "models").parts[0]
        if own not in STOREYS:
            continue
        for name in imported(file):
            parts = name.split(".")
            if parts[0] == "models" and len(parts) > 1 and parts[1] in STOREYS:
                assert STOREYS.index(parts[1]) <= STOREYS.index(own), f"{file}: {name}"


def test_the_domain_knows_no_request_and_no_job():
    for file in python_files("models"):
        if "migrations" in file.parts:
            continue
        for name in imported(file):
            assert name.split(".")[0] not in ("blueprints", "jobs", "app"), f"{file}: {name}"
            assert name not in ("flask", "flask_login", "werkzeug"), f"{file}: {name}"


def test_the_domain_leaves_commits_to_its_callers():
    for file in python_files("models"):
        if "migrations" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Attribute) and node.attr == "commit":
                owner = ast.unparse(node.value)
                assert owner == "savepoint", f"{file}: {owner}.commit"


def test_web_processes_stay_small():
    # openpyxl is not here yet: named so that it, too, will be loaded where used
    heavy = {"openpyxl", "python_calamine", "lxml", "segno", "typst", "zstandard", "holidays"}
    heavy |= {
        "icalendar",
        "xlsxwriter",
        "cryptography",
        "pyotp",
        "ua_parser",
        "zxcvbn",
        "markdown_it",
        "pyrage",
        "minio",
    }
    for file in python_files("app.py", "blueprints", "models", "jobs"):
        top = {
            alias.name.split(".")[0]
            for node in ast.parse(file.read_text()).body
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in (node.names if isinstance(node, ast.Import) else [node_as_alias(node)])
        }
        assert not top & heavy, f"{file} imports {top & heavy} when it is loaded"


def test_papers_are_set_in_a_process_of_their_own():
    # what it keeps of a long register would stay in the memory of whoever imports it
    users = [f for f in python_files("app.py", "blueprints", "models", "jobs") if _imports(f)]
    assert [str(one.relative_to(ROOT)) for one in users] == ["blueprints/typeset.py"]


def _imports(file) -> bool:
    return any(
        isinstance(node, ast.Import) and node.names[0].name == "typst"
        for node in ast.walk(ast.parse(file.read_text()))
    )


def node_as_alias(node: ast.ImportFrom) -> ast.alias:
    return ast.alias(node.module or "")


def test_relationships_are_declared_from_the_upper_storey_only(app):
    for mapper in db.Model.registry.mappers:
        own = mapper.class_.__module__.split(".")[1]
        for relation in mapper.relationships:
            other = relation.mapper.class_.__module__.split(".")[1]
            assert relation.backref is None
            if own in STOREYS and other in STOREYS:
                assert STOREYS.index(other) <= STOREYS.index(own), f"{mapper}: {relation}"


def test_no_file_becomes_a_drawer():
    for file in python_files(*OURS):
        if "migrations" in file.parts:
            continue
        assert len(file.read_text().splitlines()) <= 300, file
        assert file.stem not in ("utils", "helpers", "common", "misc", "views", "forms"), file


@pytest.mark.parametrize("file", sorted((ROOT / "templates").rglob("*.html")), ids=str)
def test_every_template_parses(app, file):
    app.jinja_env.parse(file.read_text())
