"""Klass's own web server for `make scan`: it counts, and it keeps the scanner to its pages.

Every answer is a line `status method path` in the file of SCAN_ANSWERS. The pages named in the file
of SCAN_PAGES lose their links, not their forms: the scanner cannot take forms without links, and
links lead to thousands of pages of the same few kinds. Whatever it makes up itself it gets whole.
"""

import os
import re
import sys
from pathlib import Path

from jobs import web

_LINK = re.compile(rb"(<a [^>]*?)href=")


def application():
    """The app of one worker process, within the two."""
    app = web.application()
    pages = set(Path(os.environ["SCAN_PAGES"]).read_text().splitlines())
    answers = os.open(os.environ["SCAN_ANSWERS"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def answer(environ, start_response):
        environ.pop("HTTP_ACCEPT_ENCODING", None)  # to be read here

        def start(status, headers, exc_info=None):
            asked = environ["PATH_INFO"].encode("unicode_escape").decode()
            os.write(answers, f"{status[:3]} {environ['REQUEST_METHOD']} {asked}\n".encode())
            if as_is:
                return start_response(status, headers, exc_info)
            kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
            return start_response(status, kept, exc_info)

        as_is = environ["REQUEST_METHOD"] != "GET" or _asked(environ) not in pages
        parts = app(environ, start)
        return parts if as_is else [_LINK.sub(rb"\1data-href=", b"".join(parts))]

    return answer


def _asked(environ) -> str:
    query = environ.get("QUERY_STRING", "")
    return environ["PATH_INFO"] + (f"?{query}" if query else "")


if __name__ == "__main__":
    sys.exit(web.main("tests.hardening.counted:application"))
