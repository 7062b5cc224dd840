"""The log of the web processes: one line per event, in UTC; what others wrote breaks no line."""

import logging
import time

from flask import Flask
from flask.logging import default_handler

_LINE = "%(asctime)sZ %(levelname)s %(message)s"


class OneLine(logging.Formatter):
    """A message stays on its line, whatever characters an address or a name brings."""

    converter = time.gmtime
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = ""

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = "".join(
            sign if sign.isprintable() else repr(sign)[1:-1] for sign in record.message
        )
        return super().formatMessage(record)


def attach(app: Flask) -> None:
    """Write the app's log so."""
    app.logger.setLevel(logging.INFO)
    default_handler.setFormatter(OneLine(_LINE))
