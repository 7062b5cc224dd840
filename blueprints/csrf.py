"""The CSRF token: found genuine once per process and session, not with every key press."""

from collections import OrderedDict

from flask import g, request, session
from flask_wtf import CSRFProtect

HEADER = "X-CSRFToken"
MOST = 4096  # pairs known at a time


class KnownTokens(CSRFProtect):
    """Flask-WTF's check, which remembers that a header's token belongs to a session's secret.

    Both are compared whole, so a remembered pair says what the signature said. Over HTTPS the
    library also looks where the request comes from; there it is asked every time.
    """

    def __init__(self):
        super().__init__()
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()

    def protect(self, apply_exemptions: bool = False) -> None:
        """Refuse a write without a genuine token, as the library does."""
        asked = request._get_current_object()
        token = asked.headers.get(HEADER) if asked.method == "POST" else None
        if not token or asked.is_secure:
            super().protect(apply_exemptions)
            return
        pair = (session.get("csrf_token", ""), token)
        if pair not in self._known:
            super().protect(apply_exemptions)
            if self._get_csrf_token() == token and g.get("csrf_valid"):
                self._remember(pair)
            return
        g.csrf_valid = True

    def _remember(self, pair: tuple[str, str]) -> None:
        self._known[pair] = None
        while len(self._known) > MOST:
            self._known.popitem(last=False)
