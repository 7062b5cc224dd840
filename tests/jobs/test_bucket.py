"""Copies in an S3-compatible storage, against a real server of its own process."""

import subprocess
import sys
import time
import urllib.request
from dataclasses import replace

import pytest

from jobs.backup import carried
from models import copy_key
from models.bucket_settings import bucket_of
from models.journal.cell import Mark
from models.refusal import Refused
from models.runs import keeping, manifests
from models.runs.backup import (
    backup_named,
    backups,
    folder,
    make_backup,
    manifest,
    restore_backup,
    verify_backup,
)
from models.runs.bucket import Bucket, note_seen, seen
from models.wrong_setting import WrongSetting
from tests.durability.test_kill import free_port

MATHS = ("5-А", "Математика")


@pytest.fixture(scope="module")
def storage():
    """A storage with one bucket; its port."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/moto-api/", timeout=2)
            break
        except OSError:
            time.sleep(0.1)
    yield port
    server.kill()
    server.wait()


@pytest.fixture
def settings(app, storage):
    urllib.request.urlopen(
        urllib.request.Request(f"http://127.0.0.1:{storage}/moto-api/reset", method="POST")
    )
    address = bucket_of(f"http://key:secret@127.0.0.1:{storage}/school/klass?region=us-east-1")
    Bucket(address)._client.make_bucket(bucket_name="school")
    own = app.config["KLASS"]
    for file in folder(own.data).glob("*.klass.zst*"):
        file.unlink()
    app.config["KLASS"] = replace(own, bucket=address)
    yield app.config["KLASS"]
    app.config["KLASS"] = own
    copy_key.configure(None)
    for name in ("bucket.json", "restores.jsonl"):
        (own.data / name).unlink(missing_ok=True)


@pytest.fixture(params=[None, "семь синих слонов"])
def copy(request, settings, as_, cast):
    copy_key.configure(request.param)
    as_("anna").type("teacher", cast, MATHS, "petya", "5")
    return make_backup(settings.database_url, settings.data)


def lose_this_machine(settings, copy) -> None:
    for file in folder(settings.data).glob("*.*"):
        if file.is_file():
            file.unlink()


def test_a_copy_is_carried_proved_fetched_and_restored(settings, copy, a_stage, in_school, as_):
    assert carried(settings, copy) == []
    (there,) = Bucket(settings.bucket).copies()
    assert there.verified_at and there.sha256 == copy.sha256
    lose_this_machine(settings, copy)
    page = as_("admin").get("/administrator/backups/").text
    assert "127.0.0.1" in page and "Взять на этот компьютер" in page and "secret" not in page
    fetched = Bucket(settings.bucket).fetch(copy.name, settings.data)
    assert verify_backup(settings.database_url, settings.data, fetched.name).verified_at
    a_stage._close()
    assert restore_backup(settings.database_url, settings.data, copy.name)[0].counts == copy.counts
    with in_school() as session:
        assert [shown for (shown,) in session.query(Mark.shown)] == ["5"]


def test_a_copy_that_was_changed_there_does_not_prove_itself(settings, copy, tmp_path):
    bucket = Bucket(settings.bucket)
    bucket.carry(settings.data, copy)
    bad = tmp_path / "bad"
    content = bytearray((folder(settings.data) / copy.name).read_bytes())
    content[len(content) // 2] ^= 1
    bad.write_bytes(content)
    bucket._put(f"backups/{copy.name}", bad)
    with pytest.raises(Refused, match="контрольная сумма не сходится"):
        bucket.prove(settings.database_url, settings.data, copy.name)
    (there,) = bucket.copies()
    assert "контрольная сумма" in there.failed
    assert backup_named(settings.data, copy.name).failed is None


def test_a_half_carried_copy_is_not_listed(settings, copy):
    bucket = Bucket(settings.bucket)
    bucket._put(f"backups/{copy.name}", folder(settings.data) / copy.name)
    assert bucket.copies() == []
    bucket.carry(settings.data, copy)
    assert [one.name for one in bucket.copies()] == [copy.name]


@pytest.mark.parametrize("damage", [b"{", b"[]", b"{}", b'{"made_at": "x"}'])
def test_one_damaged_description_keeps_nobody_from_the_good_copies(
    settings, copy, app, tmp_path, as_, damage
):
    assert carried(settings, copy) == []
    later = make_backup(settings.database_url, settings.data)
    assert carried(settings, later) == []
    (bad := tmp_path / "bad").write_bytes(damage)
    bucket = Bucket(settings.bucket)
    bucket._put(f"backups/{later.name}.json", bad)
    damaged, good = bucket.copies()
    assert (damaged.name, damaged.failed) == (later.name, manifests.DAMAGED)
    assert (good.name, good.failed) == (copy.name, None)
    assert damaged.size == later.size and damaged.made.date() == later.made.date()
    assert bucket.thin_out() == []
    note_seen(settings.data, bucket, None)
    assert "Описание копии повреждено" in as_("admin").get("/administrator/backups/").text
    lose_this_machine(settings, copy)
    with pytest.raises(Refused, match="Описание копии повреждено"):
        bucket.fetch(later.name, settings.data)
    said = app.test_cli_runner().invoke(args=["backup", "fetch"])
    assert said.exit_code == 0 and copy.name in said.output, said.output
    assert bucket.prove(settings.database_url, settings.data, copy.name).verified_at


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"bucket": "no-such"}, "такого ведра нет"),
        ({"endpoint": "127.0.0.1:9"}, "не отвечает"),
    ],
)
def test_a_storage_that_is_away_is_said_and_the_copy_stays_good(
    settings, copy, app, change, said, as_
):
    app.config["KLASS"] = away = replace(settings, bucket=replace(settings.bucket, **change))
    (told,) = carried(away, copy)
    assert said in told and "Прежние копии целы" in told
    assert seen(settings.data).trouble == told
    assert said in as_("admin").get("/administrator/backups/").text
    assert verify_backup(settings.database_url, settings.data, copy.name).verified_at


def test_copies_there_are_thinned_out_like_those_on_disks(settings, copy, monkeypatch):
    bucket = Bucket(settings.bucket)
    bucket.carry(settings.data, copy)
    assert bucket.thin_out() == []
    later = make_backup(settings.database_url, settings.data)
    bucket.carry(settings.data, later)
    manifest(folder(settings.data), later.name).exists()
    monkeypatch.setattr("models.runs.bucket.kept_names", lambda there: {there[0].name})
    assert bucket.thin_out() == [copy.name]
    assert [one.name for one in bucket.copies()] == [later.name]
    assert not [name for name in bucket._names("backups/") if copy.name in name]


def test_the_command_fetches_the_newest(settings, copy, app):
    assert carried(settings, copy) == []
    lose_this_machine(settings, copy)
    said = app.test_cli_runner().invoke(args=["backup", "fetch"])
    assert said.exit_code == 0 and "Взята." in said.output, said.output
    assert [one.name for one in backups(settings.data)] == [copy.name]
    assert keeping.newest_proved(settings.data)


@pytest.mark.parametrize("url", ["s3://x/y", "https://host/bucket", "https://k:s@host", "klass"])
def test_an_address_that_cannot_be_stops_the_start(url):
    with pytest.raises(WrongSetting, match=r"^KLASS_S3: "):
        bucket_of(url)


def test_no_key_is_ever_shown():
    assert "s3cr" not in repr(bucket_of("https://k3y:s3cr@host/bucket"))
    assert bucket_of("https://k3y:s3cr@host/bucket/a/b").name == "host/bucket/a/b"
