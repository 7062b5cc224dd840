"""`make scan`: wapiti against a freshly started demonstration school; fails where it finds.

The school is seeded into a folder that goes away again, served by its own web server on a free
port, and looked at from outside: as a stranger, then signed in in each room. A walk along the
links brings one page of each kind, and the scanner gets those with their forms: a school has
thousands of pages, but some two hundred kinds, and only so all of them are tried within a quarter
of an hour. No more than that is ever spent (SCAN_SECONDS); SCAN_DEEP=1 lets the scanner try all it
knows and go on until it is done. It lives in a virtual environment of its own (its packages are not
Klass's). Its reports and a line for every answer stand in `scan/`.
"""

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from pathlib import Path

from tests.browser.screenshots import demonstration
from tests.kinds import fresh, kind_of
from tests.visitor import Visitor

REPORTS = Path("scan")
ANSWERS = REPORTS / "answers.log"
PAGES = REPORTS / "pages.log"
VISITS = (  # who, room
    (None, "login"),
    ("parent", "parent"),
    ("student", "student"),
    ("teacher", "teacher"),
    ("operator", "operator"),
    ("operator", "secretary"),
    ("deputy", "deputy_head"),
    ("deputy", "dispatcher"),
    ("inspector", "inspector"),
    ("director", "director"),
    ("admin", "administrator"),
)
# not: what asks hosts of its own (ssrf, xxe), what Klass has not (ldap, cms)
ONCE = "cookieflags,csp,csrf,htaccess,http_headers,methods"  # each page as it is: quick
GUESSES = "backup,crlf,exec,file,permanentxss,redirect,sql,timesql,upload,xss"
DEEP = bool(os.environ.get("SCAN_DEEP"))
SECONDS = int(os.environ.get("SCAN_SECONDS", "780"))
EVEN = 10  # a room gets its share of the seconds by its pages, and as if it had these more
LINK = re.compile(r'<a [^>]*?href="([^"#]+)')
QUIET = ("/logout", "/lock/*", "/*/own/sign-ins/*")  # they would end the visit
EXPECTED = {  # what is not so here, and why
    "Secure Flag cookie": "the scan speaks HTTP; behind a proxy with TLS the cookies are secure",
    "HTTP Strict Transport Security (HSTS)": "as above: sent where a proxy brings TLS",
    "Unencrypted Channels": "as above",
}


def main(wapiti: str) -> int:
    """Serve, look, tell; the number of findings."""
    REPORTS.mkdir(exist_ok=True)
    ANSWERS.write_text("")
    with tempfile.TemporaryDirectory(prefix="klass-scan-") as data:
        os.environ |= {"KLASS_DATA": data, "KLASS_DEMO": "1", "PORT": str(_free_port())}
        os.environ["SCAN_ANSWERS"] = str(ANSWERS.resolve())
        app = demonstration()
        visits = _visits(app)
        os.environ["SCAN_PAGES"] = str(PAGES.resolve())
        PAGES.write_text("\n".join(page for *_, pages in visits for page in pages))
        server = subprocess.Popen([sys.executable, "-m", "tests.hardening.counted"])
        try:
            address = f"http://127.0.0.1:{os.environ['PORT']}"
            _wait(address)
            shares = _shares([len(pages) for *_, pages in visits])
            found = [
                one
                for visit, seconds in zip(visits, shares, strict=True)
                for one in _scan(wapiti, address, *visit, seconds)
            ]
        finally:
            server.terminate()
            server.wait(10)
    return _tell(found + _failures())


def _visits(app) -> list[tuple[str, str, list[str]]]:
    """Room, cookie, one page of each kind; all before the first guess."""
    visits = []
    for login, room in VISITS:
        visitor, cookie = _visitor(app, login)
        pages = list(_pages(visitor, room)) if login else ["/login", "/activation"]
        visits.append((room, cookie, pages))
    return visits


def _shares(pages: list[int]) -> list[float]:
    """Seconds of each room."""
    whole = sum(pages) + EVEN * len(pages)
    return [SECONDS * (some + EVEN) / whole for some in pages]


def _pages(visitor: Visitor, room: str):
    """One page of each kind, along the links from the room's home."""
    waiting, known = [f"/{room}/"], {f"/{room}/?"}
    for page in waiting:
        yield page
        html = visitor.get(page, follow_redirects=True).get_data(as_text=True)
        waiting += fresh([link.replace("&amp;", "&") for link in LINK.findall(html)], room, known)


def _visitor(app, login: str | None) -> tuple[Visitor, str]:
    """Somebody of the demonstration school, signed in, or a stranger, and the cookie, which holds
    what the tokens of forms are held against, or the scanner would try none of them."""
    visitor = Visitor(app)
    if login:
        answer = visitor.post("/login", {"login": login, "password": "klass-demo"})
        assert answer.status_code == 302, login
    visitor.get("/csrf")
    return visitor, visitor.client.get_cookie("klass").value


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


def _scan(
    wapiti: str, address: str, room: str, cookie: str, pages: list[str], seconds: float
) -> list[str]:
    """One room's pages and their forms; the findings in words."""
    report, begun = REPORTS / f"{room}.json", time.monotonic()
    command = [wapiti, "-u", f"{address}{pages[0]}", "-f", "json", "-o", str(report)]
    command += ["--flush-session", "--no-bugreport", "--scope", "domain", "-v", "0", "-d", "1"]
    command += ["-m", f"{ONCE},{GUESSES}", "-S", "paranoid" if DEEP else "normal"]
    command += [part for page in pages[1:] for part in ("-s", f"{address}{page}")]
    command += [part for path in QUIET for part in ("-x", address + path)]
    if not DEEP:
        command += ["--max-attack-time", f"{seconds / len(GUESSES.split(',')):.1f}"]
    command += ["-H", f"Cookie: klass={cookie}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    told = json.loads(report.read_text())
    tried = told["infos"]["crawled_pages_nbr"]
    spent = time.monotonic() - begun
    print(f"{room}: {len(pages)} pages, with their forms {tried}, {spent:.0f} s", flush=True)
    return [f"{room}: {line}" for line in _findings(told)]


def _findings(report: dict) -> list[str]:
    kinds = {**report["vulnerabilities"], **report["anomalies"]}
    return [
        f"{kind}: {one['method']} {one['path']} {one['parameter'] or ''}: {one['info']}"
        for kind, ones in kinds.items()
        if kind not in EXPECTED
        for one in ones
    ]


def _failures() -> list[str]:
    """Answers that say that Klass failed, whatever the scanner made of them."""
    lines = Counter(ANSWERS.read_text().splitlines())
    return [f"{line} ({times} times)" for line, times in lines.items() if line.startswith("500")]


def _tell(found: list[str]) -> int:
    answers = [line.split(" ", 2) for line in ANSWERS.read_text().splitlines()]
    kinds = {(method, kind_of(path)) for _, method, path in answers}
    statuses = Counter(status for status, _, _ in answers)
    print(f"Requests: {len(answers)}, of {len(kinds)} kinds of addresses; answers:", dict(statuses))
    print(*(found or ["Nothing found."]), sep="\n")
    return len(found)


if __name__ == "__main__":
    sys.exit(min(1, main(sys.argv[1])))
