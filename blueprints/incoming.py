"""What comes in, cleaned once at the door: values of forms and addresses, numbers in addresses."""

from urllib.parse import parse_qsl

from flask import Flask, Request
from werkzeug.datastructures import FileStorage, ImmutableMultiDict
from werkzeug.routing import IntegerConverter
from werkzeug.utils import cached_property

from models.printable import printable

LARGEST_ID = 2**31 - 1  # what PostgreSQL keeps in an integer column


class CleanRequest(Request):
    """A request whose form and query values hold nothing that cannot be seen or kept."""

    @cached_property
    def args(self) -> ImmutableMultiDict:
        asked = self.query_string.decode(errors="replace")
        return _clean(parse_qsl(asked, keep_blank_values=True, errors="replace"))

    def _load_form_data(self) -> None:
        loaded = "form" in self.__dict__
        super()._load_form_data()
        if loaded:
            return
        self.__dict__["form"] = _clean(self.__dict__["form"].items(multi=True))
        for file in self.__dict__["files"].values():
            _clean_name(file)


def _clean(pairs) -> ImmutableMultiDict:
    return ImmutableMultiDict([(printable(name), printable(value)) for name, value in pairs])


def _clean_name(file: FileStorage) -> None:
    if file.filename:
        file.filename = printable(file.filename)


class Number(IntegerConverter):
    """A number in an address that can be a row's; any other address does not exist."""

    regex = "[0-9]{1,10}"

    def __init__(self, map, fixed_digits=0, min=None, max=None, signed=False):
        super().__init__(map, fixed_digits, min, LARGEST_ID if max is None else max, signed)


def attach(app: Flask) -> None:
    """From here on requests are clean, and numbers in rules are bounded."""
    app.request_class = CleanRequest
    app.url_map.converters["int"] = Number
