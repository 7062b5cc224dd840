"""A copy whose description makes no sense is listed as damaged; it hides no other copy."""

import json

import pytest

from models.runs.backup import backups, folder, make_backup, manifest

PAGES = ("/administrator/", "/administrator/backups/", "/readyz")


@pytest.mark.parametrize(
    "harm",
    [
        b"[" * 100_000,
        {"counts": 5},
        {"counts": {"mark": "x"}},
        {"size": "x"},
        {"made_at": "9999-12-31T23:59:59+00:00"},
        {"made_at": 7},
        {"last": {"id": 1, "at": 5}},
        {"chain": "zz"},
    ],
    ids=lambda harm: "brackets" if isinstance(harm, bytes) else str(harm),
)
def test_a_description_without_sense_breaks_no_page_and_hides_no_copy(app, as_, harm):
    settings = app.config["KLASS"]
    for left in folder(settings.data).glob("*.klass.zst*"):
        left.unlink()
    good, bad = (make_backup(settings.database_url, settings.data) for _ in range(2))
    file = manifest(folder(settings.data), bad.name)
    if isinstance(harm, dict):
        told = json.loads(file.read_bytes()) | harm
        del told["own_sha256"]  # as earlier versions wrote them
        harm = json.dumps(told).encode()
    file.write_bytes(harm)
    found = {one.name: one.failed for one in backups(settings.data)}
    assert found[good.name] is None and "повреждено" in found[bad.name]
    admin = as_("admin")
    for page in PAGES:
        assert admin.get(page).status_code in (200, 503), page
    listed = admin.get("/administrator/backups/").text
    assert good.name in listed and bad.name in listed
