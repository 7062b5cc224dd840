"""Every table that names kept files is known to copies."""

from models.base import db
from models.runs.scans import TABLES


def test_every_table_of_files_goes_into_copies():
    """Scans of documents are copied, checked and brought back with the database."""
    keepers = {t.name for t in db.metadata.sorted_tables if {"stored", "sha256"} <= set(t.c.keys())}
    assert keepers == set(TABLES)
