"""Every page of every room can be read and used by everybody: WCAG 2.2 AA, asked of axe.

Axe runs inside the page as the tests' own tool; pages themselves allow no foreign script. A walk
opens one page of each kind that links lead to, wide in light colours and as a phone in dark ones;
in a second room that has it, axe is not asked again: it opens there and fits a phone.
"""

from importlib.resources import files

import pytest

from models.journal.journal import WorkKind
from models.journal.lesson import Lesson
from models.office.order import Appointment, Order
from tests.browser.sheet import Sheet
from tests.cast import START
from tests.kinds import fresh, kind_of
from tests.marks_grid import MATHS, PAPER, Hand
from tests.plans import follow, make_cast_plan

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.parametrize("a_stage", ["sqlite"], indirect=True),
]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async tags => {
  const found = await axe.run(document, { runOnly: { type: "tag", values: tags } });
  const said = (v, n) => `${v.id}: ${n.html.slice(0, 300)} (${n.failureSummary})`;
  return found.violations.flatMap(v => v.nodes.slice(0, 3).map(n => said(v, n)));
}"""
LINKS = (
    "links => links.filter(link => !link.hasAttribute('download'))"
    ".map(link => link.href.split('#')[0])"
)
NARROW = """() => {
  const bare = [...document.querySelectorAll(".list.stack td.num")].filter(cell =>
    getComputedStyle(cell).display !== "none" && /^[0-9.,]+$/.test(cell.textContent.trim())
    && !cell.dataset.label && !cell.querySelector("[data-label]"));
  const root = document.documentElement;
  return bare.slice(0, 3).map(cell => `a number does not say what it is: ${cell.outerHTML}`)
    .concat(root.scrollWidth > root.clientWidth ? ["wider than a phone"] : []);
}"""
LOOKS = (({"width": 1366, "height": 768}, "light"), ({"width": 360, "height": 740}, "dark"))
ROOMS = {
    "teacher": "anna",
    "operator": "olga",
    "director": "director",
    "administrator": "admin",
    "parent": "maria",
    "student": "petya",
    "deputy_head": "dora",
    "secretary": "sonya",
    "dispatcher": "dasha",
    "inspector": "igor",
}
MOST = 160  # kinds of pages in a room
looked_at: set[str] = set()  # kinds of pages, without their rooms, that axe was asked about


def violations(page) -> list[str]:
    """What axe finds on the page, wide and light, then narrow and dark; and whether it can be
    read on a phone without guessing."""
    page.evaluate(AXE)
    found = []
    for size, scheme in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        wide = f"{size['width']} {scheme}"
        found += [f"{page.url} {wide}: {one}" for one in page.evaluate(RUN, STANDARD)]
    return found + unfit_for_a_phone(page)


def unfit_for_a_phone(page) -> list[str]:
    """What of the page cannot be read on a phone without guessing."""
    page.set_viewport_size(LOOKS[-1][0])
    return [f"{page.url} on a phone: {one}" for one in page.evaluate(NARROW)]


def is_new(address: str, room: str) -> bool:
    """Whether no room has shown this kind of page yet; now it is known."""
    kind = kind_of(address).replace(f"/{room}/", "/", 1)
    new = kind not in looked_at
    looked_at.add(kind)
    return new


def walk(page, start: str, room: str):
    """Go through the room from its home: the address of one page of each kind."""
    waiting, known = [start], {kind_of(start)}
    for address in waiting:
        assert len(waiting) <= MOST
        answer = page.goto(address)
        assert answer.status == 200, address
        yield address
        waiting += fresh(page.locator("a[href]").evaluate_all(LINKS), room, known)


@pytest.fixture
def played(as_, cast, in_school, officials) -> None:
    """A school in which something happened: marks, topics, checks, a mark of the period, a
    request for rights, a deputy head who is secretary, too."""
    with in_school() as session:
        order, who = session.query(Order.id).first().id, officials["dora"]
        session.add(Appointment(person_id=who, duty="secretary", order_id=order, from_date=START))
        session.add(WorkKind(name="Контрольная", short="К", is_test=True))
        follow(cast, make_cast_plan(cast))
        session.get(Lesson, cast.lessons[MATHS]).write("Дроби", "№ 1", seen=1, account_id=None)
        session.commit()
    for name, room, place, pupil in (
        ("anna", "teacher", MATHS, "petya"),
        ("olga", "operator", PAPER, "fedya"),
    ):
        hand = Hand(as_(name), cast, place, room)
        hand.write("н 5 2", pupil)
        period, _ = hand.period(pupil)
        hand.mark_period([(pupil, "5", 0)], period)
        hand.check("p")
    as_("anna").post("/teacher/rights/", {"what": "вести журнал 5-Б", "why": "замещаю"})
    own = {"number": "1", "on_date": "2026-11-16", "title": "О журнале", "sort": "new"}
    as_("admin").post("/administrator/school/documents/act/", own)
    news = {"title": "Новое", "text": "Читайте", "roles": list(ROOMS)}
    as_("admin").post("/administrator/school/notices/", news)
    told = {"title": "Собрание", "text": "В четверг", "shown_until": "2026-11-20"}
    own = f"/teacher/school/class-notices/classes/{cast.classes['5-А']}/"
    as_("boris").post(own, told | {"roles": ["parent", "student", "teacher"]})


@pytest.mark.parametrize("room", ROOMS)
def test_every_page_of_a_room_is_accessible(officials, enter, server, played, room):
    page = enter(ROOMS[room])
    found = []
    for address in walk(page, f"{server.address}/{room}/", room):
        found += violations(page) if is_new(address, room) else unfit_for_a_phone(page)
    assert not found, "\n".join(found)


def test_what_a_class_teacher_has_is_accessible(enter, server, cast, played):
    """boris leads 5-А: notices, who has read them, families and their papers."""
    page, own = enter("boris"), f"classes/{cast.classes['5-А']}"
    found = []
    for path in (
        "school/class-notices/",
        f"school/class-notices/{own}/new",
        "school/class-notices/2/",
        f"families/{cast.classes['5-А']}/",
        f"school/pupils/{own}/extracts/",
    ):
        assert page.goto(f"{server.address}/teacher/{path}").status == 200, path
        found += violations(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", ["/login", "/activation", "/login?next=/nowhere"])
def test_the_door_is_accessible(browser, server, path):
    page = browser.new_page()
    page.goto(server.address + path)
    found = violations(page)
    page.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("key", ["?", "Shift+Enter", "Space", "Enter"])
def test_the_grids_dialogs_are_accessible(enter, server, cast, played, key):
    sheet = Sheet(enter("anna"), server, cast)
    sheet.press(key)
    sheet.page.wait_for_selector("dialog[open], #editor:not([hidden])")
    assert not (found := violations(sheet.page)), "\n".join(found)


def test_an_error_page_is_accessible(enter, server):
    page = enter("anna")
    page.goto(f"{server.address}/teacher/journals/999/")
    assert not (found := violations(page)), "\n".join(found)


def test_a_conflict_and_a_preview_are_accessible(enter, server, cast, as_):
    sheet = Sheet(enter("anna"), server, cast)
    sheet.paste("4\n57\n")
    sheet.page.wait_for_selector("#preview[open]")
    found = violations(sheet.page)
    sheet.page.locator("#preview button[value='']").click()
    Hand(as_("anna"), cast).write("2", "olya")
    sheet.type("5")
    sheet.page.wait_for_selector("#conflict:not([hidden])")
    found += violations(sheet.page)
    assert not found, "\n".join(found)
