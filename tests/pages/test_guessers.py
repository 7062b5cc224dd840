"""A thousand guesses, sent one by one: on one account, on a thousand; and who still gets in."""

from datetime import timedelta

import pytest

from models import clock
from models.access.knock import FADES, FREE, HOST, LOCKED_AFTER
from models.people.account import Account
from models.people.person import Person
from tests.visitor import Visitor

SECRET = "Сирень и 42 кота"
SCHOOL = "192.0.2.1"  # sixty computers stand behind it
FAR = "203.0.113.7"
GUESSES = 1000


@pytest.fixture
def moment(monkeypatch):
    """The real time in the test's hands."""

    class Moment:
        now = clock.real_now()

        def on(self, seconds: float) -> None:
            self.now += timedelta(seconds=seconds)

    held = Moment()
    monkeypatch.setattr(clock, "real_now", lambda: held.now)
    return held


@pytest.fixture(autouse=True)
def passwords(in_school):
    with in_school() as session:
        for login in ("anna", "boris", "vera"):
            session.query(Account).filter_by(login=login).one().set_password(SECRET)
        session.commit()


@pytest.fixture
def thousand(in_school) -> list[str]:
    """The logins of a thousand accounts."""
    with in_school() as session:
        people = [Person(surname=f"Иванов{n}", given="Иван") for n in range(GUESSES)]
        session.add_all(people)
        session.flush()
        logins = [f"ivanov{n}" for n in range(GUESSES)]
        pairs = zip(people, logins, strict=True)
        session.add_all(Account(person_id=person.id, login=login) for person, login in pairs)
        session.commit()
    return logins


class Browser:
    """A browser at the door, at one address."""

    def __init__(self, app, address: str):
        self.visitor, self.address = Visitor(app), address
        self._renew()

    def _renew(self) -> None:
        self.token = self.visitor.client.get("/csrf").get_data(as_text=True)

    def enters(self, login: str, password: str = SECRET) -> int:
        """Try to sign in; the status of the answer."""
        form = {"login": login, "password": password, "csrf_token": self.token}
        where = {"REMOTE_ADDR": self.address}
        status = self.visitor.client.post("/login", data=form, environ_overrides=where).status_code
        if status == 302:
            self.visitor.client.delete_cookie("klass")
            self._renew()
        return status


@pytest.fixture
def at(app):
    """A new browser at an address."""
    return lambda address: Browser(app, address)


def checked(answers: list[int]) -> int:
    """How many guesses reached the password; the others were told to wait."""
    assert set(answers) <= {422, 429}
    return answers.count(422)


@pytest.mark.parametrize(("every", "most"), [(0, FREE["login"]), (80, LOCKED_AFTER)])
def test_a_thousand_guesses_on_one_account_are_stopped_and_its_owner_gets_in(
    at, moment, every, most
):
    """In one go, and by one who takes most of a day for it."""
    home, desk, guesser = at(SCHOOL), at(SCHOOL), at(FAR)
    assert home.enters("anna") == desk.enters("boris") == 302
    answers = []
    for number in range(GUESSES):
        answers.append(guesser.enters("anna", f"догадка {number}"))
        moment.on(seconds=every)
    assert checked(answers) == most
    if every:
        answers.append(guesser.enters("anna"))
        assert answers[-1] == 429, "not even the right password, from a strange browser"
    assert home.enters("anna") == 302, "but from the owner's"
    assert at(SCHOOL).enters("vera") == at(FAR).enters("vera") == 302, "nobody else is held up"


def test_one_guess_on_each_of_a_thousand_accounts_is_stopped_and_users_get_in(at, moment, thousand):
    """The guesser sits in the school itself, behind the address of everybody else."""
    desk, guesser = at(SCHOOL), at(SCHOOL)
    assert desk.enters("boris") == 302
    answers = []
    for login in thousand:
        answers.append(guesser.enters(login, "klass-2026"))
        moment.on(seconds=1)
    assert checked(answers) <= FREE["address"] + GUESSES / FADES.total_seconds() + 1
    assert desk.enters("boris") == 302, "in one's own browser"
    assert desk.enters("vera") == 302, "and in a colleague's, where one never was"
    assert at(FAR).enters("vera") == 302, "and from anywhere else"
    assert at(SCHOOL).enters("anna") == 429, "not in a browser that nobody was ever in"
    moment.on(seconds=301)
    assert at(SCHOOL).enters("anna") == 302, "until the guesser has stopped for five minutes"


def test_who_guesses_with_an_account_of_ones_own_gains_little(at, moment, thousand):
    """Each time after signing in anew, in a browser that looks new."""
    answers = []
    for number, login in enumerate(thousand):
        if number % 20 == 0:
            guesser = at(SCHOOL)
            assert guesser.enters("boris") == 302
        answers.append(guesser.enters(login, "klass-2026"))
        moment.on(seconds=1)
    assert checked(answers) <= FREE[HOST] + GUESSES / FADES.total_seconds() + 1
    assert at(SCHOOL).enters("boris") == 302, "the own account is nobody's hostage"


def test_a_pupil_who_guessed_closes_no_computer_to_the_others(at, thousand):
    shared, guesser = at(SCHOOL), at(SCHOOL)
    assert [shared.enters("anna"), shared.enters("boris"), guesser.enters("boris")] == [302] * 3
    answers = [guesser.enters(login, "klass-2026") for login in thousand[:30]]
    assert checked(answers) == FREE[HOST]
    assert shared.enters("vera") == 302


def test_many_hosts_of_one_browser_are_no_endless_tries(at, thousand):
    shared = at(SCHOOL)
    assert [shared.enters("anna"), shared.enters("boris")] == [302] * 2
    assert checked([shared.enters(login, "klass-2026") for login in thousand[:60]]) == FREE[HOST]


def test_a_wrong_try_of_the_owner_is_not_counted_against_guests(at):
    shared = at(SCHOOL)
    assert shared.enters("anna") == 302
    assert [shared.enters("anna", "не тот") for _ in range(6)] == [422] * 5 + [429]
    assert shared.enters("vera") == 302
