"""From an order in the administrator's hand to a parent who reads the diary on a phone."""

import re
import time

import pytest
from playwright.sync_api import expect

from models.people.guardian import Guardianship
from models.people.person import Person
from tests.slips import PASSWORD

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.parametrize("a_stage", ["sqlite"], indirect=True),
]
PHONE = {"width": 360, "height": 740}
MOST_FIELDS, MOST_SECONDS = 6, 120
A_SIGN, A_TAP = 1.0, 2.0  # seconds of a slow hand on a phone
A_WORD = 60 / 180  # seconds of a slow reader
FOUND = "#found-0 input"


@pytest.fixture
def mother(cast, in_school) -> int:
    """A mother of fedya (5-Б) whom the school has just entered: no papers, no account."""
    with in_school() as session:
        person = Person(surname="Носкова", given="Нина", patronymic="Павловна")
        session.add(person)
        session.flush()
        child = cast.students["fedya"]
        session.add(Guardianship(person_id=person.id, student_id=child, kind="mother"))
        session.commit()
        return person.id


class Hand:
    """A parent's phone, and what it costs her: fields, signs, taps, words to read, waiting."""

    def __init__(self, page):
        self.page = page
        self.fields = self.signs = self.taps = self.words = 0
        self.begun = time.monotonic()

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.taps += 1  # on what the camera offers
        self.read()

    def read(self) -> None:
        self.words += len(self.page.inner_text("main").split())

    def fill(self, field: str, text: str) -> None:
        self.page.fill(field, text)
        self.fields, self.taps, self.signs = self.fields + 1, self.taps + 1, self.signs + len(text)

    def check(self, field: str) -> None:
        self.page.check(field)
        self.fields, self.taps = self.fields + 1, self.taps + 1

    def press(self, button: str) -> None:
        self.page.click(button)
        self.taps += 1

    @property
    def seconds(self) -> float:
        waited = time.monotonic() - self.begun
        return waited + self.signs * A_SIGN + self.taps * A_TAP + self.words * A_WORD


def enter_order(page, server) -> None:
    """The administrator appoints vera class teacher of 5-Б."""
    page.goto(f"{server.address}/administrator/orders/new")
    page.fill("[name=number]", "31")
    page.select_option("[name=duty-0]", label="классный руководитель")
    expect(page.locator("[name=class-0]").first).to_be_visible()
    page.locator("[name=name-0]").press_sequentially("Учитель В")
    page.locator(FOUND).first.check()
    page.locator("label:has([name=class-0])", has_text="5-Б").locator("input").check()
    page.click("button:text-is('Внести приказ')")
    expect(page.locator(".flash")).to_have_text("Внесено. Назначений: 1")


def take_papers(page, server, cast) -> None:
    """Her application and consent lie on the desk: one press."""
    page.goto(f"{server.address}/administrator/papers/classes/{cast.classes['5-Б']}/")
    page.get_by_role("button", name="Приняты заявление и согласие: Носкова").click()
    expect(page.locator(".flash")).to_contain_text("заявление и согласие")


def authorise(page, server) -> None:
    """The new class teacher may issue codes to her families (3.1)."""
    page.goto(f"{server.address}/administrator/access/issuers/")
    page.locator("tr", has_text="5-Б").locator("input").check()
    page.click("button:text-is('Поручить отмеченным')")
    expect(page.locator("tr", has_text="5-Б").locator(".done")).to_be_visible()


def issue_and_hand_over(page) -> None:
    """The class teacher saves the slip, sees that it is made, and notes that it is handed over."""
    page.click("text=Семьи моего класса")
    with page.expect_download() as saved:
        page.click("button[name=all][value=parent]")
    assert saved.value.suggested_filename == "Листки с кодами.pdf"
    expect(page.locator(".flash")).to_contain_text("Выдано кодов: 1")
    hers = page.locator("tr", has_text="Носкова")
    expect(hers).to_contain_text("не вручён")
    assert page.locator("button[name=all][value=parent]").count() == 0, "nobody waits any more"
    page.click("summary:text-is('Отметить вручение листков')")
    page.click("button[name=lost]")
    expect(hers).to_contain_text("код вручён 16.11")


def test_from_an_order_to_a_parent_who_reads_the_diary_on_a_phone(
    enter, browser, server, cast, mother, paper, capsys
):
    admin = enter("admin")
    enter_order(admin, server)
    take_papers(admin, server, cast)
    authorise(admin, server)
    teacher = enter("vera")
    issue_and_hand_over(teacher)
    assert [slip["name"] for slip in paper] == ["Носкова Нина Павловна"]

    phone = browser.new_page(viewport=PHONE)
    hand, slip = Hand(phone), paper[0]
    hand.open(f"{slip['address']}?login={slip['login']}")  # what the QR code says
    assert phone.input_value("#login") == slip["login"], "the QR code fills the login in"
    shown = phone.locator("main input:not([type=hidden])").count()
    hand.fill("#code", slip["code"])
    hand.fill("#password", PASSWORD)
    hand.fill("#again", PASSWORD)
    hand.check("#rules")
    hand.press("main button")
    phone.wait_for_url(re.compile("/parent/"))
    spent = hand.seconds
    expect(phone.locator(".children")).to_contain_text("Фёдор")
    expect(phone.locator(".day.today .subject").first).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.close()
    with capsys.disabled():
        print(
            f"\nA parent: {shown} fields, {hand.fields} to fill in; {spent:.0f} s, of them "
            f"reading {hand.words} words, typing {hand.signs} signs, {hand.taps} taps."
        )
    assert shown <= MOST_FIELDS and spent < MOST_SECONDS


def test_a_second_press_does_not_void_the_slips_just_saved(enter, server, cast, mother, paper):
    admin = enter("admin")
    take_papers(admin, server, cast)
    admin.goto(f"{server.address}/administrator/access/classes/{cast.classes['5-Б']}/")
    admin.locator("tr", has_text="Носкова").locator("input").check()
    with admin.expect_download():
        admin.click("button:text-is('Коды отмеченным')")
    expect(admin.locator(".flash")).to_contain_text("Выдано кодов: 1")
    admin.click("button:text-is('Коды отмеченным')")
    expect(admin.locator("[role=alert]:visible")).to_be_visible()
    assert len(paper) == 1, "nobody is ticked after the first press"
