"""A real browser on a real server: headless Chromium against the app with the cast."""

import threading
from contextlib import closing

import pytest
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from models import engine
from models.audit.author import system
from models.base import db
from models.people.account import Account
from tests.browser.find_chromium import LACKING, chromium

PASSWORD = "пароль для сцены"
PATIENCE = 30  # seconds
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    path = chromium()
    assert path, LACKING
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield found
        found.close()


class Server:
    """The app behind a port, which can go away and come back."""

    def __init__(self, app):
        self.app = app
        self.port = 0
        self.at_work = 0
        self.changed = threading.Condition()
        self.start()

    def __call__(self, environ, start_response):
        """The app, and the count of what it is answering."""
        self._count(1)
        try:
            answer = self.app(environ, start_response)
        except BaseException:
            self._count(-1)
            raise
        return self._counted(answer)

    def _counted(self, answer):
        """The answer; its end is counted also where a browser that has gone left it unclosed."""
        with closing(answer):
            try:
                yield from answer
            finally:
                self._count(-1)

    def _count(self, more: int) -> None:
        with self.changed:
            self.at_work += more
            self.changed.notify_all()

    def start(self) -> None:
        self.server = make_server("127.0.0.1", self.port, self, threaded=True)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Take no more, and end what is begun: the next test has a database of its own."""
        self.server.shutdown()
        self.server.server_close()
        with self.changed:
            assert self.changed.wait_for(lambda: not self.at_work, PATIENCE), "a request hangs"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def server(app):
    with app.app_context(), engine.writing():
        db.session.info["author"] = system("a test")
        for account in db.session.query(Account):
            account.set_password(PASSWORD)
        db.session.commit()
    running = Server(app)
    yield running
    running.stop()


@pytest.fixture
def enter(browser, server):
    """Sign somebody in through the door; returns the page."""
    contexts = []

    def sign_in(login: str, **options):
        context = browser.new_context(
            viewport=options.pop("viewport", {"width": 1366, "height": 768}), **options
        )
        contexts.append(context)
        page = context.new_page()
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto(f"{server.address}/login")
        page.fill("#login", login)
        page.fill("#password", PASSWORD)
        page.click("main button")
        page.wait_for_url(lambda url: "/login" not in url)
        return page

    yield sign_in
    for context in contexts:
        context.close()
