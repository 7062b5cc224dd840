"""The pages of clauses and of security name only what is there: tests that exist, addresses that
are mounted."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
CLAUSES = (ROOT / "docs" / "clauses.md").read_text()
SECURITY = (ROOT / "docs" / "security.md").read_text()
TESTS = sorted(set(re.findall(r"(tests/[\w/]+\.py)::(\w+)", CLAUSES + SECURITY)))
ADDRESSES = sorted(set(re.findall(r"`(/[\w/<>-]*)`", CLAUSES)))


def shape(rule: str) -> str:
    """An address without the names and kinds of its numbers."""
    return re.sub(r"<[^>]*>", "<>", rule).rstrip("/")


def test_every_named_test_exists():
    lacking = [
        f"{file}::{name}" for file, name in TESTS if f"def {name}(" not in (ROOT / file).read_text()
    ]
    assert TESTS and lacking == []


def test_every_named_address_is_mounted(app):
    mounted = {shape(rule.rule) for rule in app.url_map.iter_rules()}
    assert [a for a in ADDRESSES if shape(a) not in mounted] == []


def test_the_page_of_security_names_files_that_exist_and_leaves_nothing_for_another_day():
    named = re.findall(r"`((?:blueprints|models|jobs|docs|tests)/[\w/]+\.(?:py|md))`", SECURITY)
    assert named and [name for name in named if not (ROOT / name).exists()] == []
    assert " later" not in SECURITY.lower()
