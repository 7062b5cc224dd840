"""Costly pages bear a person's haste and no script's."""

import pytest

from blueprints import costly

AUDIT = "/administrator/audit/"


def test_a_script_that_asks_without_end_is_told_to_wait(as_, monkeypatch):
    admin = as_("admin")
    assert {admin.get(AUDIT).status_code for _ in range(costly.MOST)} == {200}
    answer = admin.get(AUDIT)
    assert answer.status_code == 429 and "Подождите минуту" in answer.text
    assert admin.get("/administrator/").status_code == 200, "other pages go on"
    later = costly.time.monotonic() + costly.WITHIN
    monkeypatch.setattr(costly.time, "monotonic", lambda: later)
    assert admin.get(AUDIT).status_code == 200


@pytest.mark.parametrize(
    "path", ["/administrator/control/now", "/administrator/papers/forms/consent"]
)
def test_each_costly_page_counts(as_, path):
    admin = as_("admin")
    answers = [admin.get(path).status_code for _ in range(costly.MOST + 1)]
    assert answers[-1] == 429
