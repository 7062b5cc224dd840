"""Every route × every role × (own, a colleague's, a stranger's, ended duty, withdrawn consent,
blocked account). Generated from `app.url_map`; only the public pages are named by hand.

Whose things are is said in `whose.py`, in the words of the school: no policy is asked. A new page
is walked by itself; a new kind of thing in an address must first be told there.
"""

import pytest

from blueprints.help_texts import help_for
from models.access.role import Role
from tests.access.walk import Page, account_blocked, consent_withdrawn, duty_ends

pytestmark = pytest.mark.xdist_group("walk")
OPEN = {200, 302, 304, 409, 422}  # shown, done, or answered about what was typed


@pytest.mark.parametrize("role", Role)
def test_ones_own_is_open(walk, role):
    for page in walk.of(role):
        status = walk.own(page).status_code
        assert status in OPEN, f"{role}: {page}: {status}"


@pytest.mark.parametrize("role", Role)
def test_a_colleagues_is_seen_and_not_touched(walk, role):
    walker = walk.walkers[role]
    for page in walk.of(role):
        if walker.known.keys().isdisjoint(page.arguments):
            continue
        things = walker.own | walker.known
        status = walk.ask(page, walk.whose(page, walker.known), things).status_code
        hidden = page.method == "POST" or page.action in walker.hidden
        assert status == (403 if hidden else 200), f"{role}: {page}: {status}"


@pytest.mark.parametrize("role", Role)
def test_a_strangers_does_not_exist(walk, role):
    walker = walk.walkers[role]
    for page in filter(lambda page: page.arguments, walk.of(role)):
        walk.whose(page, {})
        things = walker.own | walker.strange
        status = walk.ask(page, walk.strangers(page), things).status_code
        assert status == 404, f"{role}: {page}: {status}"


@pytest.mark.parametrize("role", Role)
def test_a_strangers_is_not_reached_through_ones_own(walk, role):
    """A journal of one's own with a column of somebody else's, and so on."""
    for page in filter(lambda page: len(page.arguments) > 1, walk.of(role)):
        own, strange = walk.whose(page, {}), walk.strangers(page)
        for name in page.arguments:
            if own[name] != strange[name]:
                numbers = own | {name: strange[name]}
                status = walk.ask(page, numbers, walk.walkers[role].own).status_code
                assert status == 404, f"{role}: {page} with another's {name}: {status}"


@pytest.mark.parametrize("role", Role)
def test_no_room_opens_without_its_key(walk, role):
    for page in walk.pages:
        if page.role is not role:
            status = walk.own(page, visitor=walk.visitors[role]).status_code
            assert status == 403, f"{role}: {page}: {status}"


@pytest.mark.parametrize("role", Role)
def test_what_is_not_granted_has_no_address_in_the_room(walk, role):
    """Pages of other rooms, asked under this room's address."""
    there = {(page.method, tail(page)) for page in walk.of(role)}
    for page in walk.pages:
        if (page.method, tail(page)) not in there:
            numbers = walk.whose(page, {})
            with walk.app.test_request_context():
                path = page.rule.build(numbers)[1].replace(f"/{page.role}/", f"/{role}/", 1)
            status = walk.visitors[role].request(page.method, path).status_code
            assert status in (404, 405), f"{role}: {page.method} {path}: {status}"


def assert_let_in(walk, role: Role) -> None:
    """The session is open and the one key opens its room: roles are asked and remembered."""
    answer = walk.visitors[role].get("/rooms")
    assert answer.headers["Location"] == f"/{role}/"


def tail(page: Page) -> str:
    return page.rule.rule.removeprefix(f"/{page.role}/")


@pytest.mark.parametrize("role", Role)
def test_an_ended_duty_holds_on_the_very_next_request(walk, role):
    """Each page anew: the session is open, the duty is there, and the next request finds it
    ended."""
    ends = duty_ends(walk, walk.walkers[role])
    for page in walk.of(role):
        assert_let_in(walk, role)
        with walk.changed(ends):
            status = walk.own(page).status_code
        assert status == 403, f"{role}: {page}: {status}"


def test_a_withdrawn_consent_holds_on_the_very_next_request_of_the_parent(walk):
    """maria withdraws it for one of two children."""
    withdrawn = consent_withdrawn(walk, "petya", "maria")
    for page in walk.of(Role.PARENT):
        assert_let_in(walk, Role.PARENT)
        with walk.changed(withdrawn):
            answer = walk.own(page)
        if "student_id" in page.arguments:
            assert answer.status_code == 404, str(page)
        else:
            assert answer.status_code in OPEN, str(page)
        assert "Пётр".encode() not in answer.data, str(page)


def test_a_withdrawn_consent_holds_on_the_very_next_request_of_the_pupil(walk):
    withdrawn, petya = consent_withdrawn(walk, "petya", "maria"), walk.visitors[Role.STUDENT]
    for page in walk.of(Role.STUDENT):
        assert_let_in(walk, Role.STUDENT)
        with walk.changed(withdrawn):
            assert walk.own(page).status_code == 403, str(page)
            assert "нет ни одной роли" in petya.get("/rooms").text


@pytest.mark.parametrize("role", Role)
def test_a_blocked_account_is_at_the_door_on_the_very_next_request(walk, role):
    blocked = account_blocked(walk.walkers[role])
    for page in walk.of(role):
        assert_let_in(walk, role)
        with walk.changed(blocked):
            answer = walk.own(page)
            fragment = walk.own(page, headers={"HX-Request": "true"})
        assert answer.status_code == 302, f"{role}: {page}: {answer.status_code}"
        assert answer.headers["Location"].startswith("/login"), str(page)
        assert (fragment.status_code, fragment.text) == (401, ""), str(page)
        assert fragment.headers["HX-Redirect"].startswith("/login"), str(page)


@pytest.mark.parametrize("role", Role)
def test_the_walk_has_taken_nothing_from_anybody(walk, role):
    """Otherwise what was refused above would prove nothing."""
    for page in walk.of(role):
        if page.method == "GET" and "knock_id" not in page.arguments:
            assert walk.own(page).status_code in OPEN, f"{role}: {page}"


@pytest.mark.parametrize("role", Role)
def test_every_page_has_its_own_help(walk, role):
    """Whatever is shown as a page has «?», and it leads to a text about this very page."""
    for page in walk.of(role):
        answer = walk.own(page) if page.method == "GET" else None
        if answer is None or answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        if "<!doctype html>" not in answer.text:
            continue
        name = page.rule.endpoint.split(".")[1]
        assert help_for(role.value, name), f"{page}: no help about {name} in templates/help"
        assert f'class="own help-mark" href="/{role}/help/pages/{name}"' in answer.text, page
        text = walk.visitors[role].get(f"/{role}/help/pages/{name}")
        assert text.status_code == 200, page
