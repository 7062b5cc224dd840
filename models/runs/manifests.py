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
_YEARS = range(2000, 2200)
_KINDS = (
    dict.fromkeys(("database", "made_at", "verified_at", "sha256", "failed", "version", "key"), str)
    | dict.fromkeys(("size", "scans", "lacking", "seconds"), int)
    | dict.fromkeys(("counts", "chain", "sample", "last"), dict)
)


def sealed(told: dict) -> bytes:
    """A manifest's bytes."""
    return json.dumps(told | {_OWN: _sum(told)}, ensure_ascii=False, indent=1).encode()


def told(manifest: bytes) -> dict:
    """What a manifest says. Raises ValueError where it is damaged (those of earlier versions had
    no checksum)."""
    try:
        said = json.loads(manifest)
    except RecursionError:
        raise ValueError(DAMAGED) from None
    if not isinstance(said, dict):
        raise ValueError(DAMAGED)
    if (own := said.pop(_OWN, None)) is not None and own != _sum(said):
        raise ValueError(DAMAGED)
    _must_make_sense(said)
    return said


def _must_make_sense(said: dict) -> None:
    """Raise ValueError where a value is not of its kind: pages count and compare them."""
    for name, value in said.items():
        if value is not None and not isinstance(value, _KINDS.get(name, object)):
            raise ValueError(DAMAGED)
    if not all(type(number) is int for number in (said.get("counts") or {}).values()):
        raise ValueError(DAMAGED)
    for moment in (*(said.get(name) for name in _MOMENTS), (said.get("last") or {}).get("at")):
        if moment is not None and datetime.fromisoformat(moment).year not in _YEARS:
            raise ValueError(DAMAGED)


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
