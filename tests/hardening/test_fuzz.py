"""No address, form or header makes Klass fail: every rule × every role × odd values, no 500 ever.

Hypothesis draws the values. The suite looks at a few hundred requests; more are asked by
`FUZZ=5000 pytest tests/hardening`, and each failure is shown as the smallest request that fails.
"""

import io
import os
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from models.base import db
from tests.cast import MONDAY
from tests.visitor import Visitor

REQUESTS = int(os.environ.get("FUZZ", "150"))  # of each test and database
STAFF = ("director", "admin", "olga", "anna", "boris", "dora", "sonya", "dasha", "igor")
PEOPLE = (*STAFF, "maria", "petya", None)
OWN = {  # who has the key to a room
    "director": ("director",),
    "administrator": ("admin",),
    "operator": ("olga",),
    "teacher": ("anna", "boris"),
    "parent": ("maria",),
    "student": ("petya",),
    "deputy_head": ("dora",),
    "secretary": ("sonya",),
    "dispatcher": ("dasha",),
    "inspector": ("igor",),
}
QUIET = ("auth.logout", "lock.close", "static")  # they end the visit, or only read files
BOUNDED = settings(
    max_examples=REQUESTS,
    deadline=None,
    derandomize="FUZZ" not in os.environ,  # the suite finds the same every time
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
    database=None,
)

NASTY = (
    "", " ", "0", "-1", "1", "2147483647", "2147483648", "9" * 40, "1e309", "nan", "٣", "²", "½",
    "null", "None", "true", "[]", "{}", "'", '"', "\\", "%", "%00", "\x00", "\u202e", "\ud83d",
    "😀" * 50, "а" * 3000, "../../etc/passwd", "..\\x", "//evil.example", "javascript:alert(1)",
    "<script>alert(1)</script>", "{{7*7}}", "${7*7}", "' OR 1=1 --", "1; DROP TABLE mark",
    "\r\nX: y", "16.11.2026", "0001-01-01", "9999-12-31", "2026-02-30", "2026-W53", "24:00",
    "5", "5/4", "5 4 н", "н", ".25.11", "+4", "t1", "year", "exam", "final", "5-А", "operator",
)  # fmt: skip
WORDS = st.one_of(st.sampled_from(NASTY), st.text(max_size=30), st.integers().map(str))
DAYS = st.sampled_from([MONDAY.isoformat(), "2026-09-01", "2027-08-31"])


@pytest.fixture(autouse=True)
def no_redis(monkeypatch):
    """Redis is not here, and pages say so; to wait for it would be most of what these tests do."""
    monkeypatch.setattr("jobs.health.redis_well", lambda: False)
    monkeypatch.setattr("jobs.health.worker_well", lambda: False)
    monkeypatch.setattr("jobs.start", lambda _run: False)


@pytest.fixture
def visitors(as_, app, officials):
    """Everybody of the cast, the officials, and a stranger, each with a browser."""
    return {name: as_(name) if name else Visitor(app) for name in PEOPLE}


@pytest.fixture
def rules(app):
    """(rule, method) of every address."""
    return [
        (rule, method)
        for rule in sorted(app.url_map.iter_rules(), key=str)
        if rule.endpoint not in QUIET
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
    ]


@pytest.fixture
def known(cast, in_school):
    """Numbers that really are somebody's or something's, by the name they have in addresses."""
    found = {}
    with in_school():
        for mapper in db.Model.registry.mappers:
            table = mapper.local_table
            ids = [row[0] for row in db.session.execute(db.select(table.c.id).limit(5))]
            found[f"{table.name}_id"] = ids
    found["column_id"] = found["lesson_column_id"]
    return found


def names_of(known) -> list[str]:
    """Field names that forms use somewhere: those of templates, and of tables."""
    import re
    from pathlib import Path

    text = "".join(f.read_text() for f in Path("templates").rglob("*.html"))
    text += "".join(f.read_text() for f in Path("blueprints").rglob("*.py"))
    fields = set(re.findall(r'name="([a-z_-]+)"', text))
    fields |= set(re.findall(r'(?:form|args|files)(?:\.get(?:list)?\(|\[)"([a-z_-]+)"', text))
    wanted = fields | set(known) | {"version", "value", "key", "seen"}
    return sorted(wanted - {"csrf_token"})  # the page's own token is right


def address(draw, rule, known) -> str:
    """The rule's address with numbers of things that exist, and with some that do not."""
    path = rule.rule
    for name, converter in rule._converters.items():
        kind = type(converter).__name__
        if kind == "Number":
            real = [str(one) for one in known.get(name, ())] or ["1"]
            said = draw(st.sampled_from([*real, *real, "0", "987654", "99999999999"]))
            path = path.replace(f"<int:{name}>", said)
        else:
            word = draw(WORDS).replace("/", "").replace("?", "").replace("#", "")
            path = path.replace(f"<{name}>", word or "t1")
    return path


@BOUNDED
@given(data=st.data())
def play(data, visitors, rules, known, fields):
    """One odd request."""
    draw = data.draw
    rule, method = draw(st.sampled_from(rules))
    own = OWN.get(rule.endpoint.split(".")[0], PEOPLE)
    name = draw(st.sampled_from(PEOPLE if draw(st.integers(0, 3)) == 0 else own))
    path = address(draw, rule, known)
    numbers = st.sampled_from([str(one) for ids in known.values() for one in ids[:2]])
    values = st.one_of(WORDS, numbers, DAYS)
    pairs = draw(st.lists(st.tuples(st.sampled_from(fields), values), max_size=8))
    options = {"headers": draw(st.sampled_from(HEADERS))}
    if method == "GET":
        options["query_string"] = [(k, v.encode("utf-8", "surrogatepass")) for k, v in pairs]
    else:
        form: dict = {}
        for key, value in pairs:
            form.setdefault(key, []).append(value.encode("utf-8", "replace").decode())
        if draw(st.integers(0, 5)) == 0:
            form["file"] = (io.BytesIO(draw(st.binary(max_size=200))), draw(st.sampled_from(FILES)))
        options["data"] = form
    answer = visitors[name].request(method, path, **options)
    told = f"{name} {method} {path} {options}"
    assert answer.status_code < 500 or path == READY, told


FORM = "application/x-www-form-urlencoded"
LONGEST_ADDRESS = 60_000  # signs; servers take less
READY = "/readyz"  # says honestly that Redis is not there
FILES = ("a.xml", "a.xlsx", "a.pdf", "a.sig", "a.jpg", "", "..", "\x00")
HEADERS = (
    {},
    {"HX-Request": "true"},
    {"HX-Request": "true", "HX-Current-URL": "http://[::1"},
    {"X-Klass-Account": "999"},
    {"Referer": "http://localhost/\x7f", "If-None-Match": '"'},
    {"Accept-Encoding": "br;q=x", "Range": "bytes=9-1"},
    {"User-Agent": "\xff" * 300},
)


def test_no_request_is_an_error_of_klass(visitors, rules, known):
    play(visitors=visitors, rules=rules, known=known, fields=names_of(known))


def everywhere(fields: list[str], word: str) -> str:
    """A form with the word in each field; quoted once, as that costs more than the answer."""
    said = quote(word, errors="replace")
    return "&".join(f"{field}={said}" for field in fields)


def test_every_address_bears_every_odd_value_once(visitors, rules, known):
    """Without chance: each rule once with each nasty word in all its fields."""
    fields = names_of(known)
    forms = [everywhere(fields, word) for word in NASTY]
    for number, (rule, method) in enumerate(rules):
        word, form = NASTY[number % len(NASTY)], forms[number % len(NASTY)]
        room = rule.endpoint.split(".")[0]
        visitor = visitors[OWN.get(room, ("anna",))[0]]
        path = rule.rule
        for name in rule._converters:
            real = next(iter(known.get(name, ())), 1)
            path = path.replace(f"<int:{name}>", str(real)).replace(f"<{name}>", "t1")
        options = {"data": form, "content_type": FORM}
        if method == "GET":
            options = {"query_string": form[:LONGEST_ADDRESS]}
        status = visitor.request(method, path, **options).status_code
        assert status < 500 or path == READY, f"{method} {path} {word!r}: {status}"
