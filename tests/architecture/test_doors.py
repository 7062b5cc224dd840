"""Every address is guarded by a granted action; whom it opens for is walked in tests/access."""

import pytest

from models.access.grants import GRANTS
from models.access.role import Role

PUBLIC = {
    "auth.activate",
    "auth.login",
    "auth.logout",
    "auth.rooms",
    "auth.second",
    "entrance.alive",
    "entrance.door",
    "entrance.ready",
    "entrance.token",
    "lock.close",
    "lock.open_again",
    "lock.presence",
    "static",
}
VISITORS = {  # room → who of the cast and the officials has the key to it
    "director": "director",
    "administrator": "admin",
    "deputy_head": "dora",
    "secretary": "sonya",
    "dispatcher": "dasha",
    "inspector": "igor",
    "operator": "olga",
    "teacher": "anna",
    "parent": "maria",
    "student": "petya",
}
STRANGE_ID = 987654


def room_rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in PUBLIC]


def address(app, rule) -> str:
    values = {
        name: "no-such-copy" if converter.__class__.__name__ == "UnicodeConverter" else STRANGE_ID
        for name, converter in rule._converters.items()
    }
    with app.test_request_context():
        return rule.build(values)[1]


def methods_of(rule):
    return sorted(rule.methods - {"HEAD", "OPTIONS"})


def test_every_page_outside_the_public_list_is_guarded_by_a_granted_action(app):
    for rule in room_rules(app):
        view = app.view_functions[rule.endpoint]
        role = Role(rule.endpoint.split(".")[0])
        action = getattr(view, "guarded_by", None)
        assert action, f"{rule.endpoint} is not guarded"
        assert action == "room.home" or action in GRANTS[role], f"{rule} is not granted {action}"


def test_no_public_address_was_added_unnoticed(app):
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    rooms = {role.value for role in Role}
    assert {e for e in endpoints if e.split(".")[0] not in rooms} == PUBLIC


@pytest.mark.parametrize("role", Role)
def test_every_action_granted_to_a_role_is_mounted_in_its_room(app, role):
    own = [rule.endpoint for rule in room_rules(app) if rule.endpoint.startswith(f"{role}.")]
    mounted = {app.view_functions[endpoint].guarded_by for endpoint in own}
    assert GRANTS[role] == mounted - {"room.home"}


def test_a_stranger_is_sent_to_the_door_everywhere(app):
    client = app.test_client()
    for rule in room_rules(app):
        for method in methods_of(rule):
            answer = client.open(address(app, rule), method=method)
            if method == "GET":
                assert answer.status_code == 302, str(rule)
                assert "/login" in answer.headers["Location"]
            else:
                assert answer.status_code in (302, 400), str(rule)


def test_a_write_without_the_pages_token_is_refused(as_, cast):
    anna = as_("anna")
    journal = cast.journals["5-А", "Математика"]
    answer = anna.client.post(f"/teacher/journals/{journal}/cells", data={"value": "5"})
    assert answer.status_code == 400


def test_pages_carry_a_strict_policy_and_no_inline_script(app, as_):
    answer = as_("anna").get("/teacher/journals/")
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "<script>" not in answer.text
    assert " onclick=" not in answer.text
    assert "style=" not in answer.text
