"""`make scan`: wapiti against a freshly started demonstration school; fails where it finds.

The school is seeded into a folder that goes away again, served by its own web server on a free
port, and looked at from outside: as a stranger, then signed in in each role. The scanner lives in
a virtual environment of its own (its packages are not Klass's). The report stands in `scan/`.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.browser.screenshots import demonstration
from tests.visitor import Visitor

REPORTS = Path("scan")
ROLES = (None, "admin", "director", "operator", "teacher", "parent", "student")
# not: what asks hosts of its own (ssrf, xxe), what Klass has not (ldap, cms)
MODULES = "backup,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,"
MODULES += "permanentxss,redirect,sql,timesql,upload,xss"
LOOKING = int(os.environ.get("SCAN_SECONDS", "60"))  # in each role; a quarter for each attack
EXPECTED = {  # what is not so here, and why
    "Secure Flag cookie": "the scan speaks HTTP; behind a proxy with TLS the cookies are secure",
    "HTTP Strict Transport Security (HSTS)": "as above: sent where a proxy brings TLS",
    "Unencrypted Channels": "as above",
}


def main(wapiti: str) -> int:
    """Serve, look, tell; the number of findings."""
    REPORTS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="klass-scan-") as data:
        os.environ |= {"KLASS_DATA": data, "KLASS_DEMO": "1", "PORT": str(_free_port())}
        app = demonstration()
        server = subprocess.Popen([sys.executable, "-m", "jobs.web"])
        try:
            address = f"http://127.0.0.1:{os.environ['PORT']}"
            _wait(address)
            cookies = {role: _cookie(app, role) for role in ROLES}  # before any guess
            found = [one for role in ROLES for one in _scan(wapiti, address, role, cookies[role])]
        finally:
            server.terminate()
            server.wait(10)
    print(*(found or ["Nothing found."]), sep="\n")
    return len(found)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(address: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=1)
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The web server did not start.")


def _scan(wapiti: str, address: str, role: str | None, cookie: str) -> list[str]:
    """One role's look at the school; the findings in words."""
    report = REPORTS / f"{role or 'stranger'}.json"
    command = [wapiti, "-u", f"{address}/", "-f", "json", "-o", str(report), "--flush-session"]
    command += ["-m", MODULES, "-d", "4", "--no-bugreport", "--scope", "domain"]
    command += ["--max-scan-time", str(LOOKING), "--max-attack-time", str(LOOKING // 4)]
    command += ["-S", "paranoid" if os.environ.get("SCAN_DEEP") else "normal", "-v", "0"]
    command += ["-x", f"{address}/logout", "-x", f"{address}/lock/*"]
    command += [
        "-x",
        f"{address}/*/own/sign-ins/*",
        "--scope",
        "domain",
    ]  # it would sign itself out
    command += ["-H", f"Cookie: klass={cookie}"]
    print(f"… {role or 'stranger'}", flush=True)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return [f"{role or 'stranger'}: {line}" for line in _findings(json.loads(report.read_text()))]


def _cookie(app, login: str | None) -> str:
    """The cookie of somebody of the demonstration school, signed in, or of a stranger; it holds
    what the tokens of forms are held against, or the scanner would try none of them."""
    visitor = Visitor(app)
    if login:
        answer = visitor.post("/login", {"login": login, "password": "klass-demo"})
        assert answer.status_code == 302, login
    visitor.get("/csrf")
    return visitor.client.get_cookie("klass").value


def _findings(report: dict) -> list[str]:
    kinds = {**report["vulnerabilities"], **report["anomalies"]}
    return [
        f"{kind}: {one['method']} {one['path']} {one['parameter'] or ''}: {one['info']}"
        for kind, ones in kinds.items()
        if kind not in EXPECTED
        for one in ones
    ]


if __name__ == "__main__":
    sys.exit(min(1, main(sys.argv[1])))
