"""`make run`: database, demonstration, Redis, web, worker, schedule and sealer, supervised as one.

honcho runs the four programs; Redis is started before them and ends after them. Children
leave by themselves when this supervisor is killed (jobs/supervision.py).
"""

import contextlib
import errno
import os
import shlex
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

from honcho.printer import Printer

from jobs import connection
from jobs.embedded_redis import EmbeddedRedis
from jobs.flask_command import flask
from jobs.keeper import Keeper
from jobs.supervision import TOKEN, hold
from models.environment import Settings
from models.refusal import Refused
from models.runs.targets import targets

DEMO_ACCOUNTS = "director, deputy, admin, operator, teacher, parent, student, inspector"
STARTED_WITHIN = 60  # seconds


def main() -> int:
    """Serve until Ctrl-C; returns the exit code."""
    settings = Settings.from_env()
    try:
        _free_port(settings)
        token = hold(settings.data)
    except Refused as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 1
    with token:
        try:
            return _serve(settings)
        except Refused as refusal:
            print(refusal.sentence, file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            return 0


def _serve(settings: Settings) -> int:
    python = shlex.quote(sys.executable)
    if settings.redis_url:
        connection.reach(settings)
    for target in targets(settings.copies):
        if trouble := target.trouble():
            print(f"Копии туда пока не идут, журнал работает. {trouble}", flush=True)
    _upgrade()
    environment = _environment(settings)
    redis = contextlib.nullcontext() if settings.redis_url else EmbeddedRedis(settings.data)
    with redis:
        manager = Keeper(Printer(sys.stdout, colour=sys.stdout.isatty(), prefix=True))
        manager.add_process("web", f"exec {python} -m jobs.web", env=environment)
        manager.add_process("sealer", f"exec {python} -m jobs.seal", env=environment)
        manager.add_process("worker", f"exec {python} -m jobs.worker", env=environment)
        manager.add_process(
            "schedule", f"exec {python} -c {shlex.quote(SCHEDULE)}", env=environment
        )
        threading.Thread(target=_announce, args=(settings, environment), daemon=True).start()
        manager.loop()
    return 0 if manager.returncode in (0, -2, -15, 130, 143) else 1


SCHEDULE = "from jobs.schedule import main; main()"  # RQ will not enqueue functions of __main__


def _upgrade() -> None:
    """In a process of its own: what reads copies and migrations would stay in this one's memory."""
    done = subprocess.run(
        [sys.executable, "-m", "jobs.upgrade"], stderr=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise Refused(done.stderr.strip())


def _environment(settings: Settings) -> dict[str, str]:
    """The children's environment; seeds an empty database with the demonstration school."""
    print("Готовлю базу данных…", flush=True)
    said = flask("demo", "ensure").splitlines()
    for line in said[:-1]:
        print(line)
    environment = dict(os.environ, KLASS_SUPERVISED=str(settings.data / TOKEN))
    environment["PYTHONUNBUFFERED"] = "1"
    environment["KLASS_DEMO"] = "1" if said[-1] == "demo" else "0"
    if environment["KLASS_DEMO"] == "0":
        environment.pop("KLASS_NOW", None)
    return environment


def _free_port(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise Refused(_unbound(settings, error)) from None


def _unbound(settings: Settings, error: OSError) -> str:
    """Why the web server cannot listen there, in a sentence."""
    if error.errno == errno.EADDRINUSE:
        return f"Порт {settings.port} занят другой программой. Задайте другой: PORT=8001 make run"
    if error.errno == errno.EACCES:
        return (
            f"PORT: порт {settings.port} системный, обычному пользователю он не даётся. "
            "Задайте от 1024: PORT=8001 make run"
        )
    return (
        f"HOST: у этого компьютера нет адреса {settings.host} ({error.strerror}). Задайте "
        "127.0.0.1 (только для него самого) или 0.0.0.0 (для всей сети)."
    )


def _announce(settings: Settings, environment: dict) -> None:
    """Print the address once it answers."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{settings.port}/"
    for _ in range(STARTED_WITHIN * 4):
        time.sleep(0.25)
        try:
            with urllib.request.urlopen(address + "healthz", timeout=2):
                break
        except (urllib.error.URLError, OSError):
            continue
    else:
        return
    print(f"\n  Klass работает: {address}", flush=True)
    if environment["KLASS_DEMO"] == "1":
        print(f"  Показательная школа. Логины: {DEMO_ACCOUNTS}; пароль klass-demo", flush=True)
    print("  Остановить: Ctrl-C\n", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
