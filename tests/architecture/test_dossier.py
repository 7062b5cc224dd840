"""«Сведения обо мне» forgets no table: every column that names a person is told or left out."""

import re

import pytest

from models.audit.words import field
from models.base import db
from models.exchange.dossier.chapter import columns_told
from models.exchange.dossier.map import COUNTED, LEFT_OUT, OWN_CHAPTERS, SECRETS, TOLD
from models.exchange.dossier.names import NAMERS

WHO = {"person", "student", "employee", "account"}
NUMBERS = {f"{name}_id" for name in WHO}
HANGS_ON = {"family_paper", "appointment", "invitation", "mark", "remark", "attendance"}


def names_somebody(column) -> bool:
    refers = {key.column.table.name for key in column.foreign_keys}
    return bool(refers & WHO) or column.name in NUMBERS


def columns():
    return {(t.name, c.name): c for t in db.metadata.sorted_tables for c in t.columns}


def test_every_column_that_names_a_person_is_told_counted_or_left_out_with_a_reason(app):
    naming = {key for key, column in columns().items() if names_somebody(column)}
    known = {**TOLD, **COUNTED, **OWN_CHAPTERS, **LEFT_OUT}
    assert naming <= set(known), "say in models/exchange/dossier/map.py what becomes of these"
    assert set(known) <= set(columns()), "no such column any more"
    assert all(LEFT_OUT.values())


def test_what_hangs_on_personal_rows_is_told_with_them(app):
    for (table, name), column in columns().items():
        refers = {key.column.table.name for key in column.foreign_keys}
        if refers & HANGS_ON:
            assert (table, name) in {**TOLD, **LEFT_OUT}, f"{table}.{name}"


def test_no_secret_is_ever_told(app):
    told = {
        (table, c.name)
        for (table, column), one in TOLD.items()
        for c in columns_told(db.metadata.tables[table], column, one)
    }
    assert not told & SECRETS
    secret = re.compile("hash|token|secret|sha256|stored|sealed|code_")
    assert [key for key in told if secret.search(key[1])] == []


@pytest.mark.parametrize("key", TOLD, ids=".".join)
def test_everything_told_has_russian_heads_and_names(app, key):
    table = db.metadata.tables[key[0]]
    for column in columns_told(table, key[1], TOLD[key]):
        assert re.search("[а-я]", field(table.name, column.name)), f"{key}: {column.name}"
        for other in column.foreign_keys:
            assert other.column.table.name in NAMERS, f"{key}: {column.name}"
