"""Whether the audit holds is the administrator's to ask."""

import pytest

from blueprints import printing
from jobs.seal import seal
from models.audit.block import last_block

PROOF = "/audit/proof"


def test_the_administrator_sees_the_root_and_finds_it_by_its_first_signs(as_, in_school):
    with in_school():
        seal()
        head = last_block().head
    page = as_("admin").get(f"/administrator{PROOF}")
    assert page.status_code == 200 and head in page.text
    found = as_("admin").get(f"/administrator{PROOF}?root={head[:8].upper()}")
    assert "Есть: блок № 1" in found.text
    other = "0" * 8 if head[:8] != "0" * 8 else "1" * 8
    assert (
        "Такого корня в журнале нет" in as_("admin").get(f"/administrator{PROOF}?root={other}").text
    )
    assert "не меньше 8 знаков" in as_("admin").get(f"/administrator{PROOF}?root=привет").text


@pytest.mark.parametrize(
    ("name", "room"), [("director", "director"), ("anna", "teacher"), ("maria", "parent")]
)
def test_in_no_other_room_is_there_such_a_page(as_, name, room):
    assert as_(name).get(f"/{room}{PROOF}").status_code == 404
    assert as_(name).get(f"/administrator{PROOF}").status_code == 403
    assert as_(name).post(f"/administrator{PROOF}").status_code == 403


def test_the_root_is_printed_on_reports(as_, in_school, monkeypatch):
    with in_school():
        seal()
        head = last_block().head
    told = []
    draw = printing._typeset
    monkeypatch.setattr(
        printing, "_typeset", lambda name, data: told.append(data) or draw(name, data)
    )
    admin = as_("admin")
    admin.get("/administrator/accounts/?q=Петров")  # a look that is written down
    assert admin.get("/administrator/viewings/print").data.startswith(b"%PDF")
    assert told[0]["root"] == f"блок № 1, {head}"
