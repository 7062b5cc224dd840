"""`make guesses`: a guesser at the door of a running school, over HTTP; prints what came through.

A demonstration school of its own is seeded and served as `make run` serves it, and asked from
several addresses of this machine (127.0.0.x): a thousand guesses on one account, one guess on each
of a thousand, and meanwhile people who know their password. Then whether the time of an answer
tells an unknown login from a wrong password. Fails where guesses come through or people do not.
"""

import http.client
import sqlite3
import statistics
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.ground import PASSWORD, demonstration, served

GUESSES = 1000
AT_ONCE = 4  # connections of the guesser
SCHOOL, FAR, HOME = "127.0.0.10", "127.0.0.20", "127.0.0.30"
PAIRS = 300  # of answers whose times are compared
CHECKED, WAIT, IN = 422, 429, 302
# guesses that may reach the password in the minute this takes: those that are free, those whose
# wait is over by then, and those in flight together with the last that was free
MOST_ONE, MOST_MANY = 5 + 2 + AT_ONCE, 40 + 2 + AT_ONCE
EVEN = 0.1  # in half of the pairs, give or take, the unknown login is the slower one


class Browser:
    """A browser at one address of this machine."""

    def __init__(self, address: str, source: str):
        host, port = address.removeprefix("http://").split(":")
        self.line = http.client.HTTPConnection(host, int(port), 30, source_address=(source, 0))
        self.cookies: dict[str, str] = {}
        self.forget_session()

    def forget_session(self) -> None:
        """As if closed and opened again: nobody is signed in, the browser stays known."""
        self.cookies.pop("klass", None)
        self.token = self._ask("GET", "/csrf")[1]

    def _ask(self, method: str, path: str, form: dict | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request(method, path, form and urllib.parse.urlencode(form), headers)
        answer = self.line.getresponse()
        body = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, body

    def tries(self, login: str, password: str = PASSWORD) -> tuple[int, float]:
        """Try to sign in; the status, and how many seconds the answer took."""
        form = {"login": login, "password": password, "csrf_token": self.token}
        begun = time.perf_counter()
        status, _ = self._ask("POST", "/login", form)
        took = time.perf_counter() - begun
        if status == IN:
            self.forget_session()
        return status, took


@dataclass
class Attack:
    """Guesses sent as fast as they are answered, on several connections."""

    address: str
    source: str
    logins: list[str]
    statuses: list[int] = field(default_factory=list)
    seconds: float = 0.0

    def __post_init__(self):
        self.left = iter(self.logins)
        self.lock = threading.Lock()
        self.thread = threading.Thread(target=self._run)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_error):
        self.thread.join()

    def _run(self) -> None:
        begun = time.perf_counter()
        hands = [threading.Thread(target=self._guess) for _ in range(AT_ONCE)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
        self.seconds = time.perf_counter() - begun

    def _guess(self) -> None:
        browser = Browser(self.address, self.source)
        while login := self._next():
            self.statuses.append(browser.tries(login, "klass-2026")[0])

    def _next(self) -> str | None:
        with self.lock:
            return next(self.left, None)

    @property
    def checked(self) -> int:
        """How many guesses reached the password; the others were told to wait."""
        return self.statuses.count(CHECKED)

    def said(self) -> str:
        rate = len(self.statuses) / self.seconds
        return f"{len(self.statuses)}, {rate:.0f} a second; {self.checked} reached the password"


@dataclass
class Guest:
    """Somebody who knows the password and signs in again and again."""

    who: str
    browser: Browser
    login: str
    answers: list[tuple[int, float]] = field(default_factory=list)

    def comes(self) -> None:
        self.answers.append(self.browser.tries(self.login))

    @property
    def gets_in(self) -> bool:
        return {status for status, _ in self.answers} == {IN}

    def said(self) -> str:
        times = sorted(1000 * seconds for _, seconds in self.answers)
        came = sum(status == IN for status, _ in self.answers)
        middle, worst = statistics.median(times), times[-1]
        return f"{came} of {len(times)} times in; {middle:.0f} ms, at worst {worst:.0f} ms"


def main() -> int:
    """Play it; 1 where a guess too many came through or somebody was kept out."""
    failures = 0
    with demonstration() as environment, served(environment) as (address, _pid):
        for what, said, well in figures(address, _logins(environment)):
            print(f"{what:<58} {said}{'' if well else '  <-- WRONG'}", flush=True)
            failures += not well
    return min(1, failures)


def _logins(environment: dict) -> list[str]:
    """A thousand logins: those of the school, and made-up ones."""
    (file,) = Path(environment["KLASS_DATA"]).glob("*.sqlite")
    rows = sqlite3.connect(file).execute("SELECT login FROM account ORDER BY login")
    known = [login for (login,) in rows]
    return (known + [f"ivanov.i{n}" for n in range(GUESSES)])[:GUESSES]


def figures(address: str, logins: list[str]) -> Iterator[tuple[str, str, bool]]:
    """(what, figure, whether it is as it should be)."""
    yield from _quiet(address)
    owner, desk = (_known(address, source, "teacher") for source in (HOME, SCHOOL))
    people = [
        Guest("the owner, in the own browser", owner, "teacher"),
        Guest("another, behind the guesser's address", Browser(address, FAR), "parent"),
    ]
    yield from _attacked(Attack(address, FAR, ["teacher"] * GUESSES), people, MOST_ONE, "one")
    people = [
        Guest("at home", Browser(address, HOME), "parent"),
        Guest("in the school, in the own browser", desk, "teacher"),
        Guest("in the school, in a colleague's browser", _copy(desk), "operator"),
    ]
    attack = Attack(address, SCHOOL, logins)
    yield from _attacked(attack, people, MOST_MANY, "each of a thousand")
    status, _ = Browser(address, SCHOOL).tries("director")
    told = "told to wait" if status == WAIT else f"answered {status}"
    yield "in the school, in a browser nobody was ever in", told, status == WAIT
    yield from _times(address)


def _quiet(address: str) -> Iterator[tuple[str, str, bool]]:
    guest = Guest("", Browser(address, HOME), "student")
    for _ in range(20):
        guest.comes()
    yield "a sign-in while nobody guesses", guest.said(), guest.gets_in


def _known(address: str, source: str, login: str) -> Browser:
    browser = Browser(address, source)
    assert browser.tries(login)[0] == IN, login
    return browser


def _copy(browser: Browser) -> Browser:
    """The same computer, for one who was never signed in at it."""
    source = browser.line.source_address[0]
    other = Browser(f"http://{browser.line.host}:{browser.line.port}", source)
    other.cookies |= {k: v for k, v in browser.cookies.items() if k != "klass"}
    return other


def _attacked(attack: Attack, people: list[Guest], most: int, whom: str) -> Iterator:
    with attack:
        while attack.thread.is_alive():
            for guest in people:
                guest.comes()
            time.sleep(0.1)
    yield f"guesses on {whom}", attack.said(), attack.checked <= most
    for guest in people:
        yield f"  {guest.who}", guest.said(), guest.gets_in


def _times(address: str) -> Iterator[tuple[str, str, bool]]:
    """An unknown login beside a wrong password, each the first try of its login and address."""
    unknown, wrong = [], []
    for number in range(PAIRS):
        pair = [(f"nobody{number}", unknown), ("student", wrong)]
        for login, times in pair if number % 2 else reversed(pair):
            source = f"127.{1 + (times is wrong)}.{number // 200}.{number % 200 + 1}"
            status, took = Browser(address, source).tries(login, "не тот")
            assert status == CHECKED, (login, status)
            times.append(took)
        assert Browser(address, HOME).tries("student")[0] == IN  # its wrong try is forgotten
    medians = [1000 * statistics.median(times) for times in (unknown, wrong)]
    slower = sum(a > b for a, b in zip(unknown, wrong, strict=True)) / PAIRS
    said = f"{medians[0]:.1f} and {medians[1]:.1f} ms; the unknown was slower in {slower:.0%}"
    yield "an unknown login and a wrong password", said, abs(slower - 0.5) < EVEN


if __name__ == "__main__":
    sys.exit(main())
