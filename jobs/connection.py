"""The one way to Redis: an outer server, or the embedded one on its socket."""

import hashlib
import os
import tempfile
from pathlib import Path

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from models.refusal import Refused

QUEUE = "klass"
QUICK = 0.5  # seconds a page may wait for Redis
PATIENT = 3  # seconds a start may


def socket_path(data: Path) -> Path:
    """The socket of the data folder's own Redis: short (107 bytes at most) and private."""
    runtime = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    name = hashlib.sha256(str(data).encode()).hexdigest()[:12]
    folder = Path(runtime) / f"klass-{os.getuid()}-{name}"
    if len(str(folder)) > 90:
        folder = Path("/tmp") / folder.name
    return folder / "redis.sock"


def connect(settings, quick: bool = False) -> Redis:
    """A connection by settings; `quick` for pages, which must not wait."""
    limits = _within(QUICK) if quick else {}
    if settings.redis_url:
        return Redis.from_url(settings.redis_url, **limits)
    return Redis(unix_socket_path=str(socket_path(settings.data)), **limits)


def _within(seconds: float) -> dict:
    """One try of so many seconds: left to itself the client makes eleven."""
    once = Retry(NoBackoff(), 0)
    return {"socket_timeout": seconds, "socket_connect_timeout": seconds, "retry": once}


def reach(settings) -> None:
    """Call an outer Redis once, as a start does; Refused says why it does not answer."""
    try:
        Redis.from_url(settings.redis_url, **_within(PATIENT)).ping()
    except (RedisError, OSError, ValueError) as error:
        why = str(error).rstrip(".")
        raise Refused(
            f"REDIS_URL: Redis по этому адресу не отвечает ({why}). Проверьте адрес и пароль и "
            "запущен ли он, или уберите REDIS_URL: тогда Klass запустит свой Redis."
        ) from None
