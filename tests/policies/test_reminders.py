"""Deadlines are seen before they pass: on the home page, and told the evening before."""

from datetime import date, time

import pytest

from jobs import reminders
from models import clock
from models.control.reminder import Reminder, remind
from models.journal.journal import WorkKind
from models.journal.lesson import LessonColumn
from models.people.person import Person

OF_5A = '<span class="nw">5-А</span>'
HTMX = {"HX-Request": "true"}
MATHS, SIXTH = ("5-А", "Математика"), "Математика · 6-А"
EVE_OF_CONTROL, EVE_OF_WORK = date(2026, 11, 29), date(2026, 11, 22)


@pytest.fixture
def evening(monkeypatch):
    """It is seven in the evening of a day."""

    def set_clock(day: date):
        monkeypatch.setattr("models.clock.now", lambda: clock.at(day, time(19)))
        return day

    return set_clock


@pytest.fixture
def work(in_school, cast):
    """Mathematics of 5-А wrote a test on Monday; nobody has a mark yet."""
    with in_school() as session:
        session.add(test := WorkKind(name="Контрольная", is_test=True))
        session.flush()
        session.get(LessonColumn, cast.columns[MATHS]).become(test.id)
        session.commit()


def test_the_home_page_loads_what_is_due_next_after_itself(as_, cast, work):
    anna = as_("anna")
    assert "/teacher/duties/next/" in anna.get("/teacher/").text
    part = anna.get("/teacher/duties/next/", headers=HTMX).text
    assert f"Математика · {OF_5A}" in part and "Результаты работы" in part
    assert "Математика" not in as_("vera").get("/teacher/duties/next/", headers=HTMX).text
    assert anna.get("/teacher/duties/next/").status_code == 302  # a page without scripts has a link
    assert as_("director").get("/director/duties/next/").status_code == 404


def test_the_lessons_of_the_next_control_stand_once_on_the_operators_page(
    as_, cast, in_school, evening
):
    with in_school() as session:
        remind(evening(EVE_OF_CONTROL))
        session.commit()
    olga = as_("olga")
    page, part = olga.get("/operator/").text, olga.get("/operator/duties/next/", headers=HTMX).text
    lesson = f"/operator/lessons/{cast.lessons['5-Б', 'Математика']}/"
    assert (page + part).count(f'href="{lesson}"') == 1
    assert "16.11" in page and "16.11" not in part
    assert "<b>Срок 30.11</b>: осталось внести 2</p>" in part  # of 16.11 and 23.11
    assert "Других ближайших сроков нет." in part
    assert olga.type("operator", cast, ("5-Б", "Математика"), "fedya", "5").status_code == 200
    part = olga.get("/operator/duties/next/", headers=HTMX).text
    assert "осталось внести 1</p>" in part


def test_what_comes_after_the_home_page_pushes_nothing_down(as_, cast):
    for who, room in (("anna", "teacher"), ("olga", "operator")):
        main = as_(who).get(f"/{room}/").text.split("</main>")[0]
        after = main.split(f'hx-get="/{room}/duties/next/"')[1].split("</section>")[1]
        assert "<" not in after, after


def test_the_evening_before_the_teacher_is_told_once(in_school, cast, work, evening):
    with in_school() as session:
        evening(EVE_OF_WORK)  # the week ends on Monday at midnight
        (told,) = remind(EVE_OF_WORK)
        assert told.person_id == cast.people["anna"] and told.role == "teacher"
        assert told.due_on == date(2026, 11, 23)
        assert told.lines == [
            "Математика · 5-А, 16.11, 1 урок: результаты работы, которую пишут все"
        ]
        assert remind(EVE_OF_WORK) == []
        assert session.query(Reminder).count() == 1


def test_what_was_told_in_the_morning_says_in_the_evening_what_is_so_then(
    as_, in_school, cast, work, evening, on_day
):
    """The machine was off the evening before, and made up for it at eight."""
    with in_school() as session:
        on_day(EVE_OF_WORK)
        (told,) = remind(EVE_OF_WORK)
        session.add(kind := WorkKind(name="Срезовая", is_test=True))
        session.flush()
        session.get(LessonColumn, cast.columns["6-А", "Математика"]).become(kind.id)
        session.flush()
        assert remind(evening(EVE_OF_WORK)) == []
        assert [line.split(",")[0] for line in told.lines] == ["Математика · 5-А", SIXTH]
        assert told.number == 2
        told.read()
        ordinary = session.get(LessonColumn, cast.columns["5-А", "Английский язык"]).kind_id
        session.get(LessonColumn, cast.columns[MATHS]).become(ordinary)
        assert remind(EVE_OF_WORK) == [] and told.number == 2  # what was read stays as it was read


def test_what_was_told_in_the_morning_and_done_by_day_is_not_told_in_the_evening(
    as_, in_school, cast, work, evening, on_day
):
    with in_school() as session:
        on_day(EVE_OF_WORK)
        remind(EVE_OF_WORK)
        session.commit()
    for pupil in ("petya", "olya"):
        as_("anna").type("teacher", cast, MATHS, pupil, "5")
    with in_school() as session:
        assert remind(evening(EVE_OF_WORK)) == []
        session.commit()
    assert "Срок 23.11" not in as_("anna").get("/teacher/duties/next/", headers=HTMX).text


def test_the_evening_before_the_control_the_operator_is_told(in_school, cast, evening):
    with in_school():
        assert remind(evening(date(2026, 11, 28))) == []
        (told,) = remind(evening(EVE_OF_CONTROL))
        assert told.person_id == cast.people["olga"] and told.role == "operator"
        assert "Математика · 5-Б" in told.lines[0]


def test_a_reminder_is_shown_to_whose_it_is_until_it_is_put_away(
    as_, in_school, cast, work, evening
):
    with in_school() as session:
        remind(evening(EVE_OF_WORK))
        session.commit()
    anna, path = as_("anna"), "/teacher/duties/next/"
    assert "Срок 23.11" in anna.get(path, headers=HTMX).text
    assert "Срок 23.11" not in as_("boris").get(path, headers=HTMX).text
    read = {"due_on": "2026-11-23"}
    assert as_("boris").post("/teacher/duties/reading", read).status_code == 302
    assert "Срок 23.11" in anna.get(path, headers=HTMX).text  # it was not his to put away
    assert anna.post("/teacher/duties/reading", read).status_code == 302
    assert "Срок 23.11" not in anna.get(path, headers=HTMX).text


def test_letters_go_to_those_who_have_an_address_where_mail_is_set_up(
    in_school, cast, work, evening, monkeypatch
):
    sent = []
    monkeypatch.setattr("jobs.mail.is_on", lambda: True)  # no mail server stands in the test
    monkeypatch.setattr("jobs.mail.send", lambda *letter: sent.append(letter) or True)
    with in_school() as session:
        evening(EVE_OF_WORK)
        session.get(Person, cast.people["anna"]).email = "anna@school12.ru"
        session.flush()
        assert reminders.run(None, None) == {"reminders": 1, "letters": 1}
        ((to, subject, text),) = sent
        assert (to, subject) == ("anna@school12.ru", "Электронный журнал: срок 23.11")
        assert "Математика · 5-А, 16.11, 1 урок" in text
        assert session.query(Reminder).one().mailed_at is not None


def test_an_address_of_ones_own_is_set_and_taken_away(as_, in_school, cast):
    anna, path = as_("anna"), "/teacher/duties/mail"
    assert anna.post(path, {"email": "нет"}).status_code == 422
    assert anna.post(path, {"email": "anna@school12.ru"}).status_code == 302
    with in_school() as session:
        assert session.get(Person, cast.people["anna"]).email == "anna@school12.ru"
    assert anna.post(path, {"email": ""}).status_code == 302
    with in_school() as session:
        assert session.get(Person, cast.people["anna"]).email is None
