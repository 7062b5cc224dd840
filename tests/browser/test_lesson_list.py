"""The lesson as a list of fields, as on a phone: what is typed is saved at once, and never lost."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from models import clock
from models.journal.cell import Mark
from models.journal.lesson import Lesson, checked
from tests.browser.test_accessibility import violations
from tests.marks_grid import MATHS, Hand

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.parametrize("a_stage", ["sqlite"], indirect=True),
]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
NEWS = 9_000


class Paper:
    """One person's open list of today's lesson in 5-А's mathematics."""

    def __init__(self, page, server, cast):
        self.page, self.cast, self.address = page, cast, server.address
        self.path = f"{server.address}/teacher/lessons/{cast.lessons[MATHS]}/"
        self.sent = []
        page.on("request", lambda asked: asked.method == "POST" and self.sent.append(asked))
        page.goto(self.path)

    def field(self, pupil: str):
        return self.page.locator(f"#cell-{self.cast.columns[MATHS]}-{self.cast.students[pupil]}")

    def why(self, pupil: str):
        return self.page.locator(f"#why-{self.cast.columns[MATHS]}-{self.cast.students[pupil]}")

    def write(self, pupil: str, text: str) -> None:
        self.field(pupil).click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def says(self, text: str) -> None:
        expect(self.page.locator("#list-status")).to_contain_text(text, timeout=10_000)

    def leave(self) -> None:
        self.page.goto(f"{self.address}/teacher/")


@pytest.fixture
def colleague(as_, cast) -> Hand:
    return Hand(as_("anna"), cast)


@pytest.fixture
def paper(enter, server, cast) -> Paper:
    return Paper(enter("anna", **PHONE), server, cast)


def stands(hand: Hand, pupil: str, text: str, page) -> None:
    """The server has it, within a while."""
    for _ in range(50):
        if hand.look(pupil).text == text:
            return
        page.wait_for_timeout(100)
    assert hand.look(pupil).text == text


def test_each_field_is_saved_at_once_and_enter_goes_to_the_next_pupil(paper, colleague):
    paper.write("olya", "у")
    expect(paper.field("petya")).to_be_focused()
    paper.page.keyboard.type("5 4")
    paper.page.keyboard.press("Enter")
    paper.says("Сохранено")
    expect(paper.field("olya")).to_have_value("уп")
    average = paper.page.locator(f"#avg-{paper.cast.students['petya']}")
    expect(average).to_have_text("4,50")
    assert (colleague.look("olya").text, colleague.look("petya").text) == ("уп", "5 4")
    assert len(paper.sent) == 2 and paper.page.errors == []


def test_what_was_typed_is_kept_when_the_page_is_left_with_the_field_open(paper, colleague):
    paper.field("olya").click()
    paper.page.keyboard.type("4")
    paper.leave()
    stands(colleague, "olya", "4", paper.page)


def test_without_network_the_marks_wait_and_go_from_any_page_later(paper, colleague, server):
    paper.page.context.set_offline(True)
    paper.write("olya", "3")
    paper.says("Ждут отправки: 1")
    page = paper.page.context.new_page()
    paper.page.close()
    assert colleague.look("olya").text == ""
    page.context.set_offline(False)
    page.goto(f"{server.address}/teacher/")
    stands(colleague, "olya", "3", page)
    assert colleague.look("olya").version == 1


def test_marks_that_still_wait_stand_in_their_fields_when_the_list_is_opened(paper):
    paper.page.route("**/cells", lambda way: way.abort())
    paper.write("olya", "3")
    paper.says("Ждут отправки: 1")
    paper.page.reload()
    expect(paper.field("olya")).to_have_value("3")
    expect(paper.field("olya")).to_have_class(re.compile("waiting"))


@pytest.mark.parametrize(("choice", "text"), [("theirs", "2"), ("mine", "5")])
def test_in_a_conflict_both_values_are_shown_and_the_teacher_chooses(
    paper, colleague, choice, text
):
    colleague.write("2", "olya")
    paper.write("olya", "5")
    why = paper.why("olya")
    expect(why).to_contain_text("Там стоит: 2")
    expect(why).to_contain_text("Вы ввели: 5")
    why.locator(f"[data-choose={choice}]").click()
    expect(why).to_have_count(0)
    expect(paper.field("olya")).to_have_value(text)
    stands(colleague, "olya", text, paper.page)


@pytest.mark.parametrize(("choice", "text"), [("theirs", "5"), ("mine", "4")])
def test_an_old_mark_asks_for_a_reason_below_its_field(
    enter, server, cast, colleague, in_school, choice, text
):
    colleague.write("5", "olya")
    with in_school() as session:
        session.query(Mark).one().entered_at = clock.now() - timedelta(days=20)
        session.commit()
    paper = Paper(enter("anna", **PHONE), server, cast)
    paper.write("olya", "4")
    paper.why("olya").locator("input").fill("ошибка при вводе")
    paper.why("olya").locator(f"[data-choose={choice}]").click()
    expect(paper.field("olya")).to_have_value(text)
    expect(paper.why("olya")).to_have_count(0)
    stands(colleague, "olya", text, paper.page)


def test_what_is_refused_stays_in_its_field_with_the_reason_also_after_a_reload(paper, colleague):
    paper.write("olya", "57")
    expect(paper.why("olya")).to_contain_text("Не понимаю «57»")
    paper.page.reload()
    expect(paper.field("olya")).to_have_value("57")
    expect(paper.why("olya")).to_contain_text("Не записано «57»: Не понимаю «57»")
    expect(paper.why("olya")).to_contain_text("Стоит: «пусто»")
    paper.write("olya", "5")
    paper.says("Сохранено")
    expect(paper.why("olya")).to_have_count(0)
    assert colleague.look("olya").text == "5"


def test_a_colleagues_mark_appears_and_leaves_what_is_typed_alone(paper, colleague):
    paper.field("olya").click()
    paper.page.keyboard.type("5")
    colleague.block([("olya", "2", 0), ("petya", "3", 0)])
    expect(paper.field("petya")).to_have_value("3", timeout=NEWS)
    expect(paper.field("olya")).to_have_value("5")
    paper.page.keyboard.press("Enter")
    expect(paper.why("olya")).to_contain_text("Там стоит: 2")


def test_the_button_saves_topic_and_check_and_does_not_send_marks_twice(
    paper, colleague, cast, in_school
):
    paper.field("olya").click()
    paper.page.keyboard.type("5")
    paper.page.fill("#topic", "Дроби")
    paper.page.click("button[name=check]")
    paper.page.wait_for_selector(".flash")
    stands(colleague, "olya", "5", paper.page)
    assert colleague.look("olya").version == 1
    with in_school() as session:
        assert session.get(Lesson, cast.lessons[MATHS]).topic == "Дроби"
        assert checked(cast.lessons[MATHS]) is not None


def test_nobody_says_the_rest_are_here_over_a_refused_field(paper, cast, in_school):
    paper.write("olya", "57")
    expect(paper.why("olya")).to_be_visible()
    paper.page.click("button[name=check]")
    paper.says("Сначала решите")
    with in_school():
        assert checked(cast.lessons[MATHS]) is None


def test_a_lesson_is_not_certified_by_a_press_right_after_a_wrong_mark(paper, cast, in_school):
    paper.field("petya").fill("7")
    paper.page.get_by_role("button", name="остальные на уроке").click()
    expect(paper.why("petya")).to_contain_text("Не понимаю", timeout=10_000)
    with in_school() as session:
        assert checked(session.get(Lesson, cast.lessons[MATHS]).id) is None
    paper.page.reload()
    expect(paper.why("petya")).to_contain_text("Не записано «7»")
    expect(paper.why("petya").get_by_role("button", name="Записать")).to_have_count(0)


def test_a_topic_that_was_not_saved_is_there_again(paper, cast, in_school):
    paper.page.locator("#topic").press_sequentially("Дроби")
    paper.leave()
    paper.page.goto(paper.path)
    assert paper.page.input_value("#topic") == "Дроби"
    paper.says("ещё не сохранены")
    paper.page.click("main form button:not([name]):not([hidden])")
    paper.page.wait_for_selector(".flash")
    paper.page.reload()
    expect(paper.page.locator("#list-status")).to_have_text("")
    with in_school() as session:
        assert session.get(Lesson, cast.lessons[MATHS]).topic == "Дроби"


def test_a_kept_topic_does_not_overwrite_a_colleagues(paper, cast, in_school):
    paper.page.locator("#topic").press_sequentially("Дроби")
    paper.leave()
    with in_school() as session:
        found = session.get(Lesson, cast.lessons[MATHS])
        found.write("Проценты", "", seen=found.version, account_id=None)
        session.commit()
    paper.page.goto(paper.path)
    paper.page.click("main form button:not([name]):not([hidden])")
    expect(paper.page.locator("[role=alert]").first).to_contain_text("Проценты")
    assert paper.page.input_value("#topic") == "Дроби"


def test_without_javascript_one_button_saves_the_form(enter, server, cast, colleague):
    paper = Paper(enter("anna", java_script_enabled=False, **PHONE), server, cast)
    paper.field("olya").fill("5")
    paper.field("petya").fill("н")
    paper.page.click("main form button:not([name]):not([hidden])")
    paper.page.wait_for_selector(".flash")
    assert (colleague.look("olya").text, colleague.look("petya").text) == ("5", "н")


def test_a_refusal_and_a_conflict_in_the_list_are_accessible(paper, colleague):
    colleague.write("2", "olya")
    paper.write("olya", "5")
    paper.write("petya", "57")
    expect(paper.why("petya")).to_be_visible()
    expect(paper.why("olya")).to_be_visible()
    assert not (found := violations(paper.page)), "\n".join(found)


def test_a_topic_that_is_not_saved_yet_is_not_copied_to_a_parallel_class(paper):
    button = paper.page.get_by_role("button", name="Скопировать тему")
    why = paper.page.get_by_text("Сначала сохраните урок.")
    expect(button).to_be_enabled()
    expect(why).to_be_hidden()
    paper.page.locator("#topic").fill("Дроби")
    expect(button).to_be_disabled()
    expect(why).to_be_visible()
    paper.page.get_by_role("button", name="Сохранить", exact=True).last.click()
    expect(button).to_be_enabled()
