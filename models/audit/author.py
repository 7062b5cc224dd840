"""Who writes: nothing in Klass is written anonymously."""

from dataclasses import dataclass


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
