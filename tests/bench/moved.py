"""A school of an SQLite file put into PostgreSQL, row for row."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg import sql

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
_KINDS = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"


def moved(environment: dict, database: Path, name: str) -> dict:
    """The environment of the same school in a new database of that name on the tests' server."""
    from tests.databases import postgres_server

    server = postgres_server()
    with psycopg.connect(server.get_uri(), autocommit=True) as base:
        base.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    uri = server.get_uri(name)
    there = environment | {"DATABASE_URL": "postgresql+psycopg://" + uri.partition("://")[2]}
    command = [sys.executable, "-m", "flask", "db", "upgrade"]
    subprocess.run(command, env=there, check=True, capture_output=True)
    with sqlite3.connect(database) as source, psycopg.connect(uri) as target:
        target.execute("SET session_replication_role = replica")  # tables come in any order
        target.execute("SET timezone = 'UTC'")
        tables = [name for (name,) in source.execute(_TABLES)]
        target.execute(f"TRUNCATE {', '.join(tables)}")  # what the migrations put there
        for table in tables:
            _move(source, target, table)
    with psycopg.connect(uri, autocommit=True) as target:
        target.execute("VACUUM ANALYZE")
    return there


def _move(source, target, table: str) -> None:
    names = [row[1] for row in source.execute(f'PRAGMA table_info("{table}")')]
    kinds = dict(target.execute(_KINDS, (table,)).fetchall())
    columns = ", ".join(f'"{name}"' for name in names)
    blobs = [place for place, name in enumerate(names) if kinds[name] == "bytea"]
    with target.cursor().copy(f'COPY "{table}" ({columns}) FROM STDIN') as rows:
        for row in source.execute(f'SELECT {columns} FROM "{table}"'):
            rows.write_row(_told(row, blobs))
    if "id" in names:
        target.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM \"{table}\""
        )


def _told(row: tuple, blobs: list[int]) -> list:
    told = [value if value is None else str(value) for value in row]
    for place in blobs:
        told[place] = row[place]
    return told
