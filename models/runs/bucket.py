"""Copies in an S3-compatible storage: carried there, proved there, thinned out and fetched.

The library is loaded only where a bucket is named. Pages never wait for the storage: what the last
job saw there lies in a file of the data folder. A copy's manifest comes last, as on disks.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from models import clock, copy_key
from models.bucket_settings import BucketAddress
from models.refusal import Refused
from models.runs import manifests, scans
from models.runs.backup import (
    SUFFIX,
    Backup,
    backup_named,
    described,
    folder,
    manifest,
    opens,
    verify_backup,
)
from models.runs.keeping import kept_names

_SEEN = "bucket.json"
_ANSWER = 15.0  # seconds the storage may take for one answer
_WHY = {
    "NoSuchBucket": "такого ведра нет",
    "AccessDenied": "на это нет прав",
    "InvalidAccessKeyId": "ключ доступа не принят",
    "SignatureDoesNotMatch": "секрет ключа не подходит",
    "NoSuchKey": "такого файла нет",
    "QuotaExceeded": "нет места",
    "XMinioStorageFull": "нет места",
}


@dataclass
class Seen:
    """What the last job saw in the bucket."""

    at: str = ""
    trouble: str | None = None
    copies: list[dict] = field(default_factory=list)

    @property
    def newest(self) -> Backup | None:
        return Backup(**self.copies[0]) if self.copies else None

    @property
    def all(self) -> list[Backup]:
        return [Backup(**one) for one in self.copies]


class Bucket:
    """The bucket of the settings."""

    def __init__(self, address: BucketAddress):
        import urllib3
        from minio import Minio

        self.address = address
        waits = urllib3.Timeout(connect=5.0, read=_ANSWER)
        self._client = Minio(
            endpoint=address.endpoint,
            access_key=address.key,
            secret_key=address.secret,
            secure=address.secure,
            region=address.region,
            http_client=urllib3.PoolManager(
                timeout=waits, retries=urllib3.Retry(2, backoff_factor=1)
            ),
        )

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """What the storage refuses, as a sentence."""
        import urllib3
        from minio.error import MinioException, S3Error

        try:
            yield
        except (urllib3.exceptions.HTTPError, MinioException, OSError, ValueError) as error:
            code = error.code if isinstance(error, S3Error) else None
            why = _WHY.get(code, code or "не отвечает")
            raise Refused(f"Хранилище {self.address.name}: {why}. Прежние копии целы.") from None

    def copies(self) -> list[Backup]:
        """The copies there, newest first. Raises Refused where the storage does not answer."""
        with self._in_words():
            there = self._objects("backups/")
            found = [self._told(name, there) for name in there if name.endswith(f"{SUFFIX}.json")]
        return sorted(found, key=lambda one: one.name, reverse=True)

    def _told(self, manifest: str, there: dict) -> Backup:
        """What a manifest tells; where it is damaged, a copy that says so and proves nothing."""
        name = manifest.removeprefix("backups/").removesuffix(".json")
        content = self._read(manifest)
        try:
            return described(content, name)
        except (ValueError, TypeError):
            copy = there.get(f"backups/{name}")
            made = (copy or there[manifest]).last_modified
            return Backup(**manifests.untold(name, copy.size if copy else 0, made))

    def _names(self, below: str) -> set[str]:
        return set(self._objects(below))

    def _objects(self, below: str) -> dict:
        prefix = self.address.prefix
        there = self._client.list_objects(
            bucket_name=self.address.bucket, prefix=prefix + below, recursive=True
        )
        return {one.object_name.removeprefix(prefix): one for one in there}

    def _read(self, name: str) -> bytes:
        answer = self._client.get_object(
            bucket_name=self.address.bucket, object_name=self.address.prefix + name
        )
        try:
            return answer.read()
        finally:
            answer.close()
            answer.release_conn()

    def _put(self, name: str, file: Path) -> None:
        self._client.fput_object(
            bucket_name=self.address.bucket,
            object_name=self.address.prefix + name,
            file_path=str(file),
            part_size=8 << 20,
            num_parallel_uploads=1,
        )

    def _get(self, name: str, file: Path) -> None:
        self._client.fget_object(
            bucket_name=self.address.bucket,
            object_name=self.address.prefix + name,
            file_path=str(file),
        )

    def carry(self, data: Path, backup: Backup) -> None:
        """Copy a copy with its scans there. Raises Refused."""
        place, key = folder(data), opens(data, backup)
        with self._in_words():
            there = self._names("backups/")
            for file in _files(place, backup, key):
                name = f"backups/{file.relative_to(place)}"
                if file.is_file() and name not in there:
                    self._put(name, file)
            self._put(f"backups/{backup.name}.json", manifest(place, backup.name))

    def fetch(self, name: str, data: Path) -> Backup:
        """Bring a copy into the folder of copies; the manifest comes last. Raises Refused."""
        backup = next((one for one in self.copies() if one.name == name), None)
        if backup is None:
            raise Refused("Такой копии в хранилище нет.")
        if not backup.database:
            raise Refused(manifests.DAMAGED)
        place = folder(data)
        with self._in_words():
            there = self._names("backups/")
            if backup.key:
                self._bring(copy_key.file_of(place, backup.key), place, there)
            self._bring(place / backup.name, place, there)
            self._bring(scans.list_file(place, backup.name), place, there)
        key = opens(data, backup)
        with self._in_words():
            scans.papers(place)
            for file in _files(place, backup, key):
                if not file.exists():
                    self._bring(file, place, there)
            self._bring(manifest(place, backup.name), place, there)
        return backup

    def _bring(self, file: Path, place: Path, there: set[str]) -> None:
        name = f"backups/{file.relative_to(place)}"
        if name in there:
            self._get(name, file)

    def prove(self, url: str, data: Path, name: str) -> Backup:
        """Fetch a copy into a scratch folder, prove it, and tell so in its manifest there."""
        with TemporaryDirectory(dir=folder(data)) as scratch:
            place = Path(scratch)
            self.fetch(name, place)
            try:
                return verify_backup(url, place, name)
            finally:
                if backup_named(place, name):
                    with self._in_words():
                        self._put(f"backups/{name}.json", manifest(folder(place), name))

    def thin_out(self) -> list[str]:
        """Remove copies that no period keeps, the manifest first; returns their names."""
        there = self.copies()
        gone = [one.name for one in there if one.name not in kept_names(there)]
        with self._in_words():
            for name in gone:
                for ending in (".json", ".scans.json", ""):
                    self._client.remove_object(
                        bucket_name=self.address.bucket,
                        object_name=f"{self.address.prefix}backups/{name}{ending}",
                    )
        return gone


def _files(place: Path, backup: Backup, key) -> list[Path]:
    """All of a copy but its manifest."""
    wrapped = copy_key.wrapped_file(place, backup.key)
    listed = scans.read_list(place, backup.name, key)
    return [
        *([wrapped] if wrapped else []),
        place / backup.name,
        scans.list_file(place, backup.name),
        *(scans.papers(place) / scans.kept_name(scan, key) for scan in listed),
    ]


def seen(data: Path) -> Seen:
    """What the last job saw in the bucket."""
    file = data / _SEEN
    return Seen(**json.loads(file.read_text())) if file.exists() else Seen()


def note_seen(data: Path, bucket: Bucket, trouble: str | None) -> None:
    """Keep what is to be seen there now, or why nothing is."""
    told = Seen(clock.real_now().isoformat(), trouble, seen(data).copies)
    try:
        told.copies = [asdict(one) for one in bucket.copies()]
    except Refused as refusal:
        told.trouble = trouble or refusal.sentence
    draft = data / f"{_SEEN}.draft"
    draft.write_text(json.dumps(asdict(told), ensure_ascii=False))
    draft.replace(data / _SEEN)
