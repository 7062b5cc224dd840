"""Finds Chromium, or installs it through apt where that is allowed; else a plain sentence."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
LACKING = "Нет браузера Chromium: тесты в браузере не пройдут. Установите: apt install chromium"


def chromium() -> str | None:
    """The path of a Chromium, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def _install() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Ставлю Chromium (один раз)…", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
        subprocess.run(["apt-get", "update", "-q"], **quiet)
        subprocess.run(
            ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"], **quiet
        )


if __name__ == "__main__":
    if chromium() is None:
        _install()
    if chromium() is None:
        print(LACKING, file=sys.stderr)
        sys.exit(1 if os.environ.get("CI") == "true" else 0)
