"""Who may restore the school from a copy: the administrator, and nobody else."""

import pytest

from models.runs.backup import folder, make_backup


@pytest.fixture
def path(app):
    settings = app.config["KLASS"]
    for file in folder(settings.data).glob("*.klass.zst*"):
        file.unlink()
    made = make_backup(settings.database_url, settings.data)
    return f"/backups/{made.name}/restoration"


def test_the_administrator_may(as_, path):
    assert as_("admin").get(f"/administrator{path}").status_code == 200


def test_a_director_sees_no_such_page(as_, path):
    assert as_("director").get(f"/director{path}").status_code == 404


@pytest.mark.parametrize("name", ["anna", "olga", "director"])
def test_the_wrong_role_is_refused_reading_and_doing(as_, path, name):
    assert as_(name).get(f"/administrator{path}").status_code == 403
    assert as_(name).post(f"/administrator{path}", {"password": "x"}).status_code == 403
    assert as_(name).get("/administrator/backups/restoration").status_code == 403


@pytest.mark.parametrize("query", ["?disk=1", "?disk=-1", "?disk=x"])
def test_a_copy_that_is_nowhere_is_not_found(as_, path, query):
    admin = as_("admin")
    assert admin.get("/administrator/backups/no-such.klass.zst/restoration").status_code == 404
    expected = 200 if query == "?disk=x" else 404
    assert admin.get(f"/administrator{path}{query}").status_code == expected
    assert admin.post("/administrator/backups/no-such/fetching").status_code == 404
