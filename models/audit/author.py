"""Who writes: nothing in Klass is written anonymously."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Author:
    """The hand behind a change; put into `session.info["author"]` by request, job or command."""

    account_id: int | None
    hat: str
    request_id: str | None = None
    run_id: int | None = None
    reason: str | None = None


SYSTEM = "system"


def system(reason: str) -> Author:
    """The program itself, with the command or duty that made it write."""
    return Author(None, SYSTEM, reason=reason)


@contextmanager
def because(session, reason: str) -> Iterator[None]:
    """What is written inside is told in the audit with this reason."""
    author = session.info.get("author")
    if author is not None:
        session.info["author"] = replace(author, reason=reason)
    try:
        yield
        session.flush()
    finally:
        session.info["author"] = author
