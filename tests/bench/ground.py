"""What the benchmarks stand on: a demonstration school, a client that is signed in."""

import http.cookiejar
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path

PASSWORD = "klass-demo"
SERVER = ("jobs.web",)  # as `make run` starts it
GUNICORN = ("gunicorn", "-k", "gthread", "-w", "2", "--threads", "8", "-b", "127.0.0.1:{port}")
GUNICORN += ("app:create_app()",)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def demonstration():
    """The environment of a freshly seeded demonstration school."""
    with tempfile.TemporaryDirectory(prefix="kl-") as folder:
        environment = os.environ | {"KLASS_DATA": folder, "KLASS_DEMO": "1"}
        for command in (("db", "upgrade"), ("demo", "seed")):
            subprocess.run(
                [sys.executable, "-m", "flask", *command],
                env=environment,
                check=True,
                capture_output=True,
            )
        yield environment


@contextmanager
def served(environment: dict, command=SERVER, **more):
    """The app behind a web server; yields (address, process id)."""
    port = free_port()
    environment = environment | {"PORT": str(port)} | more
    process = subprocess.Popen(
        [sys.executable, "-m", *[part.replace("{port}", str(port)) for part in command]],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(15)


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address + "/healthz", timeout=1)
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not answer")


class Client:
    """Somebody signed in; counts bytes over the wire."""

    def __init__(self, address: str, login: str | None = None):
        self.address = address
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        if login:
            token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.text("/login"))[1]
            form = {"csrf_token": token, "login": login, "password": PASSWORD}
            self.opener.open(address + "/login", urllib.parse.urlencode(form).encode())

    @property
    def cookie(self) -> str:
        """The Cookie header this client sends."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def get(self, path: str, coding: str = "") -> bytes:
        request = urllib.request.Request(self.address + path)
        if coding:
            request.add_header("Accept-Encoding", coding)
        with self.opener.open(request, timeout=30) as answer:
            return answer.read()

    def text(self, path: str) -> str:
        return self.get(path).decode()

    def post(self, path: str, fields: dict, token: str) -> bytes:
        body = urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(self.address + path, body, {"X-CSRFToken": token})
        with self.opener.open(request, timeout=30) as answer:
            return answer.read()


def own_journal(client: Client) -> str:
    """The address of a journal in which the demonstration's teacher writes."""
    page = client.text("/teacher/journals/")
    for item in page.split("<li>")[1:]:
        if "просмотр" not in item.split("</li>")[0]:
            return re.search(r'href="(/teacher/journals/\d+/)"', item)[1]
    raise LookupError("no journal to write in")


def memory_of(root: int) -> int:
    """PSS of a process and all its children, KB."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                parents[int(entry.name)] = int(fields[1])
            except OSError:
                continue
    family, grown = {root}, True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in family} - family
        grown, family = bool(more), family | more
    return sum(_pss(pid) for pid in family)


def _pss(pid: int) -> int:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1])
