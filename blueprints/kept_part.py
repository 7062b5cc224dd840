"""A large part of a page kept ready, already compressed, while the small rest is made anew.

A gzip stream may be put together from pieces that were each flushed to a byte border, so the
grid's table is compressed once per version of its journal and joined to each person's own head
and foot. Outside of that the stream is ordinary: one member, one checksum.
"""

import struct
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from flask import Response, request

MOST = 48  # parts kept per process, some 150 KB each
_LEVEL = 6
_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_kept: OrderedDict[Hashable, tuple[bytes, bytes]] = OrderedDict()
_lock = Lock()


def _deflated(data: bytes, last: bool = False) -> bytes:
    pressing = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return pressing.compress(data) + pressing.flush(zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH)


def _part(key: Hashable, make: Callable[[], str]) -> tuple[bytes, bytes]:
    known = _kept.get(key)
    if known is None:
        plain = make().encode()
        known = (plain, _deflated(plain))
        with _lock:
            _kept[key] = known
            if len(_kept) > MOST:
                _kept.popitem(last=False)
    return known


def forget() -> None:
    """Drop every kept part of this process."""
    with _lock:
        _kept.clear()


def with_kept_part(page: str, mark: str, key: Hashable, make: Callable[[], str]) -> Response:
    """The page with the part in the place of `mark`; `key` names everything the part shows."""
    head, _, foot = page.partition(mark)
    plain, pressed = _part(key, make)
    whole = (head.encode(), plain, foot.encode())
    if "gzip" not in request.accept_encodings:
        return Response(b"".join(whole), mimetype="text/html")
    crc = 0
    for piece in whole:
        crc = zlib.crc32(piece, crc)
    end = struct.pack("<II", crc, sum(len(piece) for piece in whole) & 0xFFFFFFFF)
    body = b"".join((_HEADER, _deflated(whole[0]), pressed, _deflated(whole[2], True), end))
    response = Response(body, mimetype="text/html")
    response.headers["Content-Encoding"] = "gzip"
    response.headers.add("Vary", "Accept-Encoding")
    return response
