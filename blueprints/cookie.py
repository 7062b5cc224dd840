"""The session cookie: its signature is checked once per process, not with every key press."""

from collections import OrderedDict

from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

UNKEPT = "private, no-store"  # what is said of pages that no cache may keep
MOST = 4096  # cookies known at a time


class KnownCookies(SecureCookieSessionInterface):
    """Flask's signed cookie, remembered once it was found genuine.

    What a cookie opens is decided by the sign-in's row in the database, which also ends it
    (models/access/session.py); so a remembered cookie need not grow old here.
    """

    def __init__(self):
        self._known: OrderedDict[str, dict] = OrderedDict()

    def open_session(self, app, request) -> SecureCookieSession | None:
        cookie = request.cookies.get(self.get_cookie_name(app), "")
        known = self._known.get(cookie)
        if known is not None:
            return self.session_class(known)
        session = super().open_session(app, request)
        if session and all(isinstance(value, str | bool) for value in session.values()):
            self._remember(cookie, dict(session))
        return session

    def save_session(self, app, session, response) -> None:
        """Nothing to send back where the session stays as it was and the answer is kept by
        nobody: what Flask adds then speaks to caches alone."""
        unkept = response.headers.get("Cache-Control") == UNKEPT
        if session.modified or not unkept:
            super().save_session(app, session, response)

    def _remember(self, cookie: str, holds: dict) -> None:
        self._known[cookie] = holds
        while len(self._known) > MOST:
            self._known.popitem(last=False)
