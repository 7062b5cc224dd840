"""What is said of copies: on other disks, after a restore, before one."""

import shutil
from dataclasses import replace

import pytest

from jobs import proof
from jobs.backup import carried
from jobs.schedule import begin_where_a_disk_lacks
from models.base import db
from models.runs.backup import backup_named, backups, folder, make_backup, verify_backup
from models.runs.restoring import Wish, bring_back
from models.runs.run import Run, last_run, new_run
from models.runs.targets import MARKER, adopt


@pytest.fixture
def settings(app, tmp_path):
    """The app's settings with a disk."""
    place = tmp_path / "usb"
    place.mkdir()
    adopt(place)
    own = app.config["KLASS"]
    app.config["KLASS"] = replace(own, copies=(place,))
    for file in folder(own.data).glob("*.klass.zst*"):
        file.unlink()
    yield app.config["KLASS"]
    app.config["KLASS"] = own
    (own.data / "restores.jsonl").unlink(missing_ok=True)


@pytest.fixture
def copy(settings, a_stage):
    made = make_backup(settings.database_url, settings.data)
    return verify_backup(settings.database_url, settings.data, made.name)


def test_a_disk_that_was_away_gets_the_newest_copy_when_it_is_there_again(
    app, settings, copy, queue, as_
):
    (place,) = settings.copies
    (place / MARKER).unlink()
    with app.app_context():
        assert begin_where_a_disk_lacks() is False
        adopt(place)
        assert "На нём нет копии" in (page(as_)) or "на нём нет копии" in page(as_)
        assert begin_where_a_disk_lacks() is True
        assert begin_where_a_disk_lacks() is False, "not again within an hour"
        proof.run(last_run("proof"), lambda *_: None)
        assert backup_named(place, copy.name).verified_at
        assert "нет копии" not in page(as_)


def page(as_) -> str:
    return as_("admin").get("/administrator/backups/").text


def test_a_copy_that_a_restore_ended_is_no_failed_attempt(app, settings, a_stage, as_):
    with app.app_context():
        new_run("backup")
        db.session.commit()
    made = make_backup(settings.database_url, settings.data)
    a_stage._close()
    with app.app_context():
        bring_back(settings, Wish(settings.data, made.name, {"id": "x"}), lambda *_: None)
        assert [run.state for run in db.session.query(Run).filter_by(kind="backup")] == ["failed"]
    assert "Последняя попытка не удалась" not in page(as_)
    assert "осталось в прошлом" not in as_("admin").get("/administrator/").text


def test_a_folder_on_the_journals_own_disk_is_said_at_once(app, settings, as_):
    beside = settings.data.parent / f"{settings.data.name}-beside"
    beside.mkdir(exist_ok=True)
    app.config["KLASS"] = replace(settings, copies=(beside,))
    said = app.test_cli_runner().invoke(args=["backup", "adopt", str(beside)])
    assert said.exit_code == 0 and "на том же диске, что и журнал" in said.output
    assert "на том же диске, что и журнал" in as_("admin").get("/administrator/").text
    shutil.rmtree(beside)
    app.config["KLASS"] = replace(settings, copies=())
    assert "Второго диска для копий нет" in as_("admin").get("/administrator/").text


def test_home_says_what_the_other_disk_holds_where_the_computer_has_no_copy(settings, copy, as_):
    assert carried(settings, copy) == []
    for file in folder(settings.data).glob("*.klass.zst*"):
        file.unlink()
    assert "На другом диске их 1, последняя" in as_("admin").get("/administrator/").text


def test_each_copy_says_whether_it_is_encrypted(settings, copy, as_):
    assert "не зашифрована" in page(as_)


def test_a_wrong_name_is_refused_before_anything_is_asked(app, settings, copy):
    said = app.test_cli_runner().invoke(args=["backup", "restore", "nosuch"])
    assert "Такой копии нет: nosuch" in said.output and "Заменить" not in said.output


def test_the_question_names_the_moment(app, settings, copy):
    asked = ["backup", "restore", copy.name, "--until", "2026-11-28 10:15:00"]
    said = app.test_cli_runner().invoke(args=asked, input="n\n")
    assert f"копией {copy.name} и записями после неё до 28.11.2026 10:15:00?" in said.output
    assert len(backups(settings.data)) == 1


def test_the_list_speaks_as_the_page_does(app, settings, copy):
    said = app.test_cli_runner().invoke(args=["backup", "list"]).output
    assert "байт" not in said and "UTC" in said


def test_the_page_says_why_a_safety_copy_is_not_proved(settings, copy, as_):
    assert "чтобы передумать" not in page(as_)
    make_backup(settings.database_url, settings.data, safety=True)
    assert "чтобы передумать: они лежат только здесь, 30 дней" in page(as_)
