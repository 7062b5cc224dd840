"""Where an S3-compatible storage is, as the environment says it: one address with all in it."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from models.wrong_setting import WrongSetting


@dataclass(frozen=True)
class BucketAddress:
    """A bucket, the folder in it, and the key that opens it."""

    endpoint: str  # host:port
    secure: bool
    bucket: str
    prefix: str
    region: str | None
    key: str = field(repr=False)
    secret: str = field(repr=False)

    @property
    def name(self) -> str:
        """As people read it, without keys."""
        return f"{self.endpoint}/{self.bucket}/{self.prefix}".rstrip("/")


def bucket_of(url: str | None) -> BucketAddress | None:
    """The bucket of KLASS_S3. Raises WrongSetting."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        parts, port = urlsplit(""), ""
    bucket, _, prefix = parts.path.strip("/").partition("/")
    if parts.scheme not in ("http", "https") or not (parts.hostname and parts.username and bucket):
        raise WrongSetting(
            "KLASS_S3: нужен адрес вида https://ключ:секрет@s3.example.ru/ведро/папка?region=ru-1"
        )
    return BucketAddress(
        f"{parts.hostname}{port}",
        parts.scheme == "https",
        bucket,
        f"{prefix}/" if prefix else "",
        parse_qs(parts.query).get("region", [None])[0],
        unquote(parts.username),
        unquote(parts.password or ""),
    )
