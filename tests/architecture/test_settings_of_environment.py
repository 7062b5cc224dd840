"""A setting Klass cannot use stops the start with a sentence that names it."""

import pytest

from app import Settings, WrongSetting

WRONG = (
    ("HOST", "localhost"),
    ("HOST", "256.0.0.1"),
    ("PORT", "abc"),
    ("PORT", "70000"),
    ("KLASS_TZ", "Mars/Olympus"),
    ("DATABASE_URL", "mysql://x"),
    ("DATABASE_URL", "sqlite:////no/such/folder/klass.sqlite"),
    ("DATABASE_URL", "postgresql://klass:secret@localhost:port/klass"),
    ("REDIS_URL", "http://localhost:6379"),
    ("REDIS_URL", "localhost:6379"),
    ("REDIS_URL", "redis://localhost:port/0"),
    ("WEB_WORKERS", "0"),
    ("KLASS_COPIES", "usb"),
    ("KLASS_S3", "https://host/bucket"),
    ("KLASS_COPIES_KEY", "/no/such/file"),
    ("KLASS_SMTP", "mail.school.ru"),
    ("KLASS_ALARM_TO", "не адрес"),
    ("KLASS_NOW", "2026-11-16T08:30"),  # without KLASS_DEMO
)


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_setting_is_named_in_a_sentence(tmp_path, name, value):
    with pytest.raises(WrongSetting) as stop:
        Settings.from_env({"KLASS_DATA": str(tmp_path), name: value})
    assert str(stop.value).startswith(name)


def test_all_settings_may_be_left_out(tmp_path):
    settings = Settings.from_env({"KLASS_DATA": str(tmp_path)})
    assert settings.database_url.startswith("sqlite:///")
    assert (settings.port, settings.workers, settings.demo) == (8000, 2, False)


GOOD = (
    ("DATABASE_URL", "postgresql://klass:a#b:c@localhost:5432/klass"),
    ("DATABASE_URL", "postgresql://postgres:@/klass?host=/tmp/klass"),
    ("DATABASE_URL", "postgresql://[::1]/klass"),
    ("REDIS_URL", "rediss://:secret@cache.school:6380/0"),
    ("REDIS_URL", "unix:///run/redis.sock?db=1"),
)


@pytest.mark.parametrize(("name", "value"), GOOD)
def test_a_lawful_address_is_taken(tmp_path, name, value):
    settings = Settings.from_env({"KLASS_DATA": str(tmp_path), name: value})
    kept = settings.database_url if name == "DATABASE_URL" else settings.redis_url
    assert kept.partition("://")[2] == value.partition("://")[2]


@pytest.mark.parametrize("place", ["file", "file/inside", "/proc/klass"])
def test_a_data_folder_that_cannot_be_is_named_in_a_sentence(tmp_path, place):
    (tmp_path / "file").touch()
    with pytest.raises(WrongSetting, match=r"^KLASS_DATA: "):
        Settings.from_env({"KLASS_DATA": str(tmp_path / place)})
