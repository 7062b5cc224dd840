"""Copies are closed by a passphrase or a key file: nobody reads them without, and the passphrase
alone brings the school back on a bare machine."""

from dataclasses import replace

import pytest

from app import Settings, WrongSetting
from jobs.backup import carried
from jobs.seal import seal, ship
from models import copy_key
from models.audit.shipped import files
from models.journal.cell import Mark
from models.refusal import Refused
from models.runs import one_file, scans
from models.runs.backup import backup_named, folder, make_backup, restore_backup, verify_backup
from models.runs.replay import replay
from models.runs.targets import adopt

MATHS = ("5-А", "Математика")
PASSPHRASE = "семь синих слонов"


@pytest.fixture(params=["passphrase", "key file"])
def settings(request, app, tmp_path):
    place = tmp_path / "usb"
    place.mkdir()
    adopt(place)
    own = app.config["KLASS"]
    for file in (*folder(own.data).glob("*.klass.zst*"), *folder(own.data).glob("*.key")):
        file.unlink()
    secret = PASSPHRASE if request.param == "passphrase" else copy_key.new_key().identity
    copy_key.configure(secret)
    app.config["KLASS"] = replace(own, copies=(place,), copies_key=secret)
    yield app.config["KLASS"]
    app.config["KLASS"] = own
    copy_key.configure(None)
    (own.data / "restores.jsonl").unlink(missing_ok=True)


@pytest.fixture
def copy(settings, as_, cast, in_school):
    as_("anna").type("teacher", cast, MATHS, "petya", "5")
    with in_school():
        seal()
    return make_backup(settings.database_url, settings.data)


def test_a_closed_copy_is_proved_carried_and_restored(settings, copy, a_stage, in_school):
    place = settings.copies[0]
    packed = (folder(settings.data) / copy.name).read_bytes()
    assert packed.startswith(copy_key.SIGN)
    listed = scans.list_file(folder(settings.data), copy.name).read_bytes()
    assert listed.startswith(copy_key.SIGN), "names of scans tell of people"
    assert verify_backup(settings.database_url, settings.data, copy.name).verified_at
    assert carried(settings, copy) == []
    for file in folder(settings.data).glob("*.key"):  # this machine is lost
        file.unlink()
    a_stage._close()
    assert restore_backup(settings.database_url, place, copy.name, place)[0].counts == copy.counts
    with in_school() as session:
        assert [shown for (shown,) in session.query(Mark.shown)] == ["5"]


@pytest.mark.parametrize("wrong", [None, "не тот пароль копий", "key"])
def test_without_the_right_secret_a_closed_copy_says_so(settings, copy, wrong):
    copy_key.configure(copy_key.new_key().identity if wrong == "key" else wrong)
    with pytest.raises(Refused, match=r"другим паролем или ключом|Копия зашифрована") as told:
        verify_backup(settings.database_url, settings.data, copy.name)
    assert told.value.sentence == backup_named(settings.data, copy.name).failed


def test_a_new_passphrase_leaves_earlier_copies_as_they_were(settings, copy):
    earlier = settings.copies_key
    copy_key.configure("другой длинный пароль")
    later = make_backup(settings.database_url, settings.data)
    assert later.key != copy.key
    assert verify_backup(settings.database_url, settings.data, later.name).verified_at
    copy_key.configure(earlier)
    assert verify_backup(settings.database_url, settings.data, copy.name).verified_at


@pytest.mark.parametrize("place", [0.2, 0.5, 0.95])
def test_a_flipped_bit_in_a_closed_copy_is_found_by_the_cipher_too(settings, copy, place):
    file = folder(settings.data) / copy.name
    content = bytearray(file.read_bytes())
    content[int(len(content) * place)] ^= 1
    broken = file.with_suffix(".broken")
    broken.write_bytes(content)
    key = copy_key.key_of(file.parent, copy.key)
    with (
        broken.open("rb") as source,
        open("/dev/null", "wb") as nowhere,
        pytest.raises(Refused, match="повреждён"),
    ):
        copy_key.open_up(source, nowhere, key)
    broken.unlink()


def test_what_is_carried_away_every_few_seconds_is_closed_too(
    settings, copy, a_stage, as_, cast, in_school
):
    with in_school():
        ship()
    as_("anna").type("teacher", cast, MATHS, "petya", "2", version=1)
    with in_school():
        seal()
        assert ship() == []
    place = settings.copies[0]
    assert len([line for file in files(place) for line in file.open()]) == 2
    assert carried(settings, copy) == []
    a_stage._close()
    restore_backup(settings.database_url, settings.data, copy.name, place)
    assert replay(settings.database_url, place, copy.chain, None).entries
    with in_school() as session:
        assert [shown for (shown,) in session.query(Mark.shown)] == ["2"]
    copy_key.configure("не тот пароль копий")
    with pytest.raises(Refused, match="другим паролем или ключом"):
        replay(settings.database_url, place, {"number": 1, "head": copy.chain["head"]}, None)


def test_one_file_carries_the_wrapped_key_along(settings, copy):
    told = b"".join(one_file.sent(settings.data, copy))
    wrapped = settings.copies_key == PASSPHRASE
    assert (b"chacha20-poly1305" in told) == wrapped


def test_a_key_file_is_made_once_for_its_owner_alone(app, tmp_path):
    runner, file = app.test_cli_runner(), tmp_path / "copies.key"
    assert runner.invoke(args=["backup", "make-key", str(file)]).exit_code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert runner.invoke(args=["backup", "make-key", str(file)]).exit_code == 1
    told = {"KLASS_DATA": str(tmp_path), "KLASS_COPIES_KEY": str(file)}
    assert Settings.from_env(told).copies_key.startswith("AGE-SECRET-KEY-1")
    assert "AGE-SECRET" not in repr(Settings.from_env(told))


@pytest.mark.parametrize("text", [None, "", "коротко"])
def test_a_key_that_cannot_be_stops_the_start(tmp_path, text):
    file = tmp_path / "secret"
    if text is not None:
        file.write_text(text)
    with pytest.raises(WrongSetting, match=r"^KLASS_COPIES_KEY: "):
        Settings.from_env({"KLASS_DATA": str(tmp_path), "KLASS_COPIES_KEY": str(file)})
