"""Checks of journals as a teacher works them off: own journals first, by one press, with a word."""

from models.control.checks import kinds
from models.control.checks.kinds import Suspect
from models.people.person import Person
from tests.cast import MONDAY

MATHS, ENGLISH = ("5-А", "Математика"), ("5-А", "Английский язык")
CHECKS = "/teacher/duties/checks/"


def test_own_journals_come_first_and_what_one_press_mends_before_the_rest(as_, cast):
    page = as_("boris").get(CHECKS).text  # teaches English, leads 5-А
    own, others = page.split("<h2>В моём классе у других учителей</h2>")
    assert "<h2>В моих журналах</h2>" in own
    assert "Английский язык · " in own and "Математика · " not in own
    assert "Математика · " in others and "Английский язык · " not in others
    assert own.index("Урок без домашнего задания") < own.index("Урок без темы")
    assert "так и есть" in own and "так и есть" not in others
    assert "В моём классе у других учителей" not in as_("anna").get(CHECKS).text


def test_nobody_reads_the_own_name_beside_each_place(as_, cast, in_school):
    with in_school() as session:
        name = session.get(Person, cast.people["boris"]).initials
    page = as_("boris").get(CHECKS).text.split("<main")[1]
    own, others = page.split("<h2>В моём классе у других учителей</h2>")
    assert name not in own and 'class="muted-small"' in others
    assert name in as_("admin").get("/administrator/control/checks/").text


def test_what_a_teacher_decided_is_not_the_operators_to_weigh(as_, cast):
    page = as_("olga").get("/operator/duties/checks/").text
    titles = [kinds.CHECKS[name].title for name in kinds.TAUGHT]
    assert "не исправлена" in " ".join(titles)
    assert not any(title.lower() in page.lower() for title in titles)
    assert kinds.CHECKS[kinds.TERM_OFF].title.lower() in page.lower()


def test_a_word_why_it_is_right_is_said_of_own_journals_only(as_, cast):
    path = f"{CHECKS}explanations"

    def said(place) -> dict:
        return {
            "check": kinds.HOMEWORK_LACKING,
            "key": f"l{cast.lessons[place]}",
            "text": "так и есть",
        }

    assert as_("boris").post(path, said(ENGLISH)).status_code == 302
    refused = as_("boris").post(path, said(MATHS))
    assert refused.status_code == 403 and "ведёт другой учитель" in refused.text
    assert as_("vera").post(path, said(MATHS)).status_code == 422  # there is no such place for her
    assert as_("petya").post(path, said(MATHS)).status_code in (403, 404)
    office = "/administrator/control/checks/explanations"
    assert as_("admin").post(office, said(MATHS)).status_code == 302


def test_after_the_press_it_says_which_lesson_it_was(as_, cast):
    anna, path = as_("anna"), f"/teacher/journals/{cast.journals[MATHS]}/mending"
    lesson = {"lesson": cast.lessons[MATHS], "verb": "none_set"}
    page = anna.post(path, lesson, follow_redirects=True).text
    assert "5-А, Математика, 16.11: записано «не задано»" in page
    anna.type("teacher", cast, MATHS, "petya", "н 5")
    cell = {"column": cast.columns[MATHS], "student": cast.students["petya"], "verb": "made_up"}
    page = anna.post(path, cell, follow_redirects=True).text
    assert "5-А, Математика, 16.11, Петров Пётр: записано, что это отработка" in page


def test_what_is_about_a_term_has_one_key_whichever_the_day_of_the_look():
    about = {"check": kinds.DENSITY, "title": "", "about": "", "journal_id": 1}
    ends = MONDAY.replace(month=12)
    one = Suspect(on_date=MONDAY, term_ends=ends, **about)
    assert one.key == Suspect(on_date=ends, **about).key
