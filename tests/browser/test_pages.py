"""Every kind of page in a real browser: silent, self-contained, accessible, usable with a thumb on a small phone."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

pytestmark = pytest.mark.browser

LANGUAGES = ("", "en/")
FICTIONAL = (
    "",
    "symptoms/",
    "symptoms/flap-stuck/",
    "resolutions/",
    "resolutions/free-the-book/",
    "safety/",
    "sources/",
    "contribute/checks/",
    "404.html",
)
REAL = (
    "",
    "symptoms/money-in-doubt/",
    "symptoms/no-power/",
    "about/",
    "contribute/",
    "contribute/add-a-step/",
    "hosting/",
)
SMALLEST = {"width": 320, "height": 568}

_BLOCKED = "Service Worker registration blocked by Playwright"
"""The test browser's own remark: tests of pages are not served by a worker of an earlier test."""


@dataclass
class Watched:
    """A tab, and what went on in it that a reader does not see."""

    page: Page
    origin: str
    said: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        if message.text == _BLOCKED:
            return
        if message.type in ("error", "warning"):
            self.said.append(message.text)

    def see(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme != "data" and f"{parts.scheme}://{parts.netloc}/" != self.origin:
            self.elsewhere.append(request.url)

    @property
    def complaints(self) -> list[str]:
        return [*self.said, *self.elsewhere, *self.failed]


def watched(page: Page, origin: str) -> Watched:
    """The tab, with an eye on it."""
    found = Watched(page, origin)
    page.on("console", found.hear)
    page.on("pageerror", lambda error: found.said.append(str(error)))
    page.on("request", found.see)
    page.on("requestfailed", lambda request: found.failed.append(request.url))
    page.on("response", lambda response: found.failed.append(response.url) if response.status >= 400 else None)
    return found


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A new tab as wide as the smallest phone."""
    context = browser.new_context(viewport=SMALLEST, has_touch=True, is_mobile=True)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[str]:
    """What axe finds, a line each."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


# ── silent and self-contained ──


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", REAL)
def test_a_real_page_opens_in_silence(page: Page, real_site: str, language: str, path: str) -> None:
    tab = watched(page, real_site)
    page.goto(f"{real_site}{language}{path}", wait_until="networkidle")
    assert page.locator("h1").evaluate_all("(all) => all.filter((each) => each.checkVisibility()).length") == 1
    assert tab.complaints == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", FICTIONAL)
def test_a_page_asks_nobody_else_and_nothing_fails(page: Page, fictional_site: str, language: str, path: str) -> None:
    tab = watched(page, fictional_site)
    page.goto(f"{fictional_site}{language}{path}", wait_until="networkidle")
    assert tab.complaints == []


# ── steady ──

KINDS = (
    "",
    "symptoms/declined/",
    "resolutions/power-recovery/",
    "routines/daily-open/",
    "codes/card-cn/",
    "codes/?code=51",
    "call-card/",
    "print/",
    "search/?q=51",
    "glossary/",
)
WATCH_SHIFTS = """
window.moved = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries())
    window.moved.push(...shift.sources.map((source) => `${shift.value} ${source.node?.outerHTML?.slice(0, 90)}`));
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", KINDS)
def test_nothing_moves_while_a_page_arrives(phone: Page, real_site: str, language: str, path: str) -> None:
    phone.add_init_script(WATCH_SHIFTS)
    phone.goto(f"{real_site}{language}{path}", wait_until="networkidle")
    assert phone.evaluate("window.moved") == []


# ── light ──

USUAL, MOST, MOST_OF_SCRIPTS, REQUESTS = 14_000, 17_000, 6_000, 3
"""Bytes of a checklist as it travels, of half of them and of the longest, of its scripts, and how many files it is."""


def test_a_checklist_arrives_in_fourteen_kilobytes_and_its_script_in_six(real_folder: Path) -> None:
    heavy, sizes = [], []
    for file in sorted(real_folder.glob("**/symptoms/*/index.html")):
        html = file.read_text("utf-8")
        scripts = [(file.parent / found).resolve() for found in re.findall(r'<script src="([^"]+)"', html)]
        weights = [len(gzip.compress(path.read_bytes(), 6, mtime=0)) for path in (file, *scripts)]
        sizes.append(weights[0])
        if weights[0] > MOST or sum(weights[1:]) > MOST_OF_SCRIPTS or len(weights) > REQUESTS:
            heavy.append((str(file.relative_to(real_folder)), weights))
    assert heavy == []
    assert median(sizes) <= USUAL


def test_a_checklist_asks_for_nothing_else(page: Page, real_site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    page.goto(f"{real_site}symptoms/declined/", wait_until="networkidle")
    assert sorted({kind for kind in asked if kind not in ("other", "manifest", "image")}) == ["document", "script"]
    assert asked.count("script") == 1


# ── languages ──


@pytest.mark.parametrize(("start", "word"), [("", "English"), ("en/", "中文")])
def test_the_language_switch_keeps_page_and_step(page: Page, fictional_site: str, start: str, word: str) -> None:
    other = "en/" if start == "" else ""
    page.goto(f"{fictional_site}{start}symptoms/flap-stuck/#hinge")
    page.locator(".menu summary").click()
    page.get_by_role("banner").get_by_role("link", name=word).click()
    page.wait_for_url(f"{fictional_site}{other}symptoms/flap-stuck/#hinge")
    expect(page.locator("#hinge")).to_be_in_viewport()


@pytest.mark.parametrize(("language", "code"), [("", "zh"), ("en/", "en")])
def test_a_page_says_which_language_it_speaks(page: Page, fictional_site: str, language: str, code: str) -> None:
    page.goto(f"{fictional_site}{language}")
    expect(page.locator("html")).to_have_attribute("lang", code)


# ── accessible ──


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", FICTIONAL)
def test_axe_finds_nothing(browser: Browser, fictional_site: str, path: str, language: str, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{fictional_site}{language}{path}")
    assert violations(page) == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["symptoms/money-in-doubt/", "codes/?code=51", "call-card/", "contribute/"])
def test_axe_finds_nothing_on_a_real_page(browser: Browser, real_site: str, path: str, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{real_site}{path}")
    assert violations(page) == []
    page.close()


# ── on the smallest phone ──

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL_TARGETS = """
() => {
  // a link inside a sentence is as tall as its line (WCAG 2.5.8: inline)
  const isInASentence = (it) => it.matches("a") && getComputedStyle(it).display === "inline" &&
    [...it.parentElement.childNodes].some((beside) => beside.nodeType === 3 && beside.textContent.trim() !== "");
  return [...document.querySelectorAll("a, button, summary, input, select, textarea, label.tick")]
    .filter((it) => it.checkVisibility({visibilityProperty: true}) && !it.matches(".skip") && !isInASentence(it))
    .filter((it) => !it.closest("label.tick") || it.matches("label.tick"))
    .map((it) => [it.outerHTML.slice(0, 90), it.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.height < 43.9 || box.width < 43.9))
    .map(([html, box]) => `${Math.round(box.width)} x ${Math.round(box.height)} ${html}`);
}
"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", FICTIONAL)
def test_nothing_scrolls_sideways(phone: Page, fictional_site: str, language: str, path: str) -> None:
    phone.goto(f"{fictional_site}{language}{path}")
    assert phone.evaluate(TOO_WIDE) == 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", REAL)
def test_nothing_real_scrolls_sideways(phone: Page, real_site: str, language: str, path: str) -> None:
    phone.goto(f"{real_site}{language}{path}")
    assert phone.evaluate(TOO_WIDE) == 0


ENLARGED = {"standard": 32, "fixed": 26}
"""Pixels: twice what a browser takes where nobody chose, which is what a reader does who sets type to 200 %."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", KINDS)
def test_type_twice_as_large_fits_the_smallest_phone(phone: Page, real_site: str, language: str, path: str) -> None:
    phone.context.new_cdp_session(phone).send("Page.setFontSizes", {"fontSizes": ENLARGED})
    phone.goto(f"{real_site}{language}{path}")
    assert phone.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= 32
    assert phone.evaluate(TOO_WIDE) == 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", KINDS)
def test_a_desk_screen_zoomed_to_200_percent(browser: Browser, real_site: str, language: str, path: str) -> None:
    page = browser.new_page(viewport={"width": 640, "height": 360}, device_scale_factor=2)
    page.goto(f"{real_site}{language}{path}")
    assert page.evaluate(TOO_WIDE) == 0
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", FICTIONAL)
def test_everything_to_touch_is_large_enough(phone: Page, fictional_site: str, language: str, path: str) -> None:
    phone.goto(f"{fictional_site}{language}{path}")
    assert phone.evaluate(SMALL_TARGETS) == []
