"""Addresses of our own pages: where somebody is sent after the door."""

from urllib.parse import SplitResult, quote, unquote, urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from blueprints.htmx import is_fragment

_LONGEST = 2000


def own_page(text: str | None) -> str | None:
    """The address, if it is a page of this house that can be opened; otherwise None."""
    parts = _split(text)
    if parts is None or parts.scheme or parts.netloc or not _opens(parts.path):
        return None
    return text


def _split(text: str | None) -> SplitResult | None:
    if not text or len(text) > _LONGEST or not text.isprintable() or not text.startswith("/"):
        return None
    if text.startswith("//") or "\\" in text:  # browsers read both as another host
        return None
    try:
        return urlsplit(text)
    except ValueError:
        return None


def _opens(path: str) -> bool:
    """Whether the path answers GET: nobody is sent where only a form may go."""
    try:
        current_app.url_map.bind("").match(unquote(path), method="GET")
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True


def this_page() -> str | None:
    """The page somebody is on: this address, or for a form and a fragment where it stands."""
    if request.method == "GET" and not is_fragment():
        asked = request.query_string.decode(errors="replace")
        return own_page(_joined(quote(request.path), asked))
    stands = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    try:
        parts = urlsplit(stands)
    except ValueError:
        return None
    if parts.netloc != request.host:
        return None
    return own_page(_joined(parts.path, parts.query))


def _joined(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
