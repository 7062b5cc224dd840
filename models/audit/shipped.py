"""The sealed blocks as they were carried off the machine: a log that is only appended to.

One line per block: a head in JSON, a tab, the entries (JSON, zstd, base64). A file per month. A
line torn by a lost power is left where it is: what follows begins on a line of its own, and the
block comes once more. A line that says `restored` tells that the database went back to an earlier
block by a restore: blocks after it count no longer.
"""

import base64
import hashlib
import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from models import clock, copy_key
from models.audit.block import Block
from models.audit.chain import Fault
from models.audit.entry import Entry
from models.audit.leaf import BEGINNING, FIELDS
from models.audit.sealing import SAID
from models.base import db
from models.copy_key import CopyKey

COPIES = "backups"  # the folder of copies, in which wrapped keys lie
_TAIL = 1 << 16
_TOGETHER = 400


def files(place: Path) -> list[Path]:
    """The log's files, oldest first."""
    return sorted(place.glob("changes-*.log"))


def heads(place: Path) -> Iterator[dict]:
    """The heads of the log's whole lines, in order."""
    for file in files(place):
        with file.open("rb") as lines:
            for line in lines:
                if (head := _head(line)) is not None:
                    yield head


def _head(line: bytes) -> dict | None:
    """What a line says before its tab; None where it is torn."""
    head, _tab, packed = line.partition(b"\t")
    try:
        told = json.loads(head)
        whole = packed.endswith(b"\n") and len(packed) == told["bytes"] + 1
    except (ValueError, KeyError, TypeError):
        return None
    return told if whole and {"number", "head", "at"} <= set(told) else None


def last_head(place: Path) -> dict | None:
    """The newest whole line's head."""
    for file in reversed(files(place)):
        with file.open("rb") as log:
            size, back = log.seek(0, os.SEEK_END), _TAIL
            while True:
                log.seek(max(0, size - back))
                lines = log.read().splitlines(keepends=True)
                whole = lines if back >= size else lines[1:]
                found = next((h for line in reversed(whole) if (h := _head(line))), None)
                if found is not None:
                    return found
                if back >= size:
                    break
                back *= 4
    return None


def holds(place: Path, chain: dict) -> bool:
    """Whether the log has that very block."""
    return any(
        head["number"] == chain["number"] and head["head"] == chain["head"] for head in heads(place)
    )


def body(line: bytes, place: Path) -> list[dict]:
    """The entries of a line of the log at `place`. Raises ValueError where it is damaged, Refused
    where the key that it is closed for is not to be had."""
    import zstandard

    head, _tab, packed = line.partition(b"\t")
    packed = base64.b64decode(packed)
    if recipient := json.loads(head).get("key"):
        packed = copy_key.opened_bytes(packed, copy_key.key_of(place / COPIES, recipient))
    try:
        rows = json.loads(zstandard.ZstdDecompressor().decompress(packed))
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from None
    return [dict(zip(("id", *FIELDS), row, strict=True)) for row in rows]


def lines_after(
    place: Path, number: int, until: datetime | None = None
) -> Iterator[tuple[dict, bytes]]:
    """(head, line) of the blocks after one that still count, in order; or that counted at the
    moment `until`, before later restores took them back."""
    limits = _limits(place)
    end = next((i for i, _number, at in limits if until is not None and at > until), None)
    limits = [limit for limit in limits if end is None or limit[0] < end]
    for index, (head, line) in enumerate(_whole(place)):
        if index == end:
            return
        if "restored" not in head and number < head["number"] <= _limit(limits, index):
            number = head["number"]
            yield head, line


def _whole(place: Path) -> Iterator[tuple[dict, bytes]]:
    for file in files(place):
        with file.open("rb") as lines:
            for line in lines:
                if (head := _head(line)) is not None:
                    yield head, line


def _limits(place: Path) -> list[tuple[int, int, datetime]]:
    """(line, block, moment) of each restore."""
    return [
        (index, head["number"], datetime.fromisoformat(head["at"]))
        for index, head in enumerate(heads(place))
        if "restored" in head
    ]


def _limit(limits: list[tuple[int, int, datetime]], index: int) -> float:
    """The last block that a line before later restores may tell of."""
    return min((number for place, number, _at in limits if place > index), default=float("inf"))


def ship(place: Path, restores: list[dict], key: CopyKey | None = None) -> int:
    """Append the blocks that the log does not have yet, their entries closed for a key; how many.
    Raises OSError where the disk refuses, ValueError where the log is ahead of the chain and no
    restore tells why."""
    last = last_head(place)
    reached = last["number"] if last else 0
    if last and not _stands(last):
        back = _way_back(place, restores)
        if back is None:
            raise ValueError(f"блок № {reached} в базе не тот, что вынесен")
        _append(place, [_line(back, b"-")])
        reached = back["number"]
    query = select(Block).where(Block.number > reached).order_by(Block.number)
    shipped = 0
    for block in db.session.scalars(query.execution_options(yield_per=50)):
        _append(place, [_line(_told(block, key), _packed(block, key))])
        shipped += 1
    return shipped


def _stands(head: dict) -> bool:
    """Whether the chain has this very block."""
    if head["number"] == 0:
        return True
    there = db.session.scalar(select(Block.head).where(Block.number == head["number"]))
    return there == head["head"]


def _way_back(place: Path, restores: list[dict]) -> dict | None:
    """The last restore that the log does not tell of yet, with the last block that log and chain
    have in common: a restore may also go on from what an earlier one had taken back. None where
    no restore tells why the log's last block is not in the chain."""
    told = {head["at"] for head in heads(place) if "restored" in head}
    back = next((r for r in reversed(restores) if r["at"] not in told and _stands(r)), None)
    return back and back | _common(place, back["number"])


def _common(place: Path, most: int) -> dict:
    """The last block up to number `most` that counts in the log and is in the chain."""
    found = {"number": 0, "head": BEGINNING}
    for head, stands in _beside_the_chain(place):
        if stands and found["number"] < head["number"] <= most:
            found = {"number": head["number"], "head": head["head"]}
    return found


def _beside_the_chain(place: Path) -> Iterator[tuple[dict, bool]]:
    """(head, whether the chain has this very block) of the log's blocks that count."""
    for some in batched_heads(_counting(place)):
        numbers = [head["number"] for head in some]
        query = select(Block.number, Block.head).where(Block.number.in_(numbers))
        there = dict(db.session.execute(query).all())
        for head in some:
            yield head, there.get(head["number"]) == head["head"]


def _told(block: Block, key: CopyKey | None) -> dict:
    names = ("number", "head", "previous", "merkle", "entries")
    return {name: getattr(block, name) for name in names} | {
        "at": block.sealed_at.isoformat(),
        **({"key": key.recipient} if key else {}),
    }


def _packed(block: Block, key: CopyKey | None) -> bytes:
    import zstandard

    within = Entry.id.between(block.first_id, block.last_id)
    ids = set(block.ids)
    rows = db.session.execute(select(Entry.id, *SAID).where(within).order_by(Entry.id))
    said = json.dumps(
        [list(row) for row in rows if row[0] in ids],
        ensure_ascii=False,
        separators=(",", ":"),
        default=lambda one: one.isoformat(),
    )
    packed = zstandard.ZstdCompressor(level=6).compress(said.encode())
    return base64.b64encode(copy_key.closed_bytes(packed, key) if key else packed)


def _line(head: dict, packed: bytes) -> bytes:
    told = head | {"bytes": len(packed), "sha256": hashlib.sha256(packed).hexdigest()}
    return json.dumps(told).encode() + b"\t" + packed + b"\n"


def _append(place: Path, lines: list[bytes]) -> None:
    """Write lines and force them to the disk; a torn line before them is closed first."""
    file = place / f"changes-{clock.real_now():%Y-%m}.log"
    with file.open("a+b") as log:
        size = log.seek(0, os.SEEK_END)
        if size:
            log.seek(size - 1)
            if log.read(1) != b"\n":
                lines = [b"\n", *lines]
        log.write(b"".join(lines))
        log.flush()
        os.fsync(log.fileno())


def shipped_faults(place: Path, restores: list[dict] = ()) -> Iterator[Fault]:
    """Blocks of the chain that are not what was carried away, and what is damaged there; what a
    restore took back that is not told to the log yet is no fault."""
    last = last_head(place)
    back = _way_back(place, restores) if last and not _stands(last) else None
    for head, stands in _beside_the_chain(place):
        if not stands and (back is None or head["number"] <= back["number"]):
            yield Fault(
                f"Блок № {head['number']} не тот, что вынесен в {place} ({head['at'][:16]} UTC)"
            )
    for number in _damaged(place):
        yield Fault(
            f"Блок № {number}, вынесенный в {place}, повреждён или пропал. В базе он есть. Уберите "
            f"с этого диска файлы changes-*.log в другое место: всё вынесется заново."
        )


def _counting(place: Path) -> Iterator[dict]:
    """The heads that later restores have not taken back."""
    limits = _limits(place)
    for index, head in enumerate(heads(place)):
        if "restored" not in head and head["number"] <= _limit(limits, index):
            yield head


def _damaged(place: Path) -> Iterator[int]:
    """Numbers of blocks before the log's last one that are nowhere in it, or not as they were."""
    limits, reached = _limits(place), 0
    for index, (head, line) in enumerate(_whole(place)):
        if "restored" in head or head["number"] > _limit(limits, index) or not _sound(head, line):
            continue
        yield from range(reached + 1, head["number"])
        reached = max(reached, head["number"])
    last = last_head(place)
    if last:
        yield from range(reached + 1, last["number"] + 1)


def _sound(head: dict, line: bytes) -> bool:
    """Whether the line's entries are byte for byte as they were (earlier versions do not tell)."""
    packed = line.partition(b"\t")[2][:-1]
    return head.get("sha256") in (None, hashlib.sha256(packed).hexdigest())


def batched_heads(found: Iterator[dict]) -> Iterator[list[dict]]:
    some: list[dict] = []
    for head in found:
        some.append(head)
        if len(some) == _TOGETHER:
            yield some
            some = []
    if some:
        yield some
