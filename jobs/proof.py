"""The nightly proof of the newest copy in each place, where it was not proved in this night.
A disk that was away gets the newest copy first: by night, or as soon as it is seen to lack it."""

from datetime import timedelta

from flask import current_app

from jobs.backup import carried_to
from models import clock
from models.refusal import Refused
from models.runs.backup import backups, verify_backup
from models.runs.bucket import Bucket, note_seen
from models.runs.keeping import lacking
from models.runs.targets import Target, present, targets

FRESH = timedelta(hours=12)


def run(_run, progress) -> dict:
    """Prove what is not proved lately. Raises Refused with all that failed."""
    settings = current_app.config["KLASS"]
    places = [settings.data, *present(settings.copies)]
    proved, failed = 0, []
    for target in disks_that_lack(settings):
        if trouble := carried_to(target, settings, lacking(settings.data, target)):
            failed.append(trouble)
    for done, place in enumerate(places):
        progress(done, len(places), f"Проверяю новейшую копию в {place}")
        newest = next(iter(backups(place)), None)
        if newest is None or (newest.verified and clock.real_now() - newest.verified < FRESH):
            continue
        try:
            verify_backup(settings.database_url, place, newest.name)
            proved += 1
        except Refused as refusal:
            failed.append(f"{place}: {refusal.sentence}")
    if settings.bucket is not None:
        proved += _prove_bucket(settings, failed)
    if failed:
        raise Refused(" ".join(failed))
    return {"proved": proved}


def disks_that_lack(settings) -> list[Target]:
    """The disks that are there and have not the newest proved copy."""
    there = [target for target in targets(settings.copies) if target.trouble() is None]
    return [target for target in there if lacking(settings.data, target)]


def _prove_bucket(settings, failed: list[str]) -> int:
    """The newest copy of the storage; how many were proved."""
    bucket, trouble, done = Bucket(settings.bucket), None, 0
    try:
        newest = next(iter(bucket.copies()), None)
        if newest and not (newest.verified and clock.real_now() - newest.verified < FRESH):
            bucket.prove(settings.database_url, settings.data, newest.name)
            done = 1
    except Refused as refusal:
        trouble = refusal.sentence
        failed.append(trouble)
    note_seen(settings.data, bucket, trouble)
    return done
