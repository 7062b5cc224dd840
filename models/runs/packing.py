"""A copy's file: compressed, with a checksum of its own, and closed where the school has a key."""

from pathlib import Path
from tempfile import TemporaryDirectory

from models.refusal import Refused
from models.runs.copy_key import CopyKey, close, open_up


def pack(raw: Path, packed: Path, key: CopyKey | None = None) -> None:
    """Compress a file, and close it for a key."""
    import zstandard

    if key is None:
        with raw.open("rb") as source, packed.open("wb") as target:
            zstandard.ZstdCompressor(level=6, write_checksum=True).copy_stream(source, target)
        return
    with TemporaryDirectory(dir=packed.parent) as scratch:
        plain = Path(scratch) / "plain"
        pack(raw, plain)
        with plain.open("rb") as source, packed.open("wb") as target:
            close(source, target, key)


def unpack(packed: Path, raw: Path, key: CopyKey | None = None) -> None:
    """Bring it back; Refused where it is damaged."""
    import zstandard

    if key is not None:
        with TemporaryDirectory(dir=raw.parent) as scratch:
            plain = Path(scratch) / "plain"
            with packed.open("rb") as source, plain.open("wb") as target:
                open_up(source, target, key)
            unpack(plain, raw)
        return
    try:
        with packed.open("rb") as source, raw.open("wb") as target:
            zstandard.ZstdDecompressor().copy_stream(source, target)
    except zstandard.ZstdError:
        raise Refused("Файл копии повреждён и не распаковывается.") from None
