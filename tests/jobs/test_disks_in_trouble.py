"""A real disk that is full or read-only, a damaged copy: a plain sentence, earlier copies as they
were, and the journal goes on."""

import os
import subprocess
import sys
import threading
from dataclasses import replace

import pytest

from jobs.backup import carried
from models.refusal import Refused
from models.runs.backup import backups, folder, make_backup, restore_backup, verify_backup
from models.runs.targets import adopt

MATHS = ("5-А", "Математика")
needs_mounts = pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a small disk")


@pytest.fixture
def settings(app):
    own = app.config["KLASS"]
    for file in folder(own.data).glob("*.klass.zst*"):
        file.unlink()
    yield own
    app.config["KLASS"] = own


@pytest.fixture
def small_disk(tmp_path, app, settings):
    """A disk of 4 MB, adopted."""
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "klass", str(place)], check=True)
    adopt(place)
    app.config["KLASS"] = replace(settings, copies=(place,))
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)


def saves(as_, cast, version: int = 0) -> int:
    return as_("anna").type("teacher", cast, MATHS, "petya", "5", version=version).status_code


@needs_mounts
def test_a_full_disk_is_said_earlier_copies_stay_and_the_journal_goes_on(
    app, small_disk, settings, as_, cast
):
    first = make_backup(settings.database_url, settings.data)
    assert carried(app.config["KLASS"], first) == []
    (small_disk / "films").write_bytes(bytes(os.statvfs(small_disk).f_bavail * 4096 - 8192))
    later = make_backup(settings.database_url, settings.data)
    (told,) = carried(app.config["KLASS"], later)
    assert "нет места" in told and "Прежние копии целы" in told
    assert [one.name for one in backups(small_disk)] == [first.name]
    assert backups(small_disk)[0].sha256 == first.sha256
    assert not list(folder(small_disk).glob("*.draft"))
    assert saves(as_, cast) == 200


@needs_mounts
def test_a_disk_that_became_read_only_is_said(app, small_disk, settings, as_, cast):
    first = make_backup(settings.database_url, settings.data)
    assert carried(app.config["KLASS"], first) == []
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    later = make_backup(settings.database_url, settings.data)
    (told,) = carried(app.config["KLASS"], later)
    assert "только для чтения" in told
    assert [one.name for one in backups(small_disk)] == [first.name]
    assert saves(as_, cast) == 200


LIMITED = (
    "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    "resource.setrlimit(resource.RLIMIT_FSIZE, (60000, 60000)); "
    "sys.argv = ['flask', 'backup', 'now']; from flask.cli import main; main()"
)


def test_where_the_data_folder_takes_no_more_the_command_says_so_and_lists_nothing_half_made(
    app, a_stage, settings, as_, cast
):
    first = make_backup(settings.database_url, settings.data)
    a_stage._close()
    own = {"KLASS_DATA": str(settings.data), "DATABASE_URL": settings.database_url}
    done = subprocess.run(
        [sys.executable, "-c", LIMITED],
        env=os.environ | own | {"KLASS_COPIES": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    said = ("Error: База не копируется", "Error: Копия", "Error: Программа PostgreSQL pg_dump")
    assert done.stderr.splitlines()[-1].startswith(said)
    assert [one.name for one in backups(settings.data)] == [first.name]
    assert saves(as_, cast) == 200


@pytest.mark.parametrize("how", ["truncated", "empty", "bit", "gone"])
def test_a_damaged_copy_is_said_and_the_others_stay(settings, as_, cast, how, app):
    first = make_backup(settings.database_url, settings.data)
    later = make_backup(settings.database_url, settings.data)
    file = folder(settings.data) / later.name
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 4
    damaged = {"truncated": bytes(content[:-7]), "empty": b"", "bit": bytes(content)}
    file.write_bytes(damaged[how]) if how in damaged else file.unlink()
    with pytest.raises(Refused, match=r"повреждён|Такой копии нет"):
        verify_backup(settings.database_url, settings.data, later.name)
    with pytest.raises(Refused, match=r"повреждён|Такой копии нет"):
        restore_backup(settings.database_url, settings.data, later.name)
    assert verify_backup(settings.database_url, settings.data, first.name).verified_at
    assert saves(as_, cast) == 200


def test_a_copy_ends_and_is_whole_while_others_never_stop_writing(app, settings, as_, cast):
    ending, answered = threading.Event(), []

    def write():
        version = 0
        while not ending.is_set():
            answered.append(saves(as_, cast, version))
            version += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [make_backup(settings.database_url, settings.data) for _ in range(3)]
    finally:
        ending.set()
        writer.join()
    assert set(answered) == {200}
    for one in made:
        assert verify_backup(settings.database_url, settings.data, one.name).verified_at
