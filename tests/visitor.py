"""Somebody with a browser: signed in, and sending the CSRF token as pages do."""


class Visitor:
    """A test client of one person."""

    def __init__(self, app, token: str | None = None):
        self.client = app.test_client()
        if token:
            with self.client.session_transaction() as session:
                session["_user_id"] = token
                session["_fresh"] = True

    def get(self, path: str, fragment: bool = False, **kwargs):
        headers = kwargs.pop("headers", {}) | ({"HX-Request": "true"} if fragment else {})
        return self.client.get(path, headers=headers, **kwargs)

    def post(self, path: str, data: dict | None = None, **kwargs):
        token = self.client.get("/csrf").get_data(as_text=True)
        headers = {"X-CSRFToken": token} | kwargs.pop("headers", {})
        return self.client.post(path, data=data or {}, headers=headers, **kwargs)

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
