"""What the environment decides, read once and checked: wrong values stop the start in words."""

import os
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

HERE = Path(__file__).parents[1]


class WrongSetting(SystemExit):
    """A setting in the environment that Klass cannot use; ends the start with a sentence."""


@dataclass(frozen=True)
class Settings:
    """What the environment decides. Read once; see .env.example."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8000
    database_url: str = ""
    redis_url: str | None = None
    secret_key: str = ""
    former_keys: tuple[str, ...] = ()  # read what they signed, sign nothing any more
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Vladivostok"))
    demo: bool = False
    now: datetime | None = None
    proxy: bool = False
    workers: int = 2  # web processes

    @classmethod
    def from_env(cls, env=os.environ) -> "Settings":
        """Settings from environment variables; raises WrongSetting with a sentence."""
        data = _private(Path(env.get("KLASS_DATA") or HERE / "instance").resolve())
        demo = env.get("KLASS_DEMO") == "1"
        return cls(
            data=data,
            host=env.get("HOST") or "127.0.0.1",
            port=_port(env.get("PORT") or "8000"),
            database_url=_database(env.get("DATABASE_URL"), data),
            redis_url=env.get("REDIS_URL") or None,
            secret_key=env.get("SECRET_KEY") or _kept_secret(data),
            former_keys=tuple((env.get("SECRET_KEY_FALLBACKS") or "").split()),
            zone=_zone(env.get("KLASS_TZ") or "Asia/Vladivostok"),
            demo=demo,
            now=_start(env.get("KLASS_NOW"), demo),
            proxy=env.get("KLASS_PROXY") == "1",
            workers=_workers(env.get("WEB_WORKERS") or "2"),
        )


def _private(data: Path) -> Path:
    """The data folder, from here on with all this process makes for the owner's eyes only.

    A folder that was there and holds nothing of Klass is left as it is: it may be a shared one.
    """
    os.umask(0o077)
    made = not data.exists()
    data.mkdir(parents=True, exist_ok=True)
    if made or any((data / name).exists() for name in ("klass.sqlite", "secret_key", "backups")):
        data.chmod(0o700)
    return data


def _port(text: str) -> int:
    if text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise WrongSetting(f"PORT: нужен номер от 1 до 65535, а задано «{text}».")


def _workers(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) <= 64:
        return int(text)
    raise WrongSetting(f"WEB_WORKERS: нужно число от 1 до 64, а задано «{text}».")


def _database(url: str | None, data: Path) -> str:
    if not url:
        return f"sqlite:///{data / 'klass.sqlite'}"
    scheme, _, rest = url.partition("://")
    if scheme in ("postgresql", "postgres"):
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and not Path(rest.removeprefix("/")).resolve().parent.is_dir():
        raise WrongSetting(f"DATABASE_URL: нет папки для файла базы «{rest.removeprefix('/')}».")
    if scheme in ("sqlite", "postgresql+psycopg"):
        return url
    raise WrongSetting("DATABASE_URL: понимаю только sqlite:///… и postgresql://…")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise WrongSetting(f"KLASS_TZ: нет часового пояса «{name}».") from None


def _start(text: str | None, demo: bool) -> datetime | None:
    if not text:
        return None
    if not demo:
        raise WrongSetting("KLASS_NOW действует только вместе с KLASS_DEMO=1.")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise WrongSetting(
            f"KLASS_NOW: нужно время вида 2026-11-16T08:30, а задано «{text}»."
        ) from None


def _kept_secret(data: Path) -> str:
    """The key that signs cookies, made once and kept in the data folder."""
    file = data / "secret_key"
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(descriptor, "w") as kept:
        kept.write(secrets.token_urlsafe(48))
    return file.read_text().strip()
