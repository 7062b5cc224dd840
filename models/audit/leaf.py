"""What an entry is to the chain: one hash of all it says, and the Merkle root of many.

Pure arithmetic. The hash does not depend on the database: keys are sorted and moments are UTC.
Leaves and inner nodes are told apart by their first byte, as in RFC 6962, so that no inner node
can pass for an entry.
"""

import hashlib
import json
from collections.abc import Sequence

FIELDS = (
    "at",
    "school_at",
    "account_id",
    "hat",
    "request_id",
    "run_id",
    "action",
    "table_name",
    "row_id",
    "before",
    "after",
    "journal_id",
    "student_id",
    "reason",
)
BEGINNING = "0" * 64  # what the first block follows
MARK = 8  # bytes of an entry's hash that a block keeps to name it by; the root proves
_canonical = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=lambda one: one.isoformat()
).encode


def content_hash(values: Sequence) -> bytes:
    """SHA-256 of an entry's values in the order of FIELDS (its number is not among them)."""
    return hashlib.sha256(_canonical(list(values)).encode()).digest()


def leaf(entry_id: int, content: bytes) -> bytes:
    """An entry at its place: number and content."""
    return hashlib.sha256(b"\x00" + entry_id.to_bytes(8, "big") + content).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaves in order; an odd last one goes up as it is."""
    level = list(leaves)
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [hashlib.sha256(b"\x01" + left + right).digest() for left, right in pairs]
        level = above + level[len(above) * 2 :]
    return level[0]


def block_head(values: dict) -> str:
    """The hash that names a block and, through the previous one, everything before it."""
    return hashlib.sha256(b"\x02" + _canonical(values).encode()).hexdigest()
