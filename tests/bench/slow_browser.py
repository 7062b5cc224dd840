"""The grid on a slow school PC: Chromium at 6× slow-down, 1.6 Mbit/s, 150 ms."""

from playwright.sync_api import sync_playwright

from tests.bench.ground import Client, own_journal, served
from tests.browser.conftest import FLAGS
from tests.browser.find_chromium import chromium

SLOWER = 6
LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
KEYS = 25
WATCH = """
window.paints = []; window.blocked = 0;
new PerformanceObserver(l => l.getEntries().forEach(e => paints.push(e.startTime)))
  .observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(l => l.getEntries().forEach(e => blocked += Math.max(0, e.duration - 50)))
  .observe({type: 'longtask', buffered: true});
"""
KEY = """() => new Promise(done => {
  const before = performance.now(), cell = document.querySelector('td.active');
  const seen = new MutationObserver(() => { seen.disconnect();
    requestAnimationFrame(() => done(performance.now() - before)); });
  seen.observe(cell, {childList: true, characterData: true, subtree: true});
  cell.dispatchEvent(new KeyboardEvent('keydown', {key: '4', code: 'Digit4', bubbles: true}));
})"""


def measure(environment: dict) -> list[tuple[str, str]]:
    """Largest paint, blocking time, key press to mark on screen."""
    with served(environment) as (address, _pid), sync_playwright() as playwright:
        path = own_journal(Client(address, "teacher"))
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(address + "/login")
        page.fill("#login", "teacher")
        page.fill("#password", "klass-demo")
        page.click("main button")
        page.wait_for_url("**/teacher/")
        control = page.context.new_cdp_session(page)
        control.send("Network.clearBrowserCache")
        control.send("Network.emulateNetworkConditions", LINE)
        control.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.add_init_script(WATCH)
        page.goto(address + path)
        page.wait_for_selector("td.active")
        page.wait_for_timeout(1500)
        paint, blocked = page.evaluate("Math.max(...paints)"), page.evaluate("blocked")
        keys = sorted(page.evaluate(KEY) for _ in range(KEYS))
        browser.close()
    return [
        ("grid at 6× slow-down: largest paint (1500 ms)", f"{paint:.0f} ms"),
        ("grid at 6× slow-down: blocking time (150 ms)", f"{blocked:.0f} ms"),
        ("key press to mark on screen, 95 % (50 ms)", f"{keys[int(0.95 * KEYS)]:.0f} ms"),
    ]
