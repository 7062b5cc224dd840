"""A grid in a browser as tests hold it: open it, press keys, paste, look at cells."""

import re

from playwright.sync_api import expect

MATHS = ("5-А", "Математика")
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const options = { clipboardData: data, bubbles: true, cancelable: true };
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", options));
}"""
RUSSIAN = """([key, code]) => document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }))"""


class Sheet:
    """One person's open grid of 5-А's mathematics."""

    def __init__(self, page, server, cast, room="teacher"):
        self.page, self.cast = page, cast
        self.loads, self.answers = 0, []
        page.on("load", self._loaded)
        page.on("response", self._answered)
        page.goto(f"{server.address}/{room}/journals/{cast.journals[MATHS]}/")
        page.wait_for_selector("td.active")
        self.status = page.locator("#grid-status")

    def _loaded(self, _page) -> None:
        self.loads += 1

    def _answered(self, response) -> None:
        if response.request.method == "POST":
            self.answers.append(response)

    def cell(self, pupil: str, column: int | None = None):
        """A pupil's cell of today's lesson, or of another column."""
        column = column or self.cast.columns[MATHS]
        who = self.cast.students[pupil]
        return self.page.locator(f'td[data-student="{who}"][data-column="{column}"]')

    def period(self, pupil: str):
        """A pupil's mark of the period that goes on."""
        who = self.cast.students[pupil]
        return self.page.locator(f'td[data-student="{who}"][data-period^="t"]').first

    def go(self, pupil: str, column: int | None = None) -> None:
        """Make a cell the active one, as a click does."""
        if "active" not in (self.cell(pupil, column).get_attribute("class") or ""):
            self.cell(pupil, column).click()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def russian(self, letter: str, code: str) -> None:
        """A key pressed in the Russian layout, which Playwright's keyboard does not have."""
        self.page.evaluate(RUSSIAN, [letter, code])

    def paste(self, text: str) -> None:
        self.page.evaluate(PASTE, text)

    def says(self, text: str) -> None:
        expect(self.status).to_contain_text(text, timeout=10_000)

    def saved(self) -> None:
        """Everything typed was answered."""
        expect(self.page.locator("td.waiting")).to_have_count(0, timeout=10_000)
        self.says("Сохранено")

    def shows(self, **texts: str) -> None:
        """Each pupil's cell says this."""
        for pupil, text in texts.items():
            expect(self.cell(pupil)).to_have_text(text, timeout=10_000)

    def active(self, pupil: str, column: int | None = None) -> None:
        expect(self.cell(pupil, column)).to_have_class(re.compile(r"\bactive\b"))
