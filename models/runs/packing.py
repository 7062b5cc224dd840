"""A copy's file: compressed by one thread, with a checksum of its own."""

from pathlib import Path

from models.refusal import Refused
from models.runs.streams import read_once, written

LEVEL = 6


def pack(raw: Path, packed: Path) -> None:
    """Compress a file."""
    import zstandard

    compressor = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
    with written(packed) as target, compressor.stream_writer(target, closefd=False) as stream:
        for piece in read_once(raw):
            stream.write(piece)


def unpack(packed: Path, raw: Path) -> None:
    """Bring it back; Refused where it is damaged."""
    import zstandard

    unpacker = zstandard.ZstdDecompressor()
    try:
        with written(raw) as target, unpacker.stream_writer(target, closefd=False) as stream:
            for piece in read_once(packed):
                stream.write(piece)
    except zstandard.ZstdError:
        raise Refused("Файл копии повреждён и не распаковывается.") from None
