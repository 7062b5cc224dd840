"""Pages and assets leave compressed: school networks are slow."""

from functools import lru_cache
from pathlib import Path

from flask import Flask, current_app, request
from flask_compress import Compress

_FILES = ("text/css", "text/javascript", "image/svg+xml")


def attach(app: Flask) -> None:
    """Compress text of every kind; brotli where the browser takes it, gzip elsewhere."""
    app.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_LEVEL=6,
        COMPRESS_MIN_SIZE=500,
        COMPRESS_MIMETYPES=[
            "text/html",
            "text/css",
            "text/javascript",
            "application/javascript",
            "image/svg+xml",
            "application/json",
        ],
    )
    Compress(app)
    app.after_request(_press_files)  # before the one above: the last comes first


def _press_files(response):
    """Scripts and styles are pressed as small as they get, once in each process."""
    asked = request.endpoint == "static" and response.mimetype in _FILES
    if not asked or response.status_code != 200 or "br" not in request.accept_encodings:
        return response
    file = Path(current_app.static_folder) / request.view_args["filename"]
    response.direct_passthrough = False
    response.set_data(_pressed(file, file.stat().st_mtime_ns))
    response.headers["Content-Encoding"] = "br"
    etag, _ = response.get_etag()
    response.set_etag(f"{etag}:br")
    return response


@lru_cache(maxsize=64)
def _pressed(file: Path, _changed: int) -> bytes:
    import brotli

    return brotli.compress(file.read_bytes(), mode=brotli.MODE_TEXT, quality=11)
