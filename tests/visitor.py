"""Somebody with a browser: signed in, and sending the CSRF token as pages do."""

from itsdangerous import BadSignature


class Visitor:
    """A test client of one person."""

    def __init__(self, app, token: str | None = None):
        self.app, self.client = app, app.test_client()
        self._csrf: tuple[str, str] = ("", "")  # the session's secret, and a token of it
        if token:
            with self.client.session_transaction() as session:
                session["_user_id"] = token
                session["_fresh"] = True

    def get(self, path: str, fragment: bool = False, **kwargs):
        headers = kwargs.pop("headers", {}) | ({"HX-Request": "true"} if fragment else {})
        return self.client.get(path, headers=headers, **kwargs)

    def post(self, path: str, data: dict | None = None, **kwargs):
        headers = {"X-CSRFToken": self._token()} | kwargs.pop("headers", {})
        return self.client.post(path, data=data or {}, headers=headers, **kwargs)

    def _token(self) -> str:
        """The token this session's pages carry; asked for once in a session, as a page does."""
        known, token = self._csrf
        if not known or known != self._secret():
            token = self.client.get("/csrf").get_data(as_text=True)
            self._csrf = (self._secret(), token)
        return token

    def _secret(self) -> str:
        cookie = self.client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        reader = self.app.session_interface.get_signing_serializer(self.app)
        try:
            return reader.loads(cookie.value).get("csrf_token", "") if cookie else ""
        except BadSignature:
            return ""

    def request(self, method: str, path: str, **kwargs):
        return self.post(path, **kwargs) if method == "POST" else self.get(path, **kwargs)

    def type(self, room: str, cast, place: tuple[str, str], pupil: str, text: str, **more):
        """Type into a cell of the cast's lesson, as grid.js does."""
        data = {
            "student": cast.students[pupil],
            "column": cast.columns[place],
            "value": text,
            "version": 0,
        } | more
        return self.post(f"/{room}/journals/{cast.journals[place]}/cells", data)
