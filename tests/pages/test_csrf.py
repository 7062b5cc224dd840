"""A write without one's own token is refused, however often the right one was seen before."""

MATHS = ("5-А", "Математика")


def _save(visitor, cast, token: str, **more):
    asked = {"column": cast.columns[MATHS], "student": cast.students["petya"]}
    address = f"/teacher/journals/{cast.journals[MATHS]}/cells"
    said = asked | {"value": "4", "version": "0"}
    return visitor.client.post(address, data=said, headers={"X-CSRFToken": token}, **more)


def test_ones_own_token_serves_again_and_again(as_, cast):
    anna = as_("anna")
    token = anna.get("/csrf").text
    assert _save(anna, cast, token).status_code == 200
    assert _save(anna, cast, token).status_code == 200, "the second is a repeat of the first"


def test_a_token_that_served_its_owner_serves_nobody_else(as_, cast):
    anna, boris = as_("anna"), as_("boris")
    token = anna.get("/csrf").text
    boris.get("/csrf")
    assert _save(anna, cast, token).status_code == 200
    assert _save(boris, cast, token).status_code == 400


def test_a_token_is_not_good_because_another_was(as_, cast):
    anna = as_("anna")
    token = anna.get("/csrf").text
    assert _save(anna, cast, token).status_code == 200
    for bad in ("", token[:-2], token + "x", "nonsense"):
        assert _save(anna, cast, bad).status_code == 400, bad


def test_over_https_a_known_token_from_another_site_is_refused(as_, cast):
    anna = as_("anna")
    token = anna.get("/csrf").text
    assert _save(anna, cast, token).status_code == 200
    safe = {"base_url": "https://localhost"}
    assert _save(anna, cast, token, **safe).status_code == 400
