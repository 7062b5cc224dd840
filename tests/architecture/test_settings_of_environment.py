"""A setting Klass cannot use stops the start with a sentence that names it."""

import pytest

from app import Settings, WrongSetting

WRONG = (
    ("PORT", "abc"),
    ("PORT", "70000"),
    ("KLASS_TZ", "Mars/Olympus"),
    ("DATABASE_URL", "mysql://x"),
    ("DATABASE_URL", "sqlite:////no/such/folder/klass.sqlite"),
    ("WEB_WORKERS", "0"),
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
