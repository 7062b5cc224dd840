"""Disks that fill up, go away or refuse to be written: real ones where the tests may mount them."""

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MOUNTS = os.geteuid() == 0


def _mount(*arguments: str) -> bool:
    done = subprocess.run(["mount", *arguments], capture_output=True, check=False)
    return done.returncode == 0


@contextmanager
def small_disk(place: Path, megabytes: int = 24) -> Iterator[bool]:
    """A disk of its own at that folder, which must be empty; whether it could be mounted."""
    mounted = MOUNTS and _mount("-t", "tmpfs", "-o", f"size={megabytes}m", "klass-test", str(place))
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(place)], check=True)


@contextmanager
def full(place: Path, mounted: bool, room: int = 40_000) -> Iterator[None]:
    """The disk has no more than so many bytes left; without a disk of its own, no file of this
    process and its children may grow beyond them."""
    if not mounted:
        kept = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, kept[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, kept)
        return
    filler = place / "filler"
    free = shutil.disk_usage(place).free
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, free - room)
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def read_only(place: Path, mounted: bool) -> Iterator[None]:
    """The disk can be read and not written."""
    if mounted:
        assert _mount("-o", "remount,ro", str(place))
    else:
        place.chmod(0o500)
    try:
        yield
    finally:
        if mounted:
            assert _mount("-o", "remount,rw", str(place))
        else:
            place.chmod(0o700)


def flip(file: Path, where: float = 0.5) -> None:
    """Turn one bit of a file, at that share of its length."""
    content = bytearray(file.read_bytes())
    content[int(len(content) * where)] ^= 1
    file.write_bytes(content)


def cut(file: Path) -> None:
    """Keep the first half of a file."""
    os.truncate(file, file.stat().st_size // 2)
