"""No cache between Klass and a browser ever keeps what is one person's."""

import logging
import re
import stat

import brotli
import pytest

from app import Settings, create_app
from blueprints.log import OneLine
from models.runs.backup import make_backup
from tests.visitor import Visitor


def test_files_for_all_carry_nobodys_cookie(as_):
    for visitor_path in ("/static/css/klass.css", "/static/js/grid.js"):
        answer = as_("anna").get(visitor_path)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert "no-store" not in answer.headers.get("Cache-Control", "")


def test_a_file_that_is_not_there_is_kept_by_no_cache(as_):
    answer = as_("anna").get("/static/no-such.css")
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_copy_of_the_database_is_kept_by_no_cache(app, as_):
    settings = app.config["KLASS"]
    copy = make_backup(settings.database_url, settings.data)
    answer = as_("admin").get(f"/administrator/backups/{copy.name}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_looking_at_a_page_does_not_write_the_session_anew(as_):
    assert "Set-Cookie" not in as_("anna").get("/healthz").headers


@pytest.mark.parametrize(("proxy", "secure"), [("1", True), ("", False)])
def test_behind_a_proxy_the_cookie_travels_by_tls_only(tmp_path, proxy, secure):
    settings = Settings.from_env({"KLASS_DATA": str(tmp_path / "data"), "KLASS_PROXY": proxy})
    visitor = Visitor(create_app(settings))
    answer = visitor.get("/csrf")
    cookie = answer.headers["Set-Cookie"]
    assert ("Secure" in cookie) is secure
    assert cookie.startswith("__Host-klass=" if secure else "klass=")
    assert ("max-age=31536000" in answer.headers.get("Strict-Transport-Security", "")) is secure


def test_nobody_else_on_the_machine_reads_the_data(tmp_path):
    data = tmp_path / "data"
    Settings.from_env({"KLASS_DATA": str(data)})
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    (data / "klass.sqlite").touch()
    assert stat.S_IMODE((data / "klass.sqlite").stat().st_mode) == 0o600
    data.chmod(0o755)
    Settings.from_env({"KLASS_DATA": str(data)})
    assert stat.S_IMODE(data.stat().st_mode) == 0o700


def test_a_folder_that_is_not_klass_own_keeps_its_rights(tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)
    Settings.from_env({"KLASS_DATA": str(shared), "SECRET_KEY": "x"})
    assert stat.S_IMODE(shared.stat().st_mode) == 0o755


@pytest.mark.parametrize("path", ["/login", "/teacher/", "/static/css/klass.css", "/nowhere"])
def test_every_answer_tells_the_browser_to_be_strict(as_, path):
    headers = as_("anna").get(path).headers
    assert (
        "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
        in (headers["Content-Security-Policy"])
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers


@pytest.fixture
def logged(app):
    """What the app writes into its log."""
    lines, handler = [], logging.StreamHandler()
    handler.setFormatter(OneLine("%(levelname)s %(message)s"))
    handler.emit = lambda record: lines.append(handler.format(record))
    app.logger.addHandler(handler)
    yield lines
    app.logger.removeHandler(handler)


def test_the_log_names_who_was_refused_and_never_what_was_typed(app, as_, logged, cast):
    as_("anna").get("/director/")
    Visitor(app).post("/login", {"login": "мой пароль", "password": "тайна"})
    assert f"WARNING forbidden: GET /director/, account {cast.accounts['anna']}" in logged
    assert "WARNING refused at the door (password) from 127.0.0.1" in logged
    assert "мой пароль" not in str(logged) and "тайна" not in str(logged)


def test_nobody_writes_lines_of_their_own_into_the_log(as_, logged):
    as_("anna").get("/director/people/1%0a2026-01-01 INFO signed in/")
    as_("anna").get("/administrator/backups/a%0aINFO%20x")
    assert logged and not any("\n" in line for line in logged)


def test_the_grids_scripts_stay_within_their_budget_on_the_wire(as_, cast):
    anna = as_("anna")
    page = anna.get(f"/teacher/journals/{cast.journals['5-А', 'Математика']}/").text
    scripts = re.findall(r'<script src="([^"]+)"', page)
    answers = [anna.get(path, headers={"Accept-Encoding": "br"}) for path in scripts]
    assert len(answers) == 6 and {a.headers["Content-Encoding"] for a in answers} == {"br"}
    assert sum(len(answer.data) for answer in answers) <= 30 * 1024
    for path, answer in zip(scripts, answers, strict=True):
        assert brotli.decompress(answer.data) == anna.get(path).data
