"""A table as a file to download."""

from collections.abc import Iterable

from flask import make_response

from blueprints.file_name import call
from models.exchange.tables.writing import csv_bytes

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"


def csv_answer(name: str, heads: Iterable[str], rows: Iterable[tuple]):
    """A table in the csv that Russian Excel opens by a double click."""
    return attachment(csv_bytes(heads, rows), f"{name}.csv", CSV)


def attachment(data: bytes, name: str, mimetype: str):
    """Bytes as a file of that name."""
    answer = make_response(data)
    answer.mimetype = mimetype.split(";")[0]
    answer.headers["Content-Type"] = mimetype
    return call(answer, name)
