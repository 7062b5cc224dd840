"""Pages and assets leave compressed: school networks are slow."""

from flask import Flask
from flask_compress import Compress


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
