"""A copy's file: compressed by one thread, with a checksum of its own, and closed where the school
has a key."""

from pathlib import Path

from models.copy_key import CopyKey, close, open_up
from models.refusal import Refused
from models.runs.streams import read_once, written

LEVEL = 6


def pack(raw: Path, packed: Path, key: CopyKey | None = None) -> None:
    """Compress a file, and close it for a key."""
    import zstandard

    compressor = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
    plain = packed if key is None else packed.with_name("packed")
    with written(plain) as target, compressor.stream_writer(target, closefd=False) as stream:
        for piece in read_once(raw):
            stream.write(piece)
    if key is not None:
        with plain.open("rb") as source, packed.open("wb") as target:
            close(source, target, key)
        plain.unlink()


def unpack(packed: Path, raw: Path, key: CopyKey | None = None) -> None:
    """Bring it back; Refused where it is damaged."""
    import zstandard

    plain = packed if key is None else raw.with_name("packed")
    if key is not None:
        with packed.open("rb") as source, plain.open("wb") as target:
            open_up(source, target, key)
    unpacker = zstandard.ZstdDecompressor()
    try:
        with written(raw) as target, unpacker.stream_writer(target, closefd=False) as stream:
            for piece in read_once(plain):
                stream.write(piece)
    except zstandard.ZstdError:
        raise Refused("Файл копии повреждён и не распаковывается.") from None
    finally:
        if key is not None:
            plain.unlink()
