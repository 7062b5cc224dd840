"""A command of Klass in a process of its own, as the start runs them."""

import subprocess
import sys

from models.refusal import Refused

CRASH = "Traceback"


def flask(*arguments: str) -> str:
    """What the command printed; raises Refused with what it complained of."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        if CRASH in said:
            said = f"flask {' '.join(arguments)}: {said[-800:]}"
        raise Refused(said)
    return done.stdout.strip()
