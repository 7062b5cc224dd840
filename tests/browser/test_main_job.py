"""The main job in a browser: a teacher's mark, typed by keyboard, reaches the parent's diary."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("browser")
MATHS = ("5-А", "Математика")


def open_grid(page, server, cast):
    page.goto(f"{server.address}/teacher/journals/{cast.journals[MATHS]}/")
    page.wait_for_selector("td.active")


def cell(page, cast, pupil):
    return page.locator(
        f'td[data-student="{cast.students[pupil]}"][data-column="{cast.columns[MATHS]}"]'
    )


def saved(page):
    expect(page.locator("#grid-status")).to_contain_text("Сохранено", timeout=20_000)


def test_marks_typed_down_a_column_are_saved_without_a_page_load(enter, server, cast):
    teacher = enter("anna")
    open_grid(teacher, server, cast)
    teacher.evaluate("window.sameLoad = true")
    teacher.keyboard.type("5")  # Орлова
    teacher.keyboard.press("KeyY")  # Петров: the key of «н» in the Latin layout
    saved(teacher)
    assert cell(teacher, cast, "olya").text_content() == "5"
    assert cell(teacher, cast, "petya").text_content() == "н"
    assert teacher.locator(f"#avg-{cast.students['olya']}").text_content() == "5,00"
    assert teacher.locator(f"#abs-{cast.students['petya']}").text_content() == "1"
    assert teacher.evaluate("window.sameLoad") is True
    assert teacher.errors == []


def test_the_parent_sees_the_mark_on_a_phone(enter, server, cast):
    teacher = enter("anna")
    open_grid(teacher, server, cast)
    teacher.keyboard.press("ArrowDown")
    teacher.keyboard.type("4")
    saved(teacher)
    parent = enter("maria", viewport={"width": 360, "height": 740}, color_scheme="dark")
    parent.goto(f"{server.address}/parent/children/{cast.students['petya']}/diary/")
    assert parent.locator(".day.today b.mark").text_content() == "4"
    wide = parent.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360
    assert parent.errors == []


def test_a_second_mark_a_dual_mark_and_clearing(enter, server, cast):
    page = enter("anna")
    open_grid(page, server, cast)
    page.keyboard.type("5")
    page.keyboard.type("+4")
    saved(page)
    assert cell(page, cast, "olya").text_content() == "5 4"
    page.keyboard.type("3")
    page.keyboard.type("/2")
    saved(page)
    assert cell(page, cast, "petya").text_content() == "3/2"
    page.keyboard.press("Backspace")
    saved(page)
    assert cell(page, cast, "petya").text_content() == ""


def test_what_is_not_understood_stays_in_the_editor_with_a_reason(enter, server, cast):
    page = enter("anna")
    open_grid(page, server, cast)
    page.keyboard.press("Enter")
    page.keyboard.type("57")
    page.keyboard.press("Enter")
    page.wait_for_selector("#editor.refused")
    assert page.input_value("#editor") == "57"
    assert "Не понимаю" in page.text_content("#grid-status")


def test_entries_wait_for_a_lost_server_and_go_once_when_it_returns(enter, server, cast):
    page = enter("anna")
    open_grid(page, server, cast)
    server.stop()
    page.keyboard.type("5")
    expect(page.locator("#grid-status")).to_contain_text("Ждут отправки")
    server.start()
    saved(page)
    page.reload()
    assert cell(page, cast, "olya").text_content() == "5"


def test_a_waiting_entry_survives_closing_the_tab(enter, server, cast):
    page = enter("anna")
    open_grid(page, server, cast)
    server.stop()
    page.keyboard.type("4")
    expect(page.locator("#grid-status")).to_contain_text("Ждут отправки")
    context = page.context
    page.close()
    server.start()
    again = context.new_page()
    open_grid(again, server, cast)
    saved(again)
    again.reload()
    assert cell(again, cast, "olya").text_content() == "4"


def test_somebody_elses_change_is_shown_and_the_teacher_chooses(enter, server, cast, as_):
    page = enter("anna")
    open_grid(page, server, cast)
    as_("anna").type("teacher", cast, MATHS, "olya", "2")
    page.keyboard.type("5")
    page.wait_for_selector("#conflict:not([hidden])")
    text = page.text_content("#conflict")
    assert "Там стоит: 2" in text
    assert "Вы ввели: 5" in text
    page.click("[data-choose=mine]")
    saved(page)
    assert cell(page, cast, "olya").text_content() == "5"


def test_the_same_work_without_javascript(enter, server, cast):
    page = enter("anna", java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(f"{server.address}/teacher/lessons/{cast.lessons[MATHS]}/")
    field = f"#cell-{cast.columns[MATHS]}-{cast.students['petya']}"
    page.fill(field, "5")
    page.fill("#topic", "Дроби")
    page.click("text=Сохранить: остальные на уроке")
    assert page.input_value(field) == "5"
    assert page.input_value("#topic") == "Дроби"
    assert "Отсутствующие отмечены" in page.text_content("main")


def test_in_transition_the_teacher_looks_and_the_operator_types(enter, server, cast):
    paper = cast.journals["5-Б", "Математика"]
    teacher = enter("anna")
    teacher.goto(f"{server.address}/teacher/journals/{paper}/")
    assert "переходном периоде" in teacher.text_content("main")
    assert teacher.locator("table[data-save-url]").count() == 0
    operator = enter("olga")
    operator.goto(f"{server.address}/operator/journals/{paper}/")
    operator.wait_for_selector("td.active")
    operator.keyboard.type("3")
    saved(operator)
    parent = enter("ivan")
    parent.goto(f"{server.address}/parent/")
    assert parent.locator("b.mark").text_content() == "3"


def test_the_grid_keeps_the_contracts_markup(enter, server, cast):
    page = enter("anna")
    open_grid(page, server, cast)
    assert page.get_attribute("table.grid", "role") == "grid"
    assert page.locator('tbody th[scope="row"]').first.text_content() == "Орлова Ольга"
    one = cell(page, cast, "petya")
    assert one.get_attribute("role") == "gridcell"
    assert one.get_attribute("data-lesson") == str(cast.lessons[MATHS])
