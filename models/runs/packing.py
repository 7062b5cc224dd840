"""A copy's file: compressed, with a checksum of its own."""

from pathlib import Path

from models.refusal import Refused


def pack(raw: Path, packed: Path) -> None:
    """Compress a file."""
    import zstandard

    with raw.open("rb") as source, packed.open("wb") as target:
        zstandard.ZstdCompressor(level=6, write_checksum=True).copy_stream(source, target)


def unpack(packed: Path, raw: Path) -> None:
    """Bring it back; Refused where it is damaged."""
    import zstandard

    try:
        with packed.open("rb") as source, raw.open("wb") as target:
            zstandard.ZstdDecompressor().copy_stream(source, target)
    except zstandard.ZstdError:
        raise Refused("Файл копии повреждён и не распаковывается.") from None
