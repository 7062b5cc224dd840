"""`make screenshots`: the pictures of the README, from a fresh demonstration school."""

import os
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS, Server
from tests.browser.find_chromium import chromium

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
SHOTS = (  # file, login, address, viewport, scheme
    ("grid", "teacher", "/teacher/journals/", (1366, 700), "light"),
    ("diary", "parent", "/parent/", (390, 780), "light"),
    ("director", "director", "/director/", (1366, 700), "light"),
    ("diary-dark", "student", "/student/", (390, 780), "dark"),
)


def main() -> None:
    """Seed, serve, look, write PNG files."""
    with tempfile.TemporaryDirectory() as data:
        os.environ |= {"KLASS_DATA": data, "KLASS_DEMO": "1"}
        server = Server(demonstration())
        PICTURES.mkdir(parents=True, exist_ok=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            for shot in SHOTS:
                _take(browser, server.address, *shot)
            browser.close()
        server.stop()


def demonstration():
    """The app on a freshly seeded demonstration school, in the folder of the environment."""
    from flask_migrate import upgrade

    from app import create_app
    from models import engine
    from models.audit.author import system
    from models.base import db
    from models.demo.seed import seed_school

    app = create_app()
    with app.app_context(), engine.writing():
        upgrade()
        db.session.info["author"] = system("screenshots")
        seed_school(app.config["KLASS"].data)
        db.session.commit()
    return app


def _take(browser, address: str, name: str, login: str, path: str, size, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme
    )
    page = context.new_page()
    page.goto(f"{address}/login")
    page.fill("#login", login)
    page.fill("#password", "klass-demo")
    page.click("main button")
    page.goto(address + path)
    if name == "grid":
        page.click(".journals li:not(:has(.muted)) a")
        page.wait_for_selector("td.active")
    page.evaluate("scrollTo(0, 0)")  # a diary opens at today's lessons
    page.screenshot(path=PICTURES / f"{name}.png")
    context.close()


if __name__ == "__main__":
    main()
