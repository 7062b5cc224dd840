"""What the environment decides, read once and checked: wrong values stop the start in words."""

import os
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from models.bucket_settings import BucketAddress, bucket_of
from models.copy_key import secret_in
from models.mail_settings import Smtp, addresses_of, smtp_of
from models.wrong_setting import WrongSetting

__all__ = ["Settings", "WrongSetting"]
HERE = Path(__file__).parents[1]
_PLACE = re.compile(r"(\[[^]]+\]|[^:/?]*)(:\d{1,5})?([/?].*)?")  # host:port/name of an address
_OWNER = "Укажите папку, которой владеет пользователь, запускающий Klass."


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
    copies: tuple[Path, ...] = ()  # folders of other disks that take copies and sealed changes
    bucket: BucketAddress | None = None  # an S3-compatible storage that takes copies
    copies_key: str | None = field(default=None, repr=False)  # what closes copies
    smtp: Smtp | None = None  # where e-mail goes out; None: none does
    alarm_to: tuple[str, ...] = ()  # who gets an e-mail when copies or the audit alarm

    @classmethod
    def from_env(cls, env=os.environ) -> "Settings":
        """Settings from environment variables; raises WrongSetting with a sentence."""
        data = _private(Path(env.get("KLASS_DATA") or HERE / "instance").resolve())
        demo = env.get("KLASS_DEMO") == "1"
        return cls(
            data=data,
            host=_host(env.get("HOST") or "127.0.0.1"),
            port=_port(env.get("PORT") or "8000"),
            database_url=_database(env.get("DATABASE_URL"), data),
            redis_url=_redis(env.get("REDIS_URL")),
            secret_key=env.get("SECRET_KEY") or _kept_secret(data),
            former_keys=tuple((env.get("SECRET_KEY_FALLBACKS") or "").split()),
            zone=_zone(env.get("KLASS_TZ") or "Asia/Vladivostok"),
            demo=demo,
            now=_start(env.get("KLASS_NOW"), demo),
            proxy=env.get("KLASS_PROXY") == "1",
            workers=_workers(env.get("WEB_WORKERS") or "2"),
            copies=_copies(env.get("KLASS_COPIES") or "", data),
            bucket=bucket_of(env.get("KLASS_S3")),
            copies_key=secret_in(env.get("KLASS_COPIES_KEY")),
            smtp=smtp_of(env.get("KLASS_SMTP"), env.get("KLASS_MAIL_FROM")),
            alarm_to=addresses_of("KLASS_ALARM_TO", env.get("KLASS_ALARM_TO")),
        )


def _private(data: Path) -> Path:
    """The data folder, from here on with all this process makes for the owner's eyes only.

    A folder that was there and holds nothing of Klass is left as it is: it may be a shared one.
    """
    os.umask(0o077)
    try:
        made = not data.exists()
        data.mkdir(parents=True, exist_ok=True)
        if made or any(
            (data / kept).exists() for kept in ("klass.sqlite", "secret_key", "backups")
        ):
            data.chmod(0o700)
    except (FileExistsError, NotADirectoryError):
        raise WrongSetting(
            f"KLASS_DATA: нужна папка, а «{data}» — файл или лежит внутри файла."
        ) from None
    except OSError as error:
        raise WrongSetting(
            f"KLASS_DATA: «{data}» не годится ({error.strerror}). {_OWNER}"
        ) from None
    if not os.access(data, os.R_OK | os.W_OK | os.X_OK):
        raise WrongSetting(f"KLASS_DATA: в папку «{data}» нельзя писать. {_OWNER}")
    return data


def _host(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        raise WrongSetting(
            f"HOST: нужен IP-адрес этого компьютера, например 127.0.0.1 (только для него самого) "
            f"или 0.0.0.0 (для всей сети), а задано «{text}»."
        ) from None


def _port(text: str) -> int:
    if text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise WrongSetting(f"PORT: нужен номер от 1 до 65535, а задано «{text}».")


def _workers(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) <= 64:
        return int(text)
    raise WrongSetting(f"WEB_WORKERS: нужно число от 1 до 64, а задано «{text}».")


def _copies(text: str, data: Path) -> tuple[Path, ...]:
    """Folders, separated by colons. That a disk is away is no wrong setting: it is said each
    time it is looked for."""
    folders = tuple(Path(part) for part in text.split(":") if part)
    for folder in folders:
        if not folder.is_absolute() or folder.resolve().is_relative_to(data):
            raise WrongSetting(
                f"KLASS_COPIES: нужны полные пути папок на других дисках, вне папки данных, "
                f"через двоеточие, а задано «{folder}»."
            )
    return folders


def _database(url: str | None, data: Path) -> str:
    if not url:
        return f"sqlite:///{data / 'klass.sqlite'}"
    scheme, _, rest = url.partition("://")
    if scheme.startswith("postgres") and not _PLACE.fullmatch(rest.rpartition("@")[2]):
        raise WrongSetting(
            "DATABASE_URL: адрес непонятен, нужен вида postgresql://имя:пароль@сервер:5432/база"
        )
    if scheme in ("postgresql", "postgres"):
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and not Path(rest.removeprefix("/")).resolve().parent.is_dir():
        raise WrongSetting(f"DATABASE_URL: нет папки для файла базы «{rest.removeprefix('/')}».")
    if scheme in ("sqlite", "postgresql+psycopg"):
        return url
    raise WrongSetting("DATABASE_URL: понимаю только sqlite:///… и postgresql://…")


def _redis(url: str | None) -> str | None:
    if not url:
        return None
    scheme, _, rest = url.partition("://")
    if scheme in ("redis", "rediss", "unix") and _PLACE.fullmatch(rest.rpartition("@")[2]):
        return url
    raise WrongSetting(
        "REDIS_URL: нужен адрес вида redis://localhost:6379/0 (или rediss://…, unix://…). "
        "Исправьте его или уберите: тогда Klass запустит свой Redis."
    )


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
        return _read_secret(file)
    with os.fdopen(descriptor, "w") as kept:
        kept.write(secrets.token_urlsafe(48))
    return _read_secret(file)


def _read_secret(file: Path) -> str:
    try:
        return file.read_text().strip()
    except OSError:
        raise WrongSetting(f"KLASS_DATA: файл «{file}» не читается. {_OWNER}") from None
