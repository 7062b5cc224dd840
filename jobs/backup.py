"""A copy of the database, as a run: made, carried to each other disk, proved in every place."""

from dataclasses import asdict

from flask import current_app

from models.refusal import Refused
from models.runs import keeping
from models.runs.backup import Backup, make_backup, verify_backup
from models.runs.bucket import Bucket, note_seen
from models.runs.targets import Target, targets


def run(_run, progress) -> dict:
    """Make a copy and prove it; the result is its manifest, and what kept it from other disks."""
    settings = current_app.config["KLASS"]
    with keeping.in_words(settings.data / "backups"):
        made = make_backup(settings.database_url, settings.data, progress)
    progress(4, 5, "Проверяю копию и уношу на другие диски")
    proved = verify_backup(settings.database_url, settings.data, made.name)
    keeping.thin_out(settings.data)
    return asdict(proved) | {"troubles": carried(settings, proved)}


def carried(settings, backup: Backup) -> list[str]:
    """Carry a proved copy to each target and prove it there; what went wrong, in sentences."""
    tried = [carried_to(target, settings, backup) for target in targets(settings.copies)]
    return [trouble for trouble in tried if trouble] + carried_to_bucket(settings, backup)


def carried_to(target: Target, settings, backup: Backup) -> str | None:
    """The same for one target."""
    try:
        keeping.carry(settings.data, backup, target)
        with keeping.in_words(target.place):
            verify_backup(settings.database_url, target.place, backup.name)
            keeping.thin_out(target.place)
    except Refused as refusal:
        return f"{target.name}: {refusal.sentence}"
    return None


def carried_to_bucket(settings, backup: Backup) -> list[str]:
    """The same for the storage, where the settings name one."""
    if settings.bucket is None:
        return []
    bucket, trouble = Bucket(settings.bucket), None
    try:
        bucket.carry(settings.data, backup)
        bucket.prove(settings.database_url, settings.data, backup.name)
        bucket.thin_out()
    except Refused as refusal:
        trouble = refusal.sentence
    note_seen(settings.data, bucket, trouble)
    return [trouble] if trouble else []
