"""What no page of Klass would send: far too many fields, another method in disguise, headers of
scripts and proxies that are not there."""

from urllib.parse import urlencode

import pytest

pytestmark = pytest.mark.xdist_group("walk")
FORM = "application/x-www-form-urlencoded"
MANY = 10_000
NUMBERS = [str(number) for number in range(MANY // 10)]
LISTS = ("column", "student", "value", "version", "who", "code", "shown", "person", "kind", "q0")


def forms(walk):
    """Each view that takes a form, once."""
    return {page.view: page for page in walk.pages if page.method == "POST"}.values()


@pytest.mark.parametrize(
    "fields",
    [
        {f"line-{n}": "1" for n in range(MANY)},
        {f"cell-{n}-{n}": "5" for n in range(MANY)},
        dict.fromkeys(LISTS, NUMBERS),
    ],
    ids=["lines", "cells", "lists"],
)
def test_a_form_of_ten_thousand_fields_is_no_error_of_klass(walk, fields):
    body = {"data": urlencode(fields, doseq=True), "content_type": FORM}
    for page in forms(walk):
        with walk.app.test_request_context():
            path = page.rule.build(walk.whose(page, {}))[1]
        status = walk.visitors[page.role].post(path, **body).status_code
        assert status < 500, f"{page}: {status}"


def test_no_header_or_field_makes_a_reading_request_a_write(walk):
    disguise = {"X-HTTP-Method-Override": "POST", "X-HTTP-Method": "POST"}
    read = {str(page.rule) for page in walk.pages if page.method == "GET"}
    for page in walk.pages:
        if page.method == "POST" and str(page.rule) not in read:
            with walk.app.test_request_context():
                path = page.rule.build(walk.whose(page, {}))[1]
            answer = walk.visitors[page.role].get(f"{path}?_method=POST", headers=disguise)
            assert answer.status_code == 405, str(page)


def test_headers_of_htmx_and_of_proxies_open_nothing(walk):
    """A stranger who says to be a script, behind a proxy, on the way to another page."""
    said = {
        "HX-Request": "true",
        "HX-Boosted": "true",
        "X-Klass-Account": "1",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-For": "127.0.0.1",
        "X-Original-URL": "/healthz",
        "X-Rewrite-URL": "/healthz",
    }
    stranger = walk.app.test_client()
    for page in walk.pages:
        with walk.app.test_request_context():
            path = page.rule.build(walk.whose(page, {}))[1]
        answer = stranger.open(path, method=page.method, headers=said)
        assert answer.status_code in (302, 400), f"{page}: {answer.status_code}"
        assert "evil" not in answer.headers.get("Location", ""), str(page)
