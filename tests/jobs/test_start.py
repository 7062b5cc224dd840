"""What cannot be reached is named in a sentence, at the start and by every command."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.durability.test_kill import free_port

ROOT = Path(__file__).parents[2]
NOWHERE = "127.0.0.1:1"
START = ("jobs.serve",)
MIGRATE = ("flask", "db", "upgrade")
COUNT = ("flask", "audit", "verify")
COPY = ("flask", "backup", "now")
DATABASE = ("DATABASE_URL", f"postgresql://klass:secret@{NOWHERE}/klass")
NO_FILE = ("DATABASE_URL", "sqlite:////tmp")
REDIS = ("REDIS_URL", f"redis://{NOWHERE}/0")
NO_SOCKET = ("REDIS_URL", "unix:///no/such.sock")
WRONG = (
    *((DATABASE, command) for command in (START, MIGRATE, COUNT, COPY)),
    *((NO_FILE, command) for command in (START, MIGRATE, COUNT, COPY)),
    (REDIS, START),
    (NO_SOCKET, START),
    (("HOST", "192.0.2.1"), START),  # lawful, but of no machine
    (("HOST", "2001:db8::1"), START),
)


@pytest.mark.parametrize(("setting", "command"), WRONG)
def test_what_cannot_be_reached_is_named_in_a_sentence(tmp_path, setting, command):
    name, value = setting
    ended = subprocess.run(
        [sys.executable, "-m", *command],
        env=os.environ | {"KLASS_DATA": str(tmp_path), "PORT": str(free_port()), name: value},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith(name)
    assert ended.stderr.count("\n") == 1
    assert "secret" not in ended.stderr
