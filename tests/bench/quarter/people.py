"""Somebody of the school at a browser: opens pages, fills in their forms, sends them."""

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request

from lxml import html

from tests.bench.quarter.stage import PASSWORD


class Refusal(AssertionError):
    """The school said no to what the script did."""


class Somebody:
    """A person who has signed in."""

    def __init__(self, address: str, login: str):
        self.address, self.login = address, login
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self.send("/login", login=login, password=PASSWORD)

    def text(self, path: str, fields: dict | None = None) -> str:
        body = urllib.parse.urlencode(fields, doseq=True).encode() if fields else None
        try:
            with self.opener.open(self.address + path, body, timeout=60) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as refused:
            page = html.fromstring(refused.read().decode() or "<p></p>")
            said = [" ".join(e.text_content().split()) for e in page.cssselect(".problem, main")]
            raise Refusal(f"{self.login} {path} {fields}: {refused.code} {said[:2]}") from None

    def page(self, path: str):
        return html.fromstring(self.text(path))

    def send(self, path: str, action: str = "", button: str = "", **fields) -> str:
        """Open a page, fill in the form that leads to `action` (else its first that has these
        fields) and send it, by a named button where one is said."""
        form = self._form(self.page(path), action, fields)
        filled = dict(form.form_values()) | fields
        if button:
            filled[button] = "1"
        target = form.get("action") or path
        return self.text(target, filled)

    def _form(self, page, action: str, fields: dict):
        for form in page.forms:
            told = form.get("method", "get").lower() == "post"
            leads = action in (form.get("action") or "") if action else True
            if told and leads and fields.keys() <= set(form.fields.keys()):
                return form
        raise Refusal(f"{self.login}: no form {action} with {sorted(fields)}")
