"""Copies prove themselves, lie on several disks, and a bad one is told in a plain sentence."""

import json
import os
from dataclasses import asdict, replace
from datetime import timedelta

import pytest

from jobs.backup import carried
from jobs.seal import seal
from models import clock
from models.refusal import Refused
from models.runs import keeping
from models.runs.backup import (
    Backup,
    backup_named,
    backups,
    folder,
    make_backup,
    manifest,
    restore_backup,
    verify_backup,
)
from models.runs.restore_log import restores
from models.runs.targets import Target, adopt

MATHS = ("5-А", "Математика")


@pytest.fixture
def settings(app, tmp_path):
    """The app's settings with an adopted disk."""
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
def copy(settings, as_, cast, in_school):
    as_("anna").type("teacher", cast, MATHS, "petya", "5")
    with in_school():
        seal()
    return make_backup(settings.database_url, settings.data)


def test_a_copy_promises_the_head_of_the_chain_and_what_stands_in_some_cells(settings, copy):
    assert copy.chain["number"] == 1
    assert copy.sample["cells"] == [1]
    proved = verify_backup(settings.database_url, settings.data, copy.name)
    assert proved.verified_at and proved.seconds is not None and proved.failed is None


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"chain": {"number": 1, "head": "0" * 64}}, "кончается не тем блоком"),
        ({"sample": {"cells": [1], "sha256": "0" * 64}}, "в выбранных наугад клетках"),
        ({"counts": {}}, "число записей в ней не то"),
        ({"sha256": "0" * 64}, "контрольная сумма не сходится"),
    ],
)
def test_a_copy_that_is_not_what_it_promises_alarms(settings, copy, broken, said, app):
    told = asdict(copy) | broken
    manifest(folder(settings.data), copy.name).write_text(json.dumps(told))
    with pytest.raises(Refused, match=said):
        verify_backup(settings.database_url, settings.data, copy.name)
    assert said in backup_named(settings.data, copy.name).failed
    assert said in keeping.alarm(settings.data, clock.real_now())
    assert app.test_client().get("/readyz").json["copies"] == "down"


def test_a_proof_that_is_too_old_alarms(settings, copy):
    verify_backup(settings.database_url, settings.data, copy.name)
    now = clock.real_now()
    assert keeping.alarm(settings.data, now) is None
    said = keeping.alarm(settings.data, now + keeping.PROVEN_WITHIN + timedelta(minutes=1))
    assert said == "Давно не было проверенной копии. Создайте копию сейчас."


def test_a_copy_is_carried_to_the_other_disk_and_proved_there(settings, copy):
    (place,) = settings.copies
    assert carried(settings, copy) == []
    there = backup_named(place, copy.name)
    assert there.verified_at and there.sha256 == copy.sha256
    assert restore_backup(settings.database_url, place, copy.name)[0].counts == copy.counts


def test_the_administrator_sees_how_old_the_last_proof_is_and_what_lies_where(settings, copy, as_):
    admin = as_("admin")
    assert "Ещё не проверена." in admin.get("/administrator/").text
    carried(settings, verify_backup(settings.database_url, settings.data, copy.name))
    assert "Последняя проверенная копия: только что, восстановление" in (
        admin.get("/administrator/").text
    )
    page = admin.get("/administrator/backups/").text
    assert f"{settings.copies[0]}: последняя копия" in page
    assert "Эта папка на том же диске, что и журнал" in page  # the test's disk is none
    (settings.copies[0] / "klass-copies.txt").unlink()
    assert "диск не подключён" in admin.get("/administrator/backups/").text
    assert "диск не подключён" in admin.get("/administrator/audit/proof").text


def test_a_disk_that_is_away_is_said_and_the_copy_stays_good(settings, copy):
    (place,) = settings.copies
    (place / "klass-copies.txt").unlink()
    (said,) = carried(settings, copy)
    assert "диск не подключён" in said
    assert list(place.iterdir()) == []
    assert backup_named(settings.data, copy.name)


@pytest.mark.parametrize(("number", "said"), [(28, "нет места"), (30, "только для чтения")])
def test_a_disk_that_refuses_is_said_and_earlier_copies_stay(
    settings, copy, number, said, monkeypatch
):
    (place,) = settings.copies
    assert carried(settings, copy) == []
    later = make_backup(settings.database_url, settings.data)

    def refuse(_descriptor):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)  # the disk is the only thing feigned
    (told,) = carried(settings, later)
    assert said in told and "Прежние копии целы" in told
    assert [one.name for one in backups(place)] == [copy.name]
    assert not list(folder(place).glob("*.draft"))


def test_a_half_carried_copy_is_not_listed(settings, copy):
    (place,) = settings.copies
    keeping.carry(settings.data, copy, Target(place))
    manifest(folder(place), copy.name).unlink()
    assert backups(place) == []


def test_a_restore_is_told_beside_the_database(settings, copy):
    restore_backup(settings.database_url, settings.data, copy.name)
    (told,) = restores(settings.data)
    assert (told["restored"], told["number"]) == (copy.name, 1)
    assert told["head"] == copy.chain["head"]


def made(settings, days_ago: int, verified: bool, hour: int = 3, **told) -> str:
    moment = (clock.real_now() - timedelta(days=days_ago)).replace(hour=hour)
    name = f"{moment:%Y%m%d}-{hour:02}0000-000000.klass.zst"
    place = folder(settings.data)
    (place / name).write_bytes(b"x")
    one = Backup(name, "sqlite", moment.isoformat(), 1, "0" * 64, {}, **told)
    one.verified_at = moment.isoformat() if verified else None
    manifest(place, name).write_text(json.dumps(asdict(one)))
    return name


def test_copies_are_thinned_out_by_days_weeks_months_and_years(settings):
    names = [made(settings, days, verified=days == 500) for days in range(0, 800)]
    keeping.thin_out(settings.data)
    kept = [one.name for one in backups(settings.data)]
    assert kept[:14] == names[:14]
    assert names[500] in kept  # the only proved one
    assert 14 + 5 < len(kept) < 14 + 8 + 12 + 10
    assert keeping.thin_out(settings.data) == []


def test_a_copy_that_failed_takes_no_proved_ones_place(settings):
    newest = made(settings, 3, True)
    proved = [made(settings, days, True) for days in (4, 5)]
    for days in (4, 5):
        made(settings, days, False, 12, failed="Файл копии повреждён.")
    only = made(settings, 6, False, failed="Сканов нет.")  # all that there is of that day
    keeping.thin_out(settings.data)
    assert [one.name for one in backups(settings.data)] == [newest, *proved, only]


def test_a_week_of_failed_copies_drives_no_good_one_away(settings):
    good = [made(settings, days, True) for days in range(20, 34)]
    for days in range(20):
        made(settings, days, False, failed="Файл копии повреждён.")
    keeping.thin_out(settings.data)
    assert set(good) <= {one.name for one in backups(settings.data)}


def test_a_copy_that_nobody_proved_takes_no_proved_ones_place(settings):
    names = [made(settings, 3, True), made(settings, 4, True)]
    made(settings, 4, False, 12)
    keeping.thin_out(settings.data)
    assert [one.name for one in backups(settings.data)] == names


def test_copies_made_before_restores_stay_thirty_days_and_take_no_place(settings):
    names = [made(settings, days, True) for days in (3, 29, 40)]
    safety = made(settings, 29, False, 12, safety=True)
    made(settings, 40, False, 12, safety=True)
    keeping.thin_out(settings.data)
    assert {one.name for one in backups(settings.data)} == {*names, safety}


def test_no_copy_of_today_is_thinned_out(settings, copy):
    later = make_backup(settings.database_url, settings.data)
    assert keeping.thin_out(settings.data) == []
    assert [one.name for one in backups(settings.data)] == [later.name, copy.name]
