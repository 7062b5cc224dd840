"""All of Klass on one stage as `make run` starts it, any part of which can be killed."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil

from jobs.connection import socket_path
from tests.databases import postgres_server
from tests.durability.test_kill import free_port

STARTED_WITHIN = 120
# the cast plays on one day, where a school's own start would take today's
START = (
    "import sys; from jobs import serve; asked = serve._environment; "
    "serve._environment = lambda s: asked(s) | {'KLASS_DEMO': '1', 'KLASS_NOW': %r}; "
    "sys.exit(serve.main())"
)
PARTS = {  # part → what its command says
    "web": "jobs.web",
    "worker": "jobs.worker",
    "redis": "redis-server",
    "sealer": "jobs.seal",
    "schedule": "jobs.schedule",
}
SUPERVISOR, DATABASE, COPYING = "supervisor", "database", "copying"


class House:
    """The running programs; `disk` takes copies and sealed changes."""

    def __init__(self, stage, disk: Path, log: Path):
        settings = stage.settings
        self.stage, self.log, self.port = stage, log, free_port()
        self.gave_up = 0  # how often the supervisor ended though nobody had killed it
        self.start_code = START % settings.now.isoformat()
        self.environment = os.environ | {
            "KLASS_DATA": str(settings.data),
            "DATABASE_URL": settings.database_url,
            "SECRET_KEY": settings.secret_key,
            "KLASS_DEMO": "1",
            "KLASS_NOW": settings.now.isoformat(),
            "KLASS_COPIES": str(disk),
            "PORT": str(self.port),
        }
        self.supervisor: subprocess.Popen | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def parts(self) -> list[str]:
        """What can be killed."""
        of_postgres = [DATABASE] if self.stage.database.kind == "postgresql" else []
        return [*PARTS, SUPERVISOR, COPYING, *of_postgres]

    def flask(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "flask", *arguments]
        subprocess.run(command, env=self.environment, check=True, capture_output=True)

    def ensure(self) -> None:
        """Start what does not run, and return when pages are answered."""
        deadline = time.monotonic() + STARTED_WITHIN
        while time.monotonic() < deadline:
            if self.supervisor is None or self.supervisor.poll() is not None:
                self.gave_up += self.supervisor is not None and self.supervisor.returncode >= 0
                self._start()
            with suppress(OSError):
                urllib.request.urlopen(self.address + "/healthz", timeout=2)
                return
            time.sleep(0.2)
        raise AssertionError("Klass does not answer")

    def _start(self) -> None:
        with self.log.open("ab") as log:
            self.supervisor = subprocess.Popen(
                [sys.executable, "-c", self.start_code],
                env=self.environment,
                start_new_session=True,
                stdout=log,
                stderr=log,
            )

    def family(self) -> list[psutil.Process]:
        """Every process of this data folder."""
        own, data = [], self.stage.settings.data
        socket = str(socket_path(data))  # Redis writes over its environment
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                ours = process.environ().get("KLASS_DATA") == str(data)
                if process.pid != os.getpid() and (ours or socket in " ".join(process.cmdline())):
                    own.append(process)
        return own

    def kill(self, part: str) -> int:
        """`kill -9` of a part; how many processes were hit."""
        if part == DATABASE:
            return _kill_postgres()
        hit = [process for process in self.family() if self._is(process, part)]
        for process in hit:
            with suppress(psutil.Error):
                process.send_signal(signal.SIGKILL)
        return len(hit)

    def _is(self, process: psutil.Process, part: str) -> bool:
        with suppress(psutil.Error):
            command = " ".join(process.cmdline())
            if part == SUPERVISOR:
                return process.pid == self.supervisor.pid
            if part == COPYING:  # the command, the worker's horse, the programs of PostgreSQL
                parent = " ".join(process.parent().cmdline()) if process.parent() else ""
                of_worker = PARTS["worker"] in command and PARTS["worker"] in parent
                named = any(word in command for word in ("backup now", "pg_dump", "pg_restore"))
                return named or of_worker
            return PARTS[part] in command
        return False

    def end(self) -> None:
        """End all there is."""
        for process in self.family():
            with suppress(psutil.Error):
                process.kill()
        if self.supervisor is not None:
            self.supervisor.wait(20)


def _kill_postgres() -> int:
    """Kill the server with all its processes, and start it again as the machine would."""
    server = postgres_server()
    master = psutil.Process(server.get_pid())
    hit = [master, *master.children(recursive=True)]
    for process in hit:
        with suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(hit, timeout=10)
    with server._lock:
        _started_again(server)
    return len(hit)


def _started_again(server) -> None:
    """Its starter waits ten seconds; on a busy disk a server that was killed recovers longer."""
    for _patience in range(5):
        with suppress(subprocess.TimeoutExpired):
            return server.ensure_postgres_running()
    server.ensure_postgres_running()
