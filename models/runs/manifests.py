"""The bytes of a copy's manifest: JSON with a checksum of its own, so that no damaged one is
believed."""

import hashlib
import json
from datetime import UTC, datetime

DAMAGED = (
    "Описание копии повреждено: что в ней лежит, проверить нельзя. Создайте новую копию или "
    "возьмите эту с другого диска."
)
_OWN = "own_sha256"
_MOMENTS = ("made_at", "verified_at")


def sealed(told: dict) -> bytes:
    """A manifest's bytes."""
    return json.dumps(told | {_OWN: _sum(told)}, ensure_ascii=False, indent=1).encode()


def told(manifest: bytes) -> dict:
    """What a manifest says. Raises ValueError where it is damaged (those of earlier versions had
    no checksum)."""
    said = json.loads(manifest)
    if not isinstance(said, dict):
        raise ValueError(DAMAGED)
    if (own := said.pop(_OWN, None)) is not None and own != _sum(said):
        raise ValueError(DAMAGED)
    for name in _MOMENTS:
        if (moment := said.get(name)) is not None:
            datetime.fromisoformat(moment)
    return said


def untold(name: str, size: int, made: datetime) -> dict:
    """What can be said of a copy whose manifest is damaged: its name and size, when it was made,
    that it is damaged; it is a copy of no kind of database."""
    return {
        "name": name,
        "database": "",
        "made_at": made.astimezone(UTC).isoformat(timespec="seconds"),
        "size": size,
        "sha256": "",
        "counts": {},
        "failed": DAMAGED,
    }


def _sum(said: dict) -> str:
    plain = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()
