"""Everybody sees where they are signed in, ends it, and changes the password; two places at once
are shown to the owner and to the administrator."""

from datetime import timedelta

import pytest

from models import clock
from models.access.device import device_words
from models.access.places import AT_ONCE
from models.access.session import SEEN_EVERY, AccountSession
from models.audit.entry import Entry
from models.audit.wording import wording
from models.people.account import Account
from models.school.school import the_school
from tests.visitor import Visitor

SECRET, NEW = "Сирень и 42 кота", "Черёмуха и 7 сов"
PEOPLE = {
    "director": "director",
    "admin": "administrator",
    "olga": "operator",
    "anna": "teacher",
    "maria": "parent",
    "petya": "student",
}
WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36"
)
PHONE = (
    "Mozilla/5.0 (Linux; Android 13; SM-A146P) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture
def arrive(app, in_school):
    """Sign somebody in through the door, from an address, with a browser."""
    with in_school() as session:
        for account in session.query(Account):
            account.set_password(SECRET)
        session.commit()

    def come(login="anna", address="192.0.2.1", agent=WINDOWS, secret=SECRET, **more):
        visitor = Visitor(app)
        visitor.client.environ_base |= {"REMOTE_ADDR": address, "HTTP_USER_AGENT": agent}
        visitor.answer = visitor.post("/login", {"login": login, "password": secret} | more)
        return visitor

    return come


def rows(in_school, login="anna"):
    with in_school() as session:
        query = session.query(AccountSession).join(Account, Account.id == AccountSession.account_id)
        found = query.filter(Account.login == login).order_by(AccountSession.id).all()
        session.expunge_all()
    return found


@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_leads_to_ones_own_sign_ins(as_, name):
    visitor, room = as_(name), PEOPLE[name]
    assert f'href="/{room}/own/"' in visitor.get(f"/{room}/", follow_redirects=True).text
    assert "это устройство" in visitor.get(f"/{room}/own/").text


def test_a_browser_is_told_in_plain_words():
    assert device_words(WINDOWS) == "Chrome, Windows"
    assert device_words(PHONE) == "Chrome, Android"
    assert device_words("") == device_words("тест") == "неизвестное устройство"


def test_one_sign_in_is_ended_and_the_others_stay(arrive, in_school):
    school, home = arrive(), arrive(address="198.51.100.9", agent=PHONE)
    page = school.get("/teacher/own/").text
    assert "Chrome, Android" in page and "198.51.100.9" in page
    path = f"/teacher/own/sign-ins/{rows(in_school)[1].id}/ending"
    assert school.post(path).status_code == 302
    assert home.get("/teacher/").status_code == 302
    assert school.get("/teacher/").status_code == 200


def test_nobody_ends_anothers_sign_in(as_, arrive, in_school):
    arrive("boris")
    path = f"/teacher/own/sign-ins/{rows(in_school, 'boris')[0].id}/ending"
    assert as_("anna").post(path).status_code == 404
    assert rows(in_school, "boris")[0].ended_at is None


def test_ending_this_sign_in_leads_to_the_door(arrive, in_school):
    anna = arrive()
    answer = anna.post(f"/teacher/own/sign-ins/{rows(in_school)[0].id}/ending")
    assert answer.headers["Location"] == "/login"
    assert anna.get("/teacher/").status_code == 302


def test_all_others_are_ended_at_once(arrive, in_school):
    one, two, here = arrive(), arrive(), arrive()
    assert here.post("/teacher/own/sign-ins/others/ending").status_code == 302
    assert [v.get("/teacher/").status_code for v in (one, two, here)] == [302, 302, 200]


def test_an_administrator_ends_what_somebody_has_open(arrive, as_, cast):
    anna, admin = arrive(), as_("admin")
    path = f"/administrator/people/{cast.people['anna']}/sign-ins/"
    assert "192.0.2.1" in admin.get(path).text
    assert as_("director").post(f"{path}ending").status_code == 403
    assert admin.post(f"{path}ending").status_code == 302
    assert anna.get("/teacher/").status_code == 302
    assert admin.get("/administrator/").status_code == 200
    nobody = f"/administrator/people/{cast.people['olya']}/sign-ins/"
    assert admin.get(nobody).status_code == admin.post(f"{nobody}ending").status_code == 404


def test_a_new_password_asks_for_the_old_one_and_ends_the_other_sign_ins(arrive, in_school):
    elsewhere, here = arrive(), arrive()
    form = {"old": "не тот", "password": NEW, "again": NEW}
    answer = here.post("/teacher/own/password", form)
    assert answer.status_code == 422 and "Нынешний пароль не подходит" in answer.text
    answer = here.post("/teacher/own/password", form | {"old": SECRET})
    assert answer.headers["Location"] == "/teacher/own/"
    assert here.get("/teacher/").status_code == 200
    assert elsewhere.get("/teacher/").status_code == 302
    assert arrive().answer.status_code == 422
    assert arrive(secret=NEW).answer.status_code == 302


def test_a_change_of_password_is_in_the_audit_without_the_password(arrive, in_school):
    arrive().post("/teacher/own/password", {"old": SECRET, "password": NEW, "again": NEW})
    with in_school() as session:
        entry = session.query(Entry).filter_by(hat="teacher", table_name="account").one()
        assert "пароль сменён" in wording(entry)
        assert "argon2" not in str(entry.before) + str(entry.after)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"password": "коротко", "again": "коротко"}, "короче 8"),
        ({"again": "другой пароль"}, "Пароли не совпали"),
        ({"password": "абв", "again": "где"}, "Пароль короче 8 знаков"),
        ({"password": "абв", "again": "где"}, "Пароли не совпали"),
        ({"old": ""}, "Введите нынешний пароль"),
    ],
)
def test_a_bad_new_password_changes_nothing(arrive, typed, said):
    here = arrive()
    form = {"old": SECRET, "password": NEW, "again": NEW} | typed
    answer = here.post("/teacher/own/password", form)
    assert answer.status_code == 422 and said in answer.text
    assert arrive().answer.status_code == 302


def test_the_old_password_is_not_guessed_in_an_open_session(arrive):
    here = arrive()
    form = {"old": "не тот", "password": NEW, "again": NEW}
    answers = [here.post("/teacher/own/password", form).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
    assert arrive().answer.status_code == 302, "the door is not shut by it"


def test_a_strange_computer_is_the_default(arrive, in_school):
    maria = arrive("maria")
    cookies = maria.answer.headers.getlist("Set-Cookie")
    cookie = next(one for one in cookies if one.startswith("klass="))
    assert "Expires" not in cookie and "Max-Age" not in cookie
    (row,) = rows(in_school, "maria")
    assert row.expires_at - row.started_at == timedelta(hours=14)


def test_a_device_of_ones_own_stays_signed_in_for_the_schools_days(arrive, in_school):
    with in_school() as session:
        the_school().set_rule("own_device_days", 5)
        session.commit()
    maria = arrive("maria", mine="1")
    cookies = maria.answer.headers.getlist("Set-Cookie")
    assert any(one.startswith("klass=") and "Expires" in one for one in cookies)
    (row,) = rows(in_school, "maria")
    assert row.expires_at - row.started_at == timedelta(days=5)
    maria.get("/parent/", follow_redirects=True)
    assert "Set-Cookie" not in maria.get("/parent/", follow_redirects=True).headers
    assert "своё, до" in maria.get("/parent/own/").text


@pytest.mark.parametrize(("allowed", "days"), [(False, 0), (True, 30)])
def test_staff_stay_signed_in_only_where_the_school_allows_it(arrive, in_school, allowed, days):
    with in_school() as session:
        the_school().set_rule("own_device_staff", allowed)
        session.commit()
    anna = arrive(mine="1")
    (row,) = rows(in_school)
    assert row.is_kept is allowed
    assert ("школа здесь не разрешила" in anna.get("/teacher/").text) is not allowed
    assert (row.expires_at - row.started_at).days == days


def test_a_new_password_keeps_a_device_ones_own(arrive, in_school):
    maria = arrive("maria", mine="1")
    maria.post("/parent/own/password", {"old": SECRET, "password": NEW, "again": NEW})
    assert rows(in_school, "maria")[-1].is_kept


def test_an_account_in_use_from_two_places_tells_its_owner_and_the_administrator(arrive, as_):
    school = arrive(address="192.0.2.1")
    home = arrive(address="198.51.100.9", agent=PHONE)
    at_sign_in = home.get("/teacher/").text
    assert "открыта и в другом месте: Chrome, Windows, адрес 192.0.2.1" in at_sign_in
    assert at_sign_in.count("в другом месте") == 1
    assert "Chrome, Android, адрес 198.51.100.9" in school.get("/teacher/").text
    assert "Chrome, Android, адрес" not in school.get("/teacher/journals/").text


def test_the_administrator_sees_who_was_in_two_places_at_once(arrive, as_, in_school):
    arrive(address="192.0.2.1")
    arrive(address="198.51.100.9", agent=PHONE)
    arrive("boris", address="192.0.2.1")
    with in_school() as session:
        first = session.query(AccountSession).order_by(AccountSession.id).first()
        first.seen_at = clock.real_now() + timedelta(minutes=2)
        session.commit()
    page = as_("admin").get("/administrator/sign-ins/").text
    shown = page.split("Из двух мест сразу")[1]
    assert "Учитель Анна" in shown and "Учитель Борис" not in shown
    assert "198.51.100.9" in shown
    assert as_("director").get("/administrator/sign-ins/").status_code == 403


def test_a_place_left_long_ago_is_no_second_place(arrive, in_school):
    arrive(address="192.0.2.1")
    with in_school() as session:
        session.query(AccountSession).one().seen_at -= AT_ONCE
        session.commit()
    later = arrive(address="198.51.100.9", agent=PHONE)
    assert "в другом месте" not in later.get("/teacher/").text


@pytest.mark.parametrize(
    ("path", "seen"),
    [
        ("/teacher/journals/", True),
        ("/teacher/journals/{maths}/changes?since=0", False),
        ("/csrf", False),
        ("/static/css/klass.css", False),
        ("/teacher/journals/987654/", False),
    ],
)
def test_only_what_somebody_does_is_a_sign_of_life(arrive, in_school, cast, path, seen):
    anna = arrive()
    long_ago = clock.real_now() - 5 * SEEN_EVERY
    with in_school() as session:
        session.query(AccountSession).one().seen_at = long_ago
        session.commit()
    anna.get(path.format(maths=cast.journals["5-А", "Математика"]))
    assert (rows(in_school)[0].seen_at > long_ago) is seen


def test_a_sign_of_life_is_written_once_a_minute_and_never_audited(arrive, in_school):
    anna = arrive()
    before = rows(in_school)[0].seen_at
    anna.get("/teacher/journals/")
    assert rows(in_school)[0].seen_at == before
    with in_school() as session:
        session.query(AccountSession).one().seen_at = before - SEEN_EVERY
        session.commit()
        count = session.query(Entry).count()
    anna.get("/teacher/journals/")
    assert rows(in_school)[0].seen_at > before - SEEN_EVERY
    with in_school() as session:
        assert session.query(Entry).count() == count
