"""From an address that only takes a form to the page the form stands on."""

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter


def form_page() -> str | None:
    """The page «new» beside the asked address, or its longest beginning that answers a reading
    request; None where there is none, or something was sent. Its own guard lets in or not."""
    if request.method != "GET":
        return None
    adapter = current_app.url_map.bind_to_environ(request.environ)
    parts = request.path.strip("/").split("/")
    if _is_read(adapter, new := "/" + "/".join([*parts, "new"])):
        return new
    for count in range(len(parts) - 1, 0, -1):
        start = "/" + "/".join(parts[:count])
        for path in (f"{start}/", start):
            if _is_read(adapter, path):
                return path
    return None


def _is_read(adapter: MapAdapter, path: str) -> bool:
    try:
        adapter.match(path, method="GET")
    except HTTPException:
        return False
    return True
