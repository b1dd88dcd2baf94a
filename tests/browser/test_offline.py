"""The site with its server stopped, in a browser that is cut off: pages, search, updates, and everything that can fail.

Every test that claims to work without a network first proves that there is none: a control address that the worker
does not know must fail.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from counterside.site import hosting

CHECKLIST = "symptoms/lamp-dark/"
SHEET = "print/lamp-dark-zh-a4.pdf"
CONTROL = "not-in-any-release.txt"
RELEASES = """async () => (await caches.keys()).filter((name) => name.includes(" release ")).length"""
GIVEN_UP = """() => navigator.serviceWorker.register("sw.js").then(({ installing }) =>
  installing && new Promise((done) => installing.addEventListener("statechange", () => done(installing.state))))"""
"""How an installation that cannot succeed ends: the browser calls its worker redundant."""
BYTES = "(path) => fetch(path).then(async (answer) => [...new Uint8Array(await answer.arrayBuffer())])"
KEPT = "() => navigator.serviceWorker.controller"


class _Quiet(SimpleHTTPRequestHandler):
    """One request a connection, so that a stopped server leaves none open."""

    def log_message(self, *args: object) -> None:
        pass

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


class Host:
    """A web server with one release in its folder, which can be stopped and can change its release. `above` is a
    folder higher up, where the host has other sites too."""

    def __init__(self, folder: Path, above: Path | None = None) -> None:
        self.folder = folder
        served = above or folder
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(served)))
        self.root = f"http://127.0.0.1:{self._server.server_port}/"
        self.address = urljoin(self.root, f"{folder.relative_to(served).as_posix()}/")
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """No connection is taken any more."""
        self._server.shutdown()
        self._server.server_close()

    def change(self, path: str, old: str, new: str) -> None:
        """Change a published file."""
        file = self.folder / path
        content = file.read_text("utf-8")
        assert old in content
        file.write_text(content.replace(old, new), encoding="utf-8")

    def release(self) -> None:
        """Make what is in the folder a release."""
        hosting.write_worker(
            self.folder,
            sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()),
        )


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files named as the sheets of one checklist are: the worker looks at names, sizes and bytes, not into PDFs."""
    folder = tmp_path_factory.mktemp("printed")
    for name in ("lamp-dark-zh-a4.pdf", "lamp-dark-en-a4.pdf", "lamp-dark-zh-leaf.pdf", "lamp-dark-zh-a4.png"):
        (folder / name).write_bytes(b"%PDF-1.7 " + name.encode() * 500)
    return folder


@pytest.fixture
def host(fictional_folder: Path, printed: Path, tmp_path: Path) -> Iterator[Host]:
    """The fictional site with the sheets of one checklist, as a release."""
    folder = tmp_path / "site"
    shutil.copytree(fictional_folder, folder)
    shutil.copytree(printed, folder / "print", dirs_exist_ok=True)
    found = Host(folder)
    found.release()
    yield found
    found.stop()


@pytest.fixture
def real_host(real_folder: Path, tmp_path: Path) -> Iterator[Host]:
    """The project's own site, as published."""
    shutil.copytree(real_folder, tmp_path / "site")
    found = Host(tmp_path / "site")
    yield found
    found.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile in which workers are allowed."""
    made = browser.new_context()
    made.set_default_timeout(15_000)
    yield made
    made.close()


@pytest.fixture
def tab(context: BrowserContext) -> Page:
    """A tab of that profile."""
    return context.new_page()


def _visited(tab: Page, host: Host, path: str = "") -> None:
    """One visit, with the release kept."""
    tab.goto(host.address + path)
    tab.wait_for_function(KEPT)


def _cut_off(tab: Page, host: Host) -> None:
    """No server, no network, and the proof."""
    host.stop()
    tab.context.set_offline(True)
    failed = tab.evaluate("(path) => fetch(path).then(() => false, () => true)", host.address + CONTROL)
    assert failed, "the control address answered: this test would prove nothing"


class Away(NamedTuple):
    """A tab that has visited the site at `address` once, and is cut off since."""

    tab: Page
    address: str


@pytest.fixture(scope="module")
def away(browser: Browser, fictional_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Away]:
    """The fictional site in a browser that is cut off."""
    host = Host(shutil.copytree(fictional_folder, tmp_path_factory.mktemp("away") / "site"))
    context = browser.new_context()
    tab = context.new_page()
    _visited(tab, host)
    _cut_off(tab, host)
    yield Away(tab, host.address)
    context.close()


def test_every_page_of_both_languages_opens_after_one_visit_to_one_page(tab: Page, real_host: Host) -> None:
    _visited(tab, real_host, "en/about/")  # a page of prose keeps the site as well
    _cut_off(tab, real_host)
    folders = sorted(path.parent.relative_to(real_host.folder) for path in real_host.folder.rglob("index.html"))
    addresses = [f"{folder.as_posix()}/" if folder.name else "" for folder in folders]
    assert len(addresses) > 150
    answers = "(all) => Promise.all(all.map((one) => fetch(one).then((answer) => answer.status, String)))"
    statuses = tab.evaluate(answers, [real_host.address + each for each in addresses])
    assert [each for each, status in zip(addresses, statuses, strict=True) if status != 200] == []
    one_of_each = {tuple(address.split("/")[:-2]): address for address in addresses}  # a browser visits one of a kind
    for address in one_of_each.values():
        answer = tab.goto(real_host.address + address, wait_until="commit")
        assert answer is not None
        assert answer.status == 200, address
        tab.locator("h1").first.wait_for(state="attached")


@pytest.mark.parametrize("way", ["symptoms/lamp-dark", "symptoms/lamp-dark/", "symptoms/lamp-dark/index.html?e=x#lamp"])
def test_every_way_of_writing_an_address_opens(away: Away, way: str) -> None:
    away.tab.goto(away.address + way)
    expect(away.tab.locator("main[data-list=lamp-dark]")).to_be_visible()


@pytest.mark.parametrize(("path", "language"), [("no-such-page/", "zh"), ("en/no-such-page/", "en")])
def test_an_unknown_address_shows_the_page_for_that_in_its_language(away: Away, path: str, language: str) -> None:
    assert _status(away.tab, away.address + path) == 404
    assert away.tab.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize(("prefix", "words"), [("", "灯不亮"), ("en/", "lamp is dark")])
def test_search_answers(away: Away, prefix: str, words: str) -> None:
    away.tab.goto(f"{away.address}{prefix}search/")
    away.tab.get_by_role("searchbox").fill(words)
    away.tab.wait_for_selector("#search-results[data-state=ready]")
    away.tab.locator("#search-results a").first.click()
    expect(away.tab).to_have_url(f"{away.address}{prefix}{CHECKLIST}")


def _next_release(host: Host) -> None:
    host.change("index.html", "</h1>", " (new)</h1>")
    host.change(f"{CHECKLIST}index.html", "</h1>", " (new)</h1>")
    host.release()


def test_an_update_waits_for_the_reader_and_never_comes_in_a_checklist(tab: Page, host: Host) -> None:
    _visited(tab, host, CHECKLIST)
    tab.goto(f"{host.address}{CHECKLIST}#plug")
    tab.locator("#plug a[data-answer]").first.click()
    expect(tab.locator(".step input[type=checkbox]").first).to_be_checked()
    assert tab.evaluate("() => localStorage.length") > 0
    _next_release(host)
    tab.reload()
    tab.wait_for_function("() => navigator.serviceWorker.getRegistration().then((found) => found.waiting)")
    expect(tab.locator("[data-update]")).to_be_hidden()
    expect(tab.locator("h1").first).not_to_contain_text("(new)")
    expect(tab.locator(".step input[type=checkbox]").first).to_be_checked()
    tab.goto(host.address)
    expect(tab.locator("h1").first).not_to_contain_text("(new)")
    tab.locator("[data-update] button").click()
    expect(tab.locator("h1").first).to_contain_text("(new)")
    tab.wait_for_function(f"() => ({RELEASES})().then((count) => count === 1)")
    tab.goto(host.address + CHECKLIST)
    expect(tab.locator("h1").first).to_contain_text("(new)")
    expect(tab.locator(".step input[type=checkbox]").first).to_be_checked()


def test_an_update_is_refused_while_a_checklist_is_open_elsewhere(tab: Page, host: Host) -> None:
    _visited(tab, host, CHECKLIST)
    _next_release(host)
    other = tab.context.new_page()
    other.goto(host.address)
    other.wait_for_selector("[data-update]:not([hidden])")
    other.locator("[data-update] button").click()
    said = other.locator("[data-update]").get_attribute("data-others")
    expect(other.locator("[data-update] span")).to_have_text(said or "nothing")
    assert tab.evaluate("() => navigator.serviceWorker.getRegistration().then((found) => Boolean(found.waiting))")


def test_a_host_between_two_releases_gives_no_mixture(tab: Page, host: Host) -> None:
    host.change(f"{CHECKLIST}index.html", "</h1>", " (too new)</h1>")  # not in the list yet
    tab.goto(host.address)
    assert tab.evaluate(GIVEN_UP) == "redundant"
    assert not tab.evaluate("() => Boolean(navigator.serviceWorker.controller)")
    host.release()
    _visited(tab, host)  # what had arrived is used again
    _cut_off(tab, host)
    tab.goto(host.address + CHECKLIST)
    expect(tab.locator("h1").first).to_contain_text("(too new)")


def test_a_release_that_was_half_thrown_away_still_opens_and_mends(tab: Page, host: Host) -> None:
    """Browsers short of room drop entries."""
    _visited(tab, host)
    tab.evaluate(
        """async () => {
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of (await cache.keys()).filter((_, at) => at % 2)) await cache.delete(request);
          }
        }"""
    )
    for path in ("", CHECKLIST, "en/", "resolutions/"):
        answer = tab.goto(host.address + path)
        assert answer is not None
        assert answer.ok
    host.change("index.html", "</h1>", " (new)</h1>")
    host.release()
    tab.goto(host.address)
    tab.locator("[data-update] button").click()
    expect(tab.locator("h1").first).to_contain_text("(new)")
    _cut_off(tab, host)
    tab.goto(f"{host.address}en/{CHECKLIST}")
    expect(tab.locator("main[data-list=lamp-dark]")).to_be_visible()


def test_a_worker_of_another_time_is_followed_by_this_one(tab: Page, host: Host) -> None:
    current = (host.folder / "sw.js").read_bytes()
    (host.folder / "sw.js").write_text(
        """addEventListener("install", (event) => event.waitUntil(
             caches.open("counterside / release 0").then((cache) => cache.put("/", new Response("<h1>old</h1>",
               { headers: { "Content-Type": "text/html" } })))));
           addEventListener("activate", (event) => event.waitUntil(clients.claim()));""",
        encoding="utf-8",
    )
    _visited(tab, host)
    (host.folder / "sw.js").write_bytes(current)
    tab.reload()
    with tab.expect_event("load"):  # the page loads again by itself, and takes what is being asked of it with it
        tab.locator("[data-update] button").click()
    tab.wait_for_function(f"() => ({RELEASES})().then((count) => count === 1)")
    _cut_off(tab, host)
    tab.goto(f"{host.address}en/")
    expect(tab.locator("h1").first).to_be_visible()


@pytest.mark.parametrize(
    "refused",
    [
        "delete Navigator.prototype.serviceWorker",
        "navigator.serviceWorker.register = () => Promise.reject(new DOMException('refused', 'SecurityError'))",
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } })",
        "Object.defineProperty(window, 'caches', { value: undefined })",
    ],
)
def test_where_storage_is_refused_the_page_works_and_says_nothing_of_it(tab: Page, host: Host, refused: str) -> None:
    wrong: list[str] = []
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    tab.add_init_script(refused)
    tab.goto(host.address + CHECKLIST)
    tab.wait_for_load_state("networkidle")
    tab.locator("[data-panel]:visible a[data-answer][href^='#']").first.click()
    assert not wrong


@pytest.mark.parametrize("path", ["print/", "en/print/", "call-card/"])
def test_a_browser_without_workers_is_told_where_to_open_the_page(tab: Page, host: Host, path: str) -> None:
    tab.add_init_script("delete Navigator.prototype.serviceWorker")
    tab.goto(host.address + path)
    expect(tab.locator(".in-app")).to_be_visible()


def test_where_no_worker_is_missed_nothing_is_said(tab: Page, host: Host) -> None:
    _visited(tab, host, "print/")
    expect(tab.locator(".in-app")).to_have_count(1)
    expect(tab.locator(".in-app")).to_be_hidden()
    expect(tab.locator("[data-update]")).to_be_hidden()


def test_a_full_device_leaves_the_page_as_it_is(tab: Page, host: Host) -> None:
    wrong: list[str] = []
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    session = tab.context.new_cdp_session(tab)
    session.send("Storage.overrideQuotaForOrigin", {"origin": host.address.rstrip("/"), "quotaSize": 20_000})
    tab.goto(host.address)
    assert tab.evaluate(GIVEN_UP) == "redundant"
    assert not tab.evaluate("() => Boolean(navigator.serviceWorker.controller)")
    tab.goto(host.address + CHECKLIST)
    expect(tab.locator("main[data-list=lamp-dark]")).to_be_visible()
    assert not wrong
    session.send("Storage.overrideQuotaForOrigin", {"origin": host.address.rstrip("/")})
    _visited(tab, host)


def _asked(tab: Page, message: str) -> Callable[[], dict[str, object]]:
    """Send the worker a message; the last thing it said is what comes back."""
    tab.evaluate(
        """(message) => {
          const channel = new MessageChannel();
          window.said = null;
          channel.port1.onmessage = (event) => { window.said = event.data; };
          navigator.serviceWorker.controller.postMessage(message, [channel.port2]);
        }""",
        message,
    )
    return partial(tab.evaluate, "() => window.said")


def test_sheets_are_kept_when_they_are_asked_for_and_not_before(tab: Page, host: Host, printed: Path) -> None:
    sheets = [path.read_bytes() for path in printed.iterdir()]
    _visited(tab, host)
    known = _asked(tab, "sheets")
    tab.wait_for_function("() => window.said")
    assert known() == {"state": "known", "done": 0, "total": len(sheets), "bytes": sum(map(len, sheets))}
    _asked(tab, "keep")
    tab.wait_for_function("() => window.said?.state === 'kept'")
    _cut_off(tab, host)
    expected = (printed / SHEET.rpartition("/")[2]).read_bytes()
    assert expected.startswith(b"%PDF-")
    assert bytes(tab.evaluate(BYTES, host.address + SHEET)) == expected
    _asked(tab, "forget")
    tab.wait_for_function("() => window.said?.state === 'known'")
    assert tab.evaluate("(path) => fetch(path).then(() => false, () => true)", host.address + SHEET)


def test_the_choice_says_how_much_it_is_and_how_far_it_has_come(tab: Page, host: Host, printed: Path) -> None:
    files = f"{len(list(printed.iterdir()))} files"
    _visited(tab, host)
    tab.goto(f"{host.address}en/print/")
    block = tab.locator("[data-keep]")
    expect(block.get_by_role("status")).to_contain_text(files)
    keep, forget = block.get_by_role("button", include_hidden=True).all()
    keep.press("Enter")
    expect(block.get_by_role("status")).to_have_text(block.get_attribute("data-done") or "")
    expect(forget).to_be_focused()  # the button that was pressed is gone
    forget.press("Enter")
    expect(block.get_by_role("status")).to_contain_text(files)
    expect(keep).to_be_focused()


@pytest.fixture
def shop(host: Host, tmp_path: Path) -> Iterator[Host]:
    """The same site below `/shop/`, on a host that has another site beside it."""
    shutil.copytree(host.folder, tmp_path / "host" / "shop")
    (tmp_path / "host" / "other").mkdir()
    (tmp_path / "host" / "other" / "index.html").write_text("<!doctype html><title>another site</title>", "utf-8")
    found = Host(tmp_path / "host" / "shop", tmp_path / "host")
    yield found
    found.stop()


def test_a_site_below_another_address_keeps_to_itself(tab: Page, shop: Host) -> None:
    _visited(tab, shop)
    assert tab.evaluate("() => navigator.serviceWorker.ready.then((found) => found.scope)") == shop.address
    _cut_off(tab, shop)
    tab.goto(f"{shop.address}en/{CHECKLIST}")
    expect(tab.locator("main[data-list=lamp-dark]")).to_be_visible()


def test_an_open_page_of_another_site_on_the_host_holds_no_update_back(tab: Page, shop: Host) -> None:
    _visited(tab, shop)
    tab.context.new_page().goto(f"{shop.root}other/")
    _next_release(shop)
    tab.reload()
    tab.locator("[data-update] button").click()
    expect(tab.locator("h1").first).to_contain_text("(new)")


CUT = ("%E4%B8", "50%/", "symptoms/lamp-dark/%", "en/%E4%B8%AD%E6")
"""Addresses that end in the middle of a character."""


def test_an_address_cut_in_the_middle_of_a_character_leads_nowhere(tab: Page, host: Host) -> None:
    _visited(tab, host)
    assert [way for way in CUT if _status(tab, host.address + way) != 404] == []


@pytest.mark.parametrize("way", CUT)
def test_an_address_cut_in_the_middle_of_a_character_leads_nowhere_offline(away: Away, way: str) -> None:
    assert _status(away.tab, away.address + way) == 404
    expect(away.tab.locator("h1").first).to_be_visible()


def _status(tab: Page, address: str) -> int:
    answer = tab.goto(address)
    assert answer is not None
    return answer.status


FAILING_STORAGE = """
const opened = caches.open.bind(caches);
let fails = false;
caches.open = (name) => (fails ? Promise.reject(new DOMException("Internal error.", "UnknownError")) : opened(name));
addEventListener("message", (event) => {
  if (event.data === "fail") { fails = true; event.ports[0].postMessage("fails"); }
});
"""


def test_storage_that_fails_later_leaves_the_network(tab: Page, host: Host) -> None:
    built, _, code = (host.folder / "sw.js").read_text("utf-8").partition("\n")
    (host.folder / "sw.js").write_text(built + FAILING_STORAGE + code, "utf-8")
    _visited(tab, host)
    _asked(tab, "fail")
    tab.wait_for_function("() => window.said === 'fails'")
    found = {path: tab.goto(host.address + path) for path in (CHECKLIST, "en/", "nothing/")}
    assert {path: answer.status for path, answer in found.items() if answer} == {
        CHECKLIST: 200,
        "en/": 200,
        "nothing/": 404,
    }
    assert tab.evaluate(BYTES, host.address + SHEET)[:5] == list(b"%PDF-")
