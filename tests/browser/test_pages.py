"""Every kind of page in a real browser: silent, self-contained, steady, accessible, usable with a thumb on a small
phone.

Each page is opened once, on the smallest phone, and asked everything; each test then names all pages that are wrong.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from axe import COLOURS, find_violations
from sharing import make_once

LANGUAGES = ("", "en/")
FICTIONAL = (
    "404.html", "symptoms/", "areas/", "resolutions/", "routines/", "routines/morning/", "cases/", "codes/", "safety/",
    "myths/", "lessons/", "sources/", "glossary/", "contribute/checks/", "contribute/coverage/",
    "contribute/pictures/",
)  # fmt: skip
"""Kinds of page that the fictional site has: in English, with axe, since there is little on each."""
VARIED = (
    "", "symptoms/flap-stuck/", "resolutions/free-the-book/", "cases/rainy-monday/", "codes/panel/", "search/",
    "print/", "contribute/proof/",
)  # fmt: skip
"""The rest of them, which between them have everything that has a colour: the same, in the dark as well."""
KINDS = (
    "", "symptoms/", "areas/", "resolutions/", "routines/", "cases/", "codes/", "safety/", "myths/", "lessons/",
    "sources/", "search/", "print/", "symptoms/battery-hazard/", "resolutions/power-recovery/", "routines/daily-open/",
    "cases/a0-at-opening/",
)  # fmt: skip
"""One page of each kind of the real site that a reader meets at a counter: opened in every language. Axe has seen the
same markup on the fictional one; `make test-hosts` shows it these too, in all colours."""
REFERENCE = (
    "contribute/", "about/", "faq/", "hosting/", "outlook/", "privacy/", "contribute/proof/", "contribute/pictures/",
)  # fmt: skip
"""Prose, and pages for editors: opened in one language."""
LONG = ("glossary/", "codes/card-cn/", "contribute/checks/", "contribute/coverage/")
"""The longest tables: opened in one language."""
ASKED = {
    "call-card/": "h1",
    "not-sure/": "h1",
    "contribute/add-a-step/": "h1",
    "symptoms/declined/": "[data-current]",
    "symptoms/no-power/#_r-power-recovery": "[data-current]",
    "symptoms/no-power/#_call": "[data-current]",
    "search/?q=51": "#search-results[data-state=ready]",
    "codes/?code=51": "[data-codes-answer]:not([hidden])",
}
"""Pages that only the real site has, or in a state of their own, and what shows that they have come to it: opened in
every language, and in Chinese with axe, as they are and where a reader's own colours take the place of ours."""
SMALLEST, ZOOMED = {"width": 320, "height": 568}, {"width": 640, "height": 360}
"""The smallest phone, and a desk screen of 1280 pixels at 200 %."""
USUAL, ENLARGED = {"standard": 16, "fixed": 13}, {"standard": 32, "fixed": 26}
"""Pixels of a browser's type: as it is, and twice that, which is what a reader has who sets type to 200 %."""

_BLOCKED = "Service Worker registration blocked by Playwright"
"""The test browser's own remark: tests of pages are not served by a worker of an earlier test."""

WATCH_SHIFTS = """
window.moved = [];
new PerformanceObserver((list) => {
  // less is a fraction of a pixel, by which type settles: every scale shows it as 0
  for (const shift of list.getEntries().filter((each) => each.value >= 0.0005))
    window.moved.push(...shift.sources.map((source) => `${shift.value} ${source.node?.outerHTML?.slice(0, 90)}`));
}).observe({ type: "layout-shift", buffered: true });
"""
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LOOK = """
() => {
  const shows = (it) => it.checkVisibility({ visibilityProperty: true });
  // a link inside a sentence is as tall as its line (WCAG 2.5.8: inline): words stand next to it, not only other links
  const isInASentence = (it) => it.matches("a") && getComputedStyle(it).display === "inline" &&
    [...it.parentElement.childNodes].some((next) => !next.matches?.("a") && /\\p{L}/u.test(next.textContent));
  return {
    headings: [...document.querySelectorAll("h1")].filter(shows).length,
    moved: window.moved,
    small: [...document.querySelectorAll("a, button, summary, input, select, textarea, label.tick")]
      .filter((it) => shows(it) && !it.matches(".skip, .md-skip") && !isInASentence(it))
      .filter((it) => !it.closest("label.tick") || it.matches("label.tick"))
      .map((it) => [it.outerHTML.slice(0, 90), it.getBoundingClientRect()])
      .filter(([, box]) => box.width > 0 && (box.height < 43.9 || box.width < 43.9))
      .map(([html, box]) => `${Math.round(box.width)} x ${Math.round(box.height)} ${html}`),
  };
}
"""
Look = dict[str, Any]


@pytest.fixture(scope="module")
def looks(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser, real_site: str, fictional_site: str
) -> dict[str, Look]:
    """What every page showed, by its address below its site; looked at once a run."""
    asked = [
        *((fictional_site, "en/" + path, "h1", ("light",)) for path in FICTIONAL),
        *((fictional_site, "en/" + path, "h1", ("light", "dark")) for path in VARIED),
        *((real_site, prefix + path, "h1", ()) for path in KINDS for prefix in LANGUAGES),
        *((real_site, path, "h1", ()) for path in (*REFERENCE, *LONG)),
        *((real_site, path, ready, ("light", "forced")) for path, ready in ASKED.items()),
        *((real_site, "en/" + path, ready, ()) for path, ready in ASKED.items()),
    ]

    def make(folder: Path) -> None:
        found: dict[str, Look] = {}
        for site in (fictional_site, real_site):
            context = _open_context(browser)
            page = context.new_page()
            complaints = _listen(page, site)
            for _, path, ready, colours in (each for each in asked if each[0] == site):
                complaints.clear()
                look = _visit(page, site + path, ready, colours)
                found["fictional " * (site == fictional_site) + path] = {**look, "complaints": [*complaints]}
                page.goto("about:blank")
            context.close()
        folder.mkdir()
        (folder / "looks.json").write_text(json.dumps(found), "utf-8")

    made = make_once(tmp_path_factory, "looks", make)
    return json.loads((made / "looks.json").read_text("utf-8"))  # type: ignore[no-any-return]


def _open_context(browser: Browser) -> BrowserContext:
    """The smallest phone, of a reader who is offered no other language; it notes what moves."""
    context = browser.new_context(viewport=SMALLEST, has_touch=True, is_mobile=True, service_workers="block")  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    context.add_init_script("localStorage.setItem('cs:/language', 'any')")
    context.add_init_script(WATCH_SHIFTS)
    return context


def _visit(page: Page, address: str, ready: str, colours: Sequence[str]) -> Look:
    """Open one page, and look at it in every way; with axe in each of the colours."""
    page.goto(address)
    page.locator(ready).first.wait_for(state="attached")
    page.evaluate(PAINTED)
    look: Look = {**page.evaluate(LOOK), "wide": page.evaluate(TOO_WIDE)}
    for name in colours:
        look[name] = find_violations(page, name)
    page.emulate_media(color_scheme="light", forced_colors="none")
    page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
    look["wide zoomed"] = page.evaluate(TOO_WIDE)
    page.set_viewport_size(SMALLEST)  # type: ignore[arg-type]
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": ENLARGED})
    page.wait_for_function("parseFloat(getComputedStyle(document.documentElement).fontSize) >= 32")
    look["wide enlarged"] = page.evaluate(TOO_WIDE)
    session.send("Page.setFontSizes", {"fontSizes": USUAL})
    session.detach()
    return look


def _listen(page: Page, site: str) -> list[str]:
    """What goes on in a tab that a reader does not see: complaints, requests to others, answers that are no answer."""
    heard: list[str] = []

    def is_elsewhere(address: str) -> bool:
        parts = urlsplit(address)
        return parts.scheme != "data" and f"{parts.scheme}://{parts.netloc}/" != site

    page.on(
        "console",
        lambda line: heard.append(line.text) if line.type in ("error", "warning") and line.text != _BLOCKED else None,
    )
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: heard.append(request.url) if is_elsewhere(request.url) else None)
    page.on("requestfailed", lambda request: heard.append(request.url))
    page.on("response", lambda answer: heard.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    return heard


def _pages_where(looks: dict[str, Look], is_wrong: Callable[[Look], object]) -> dict[str, object]:
    return {path: wrong for path, look in looks.items() if (wrong := is_wrong(look))}


def test_no_kind_of_page_is_left_out(real_folder: Path) -> None:
    folders = {f"{path.parent.name}/" for path in real_folder.glob("*/index.html")} - set(LANGUAGES)
    assert folders - {path.partition("/")[0] + "/" for path in (*KINDS, *REFERENCE, *LONG, *ASKED)} == set()


def test_a_page_complains_of_nothing_and_asks_nobody_else(looks: dict[str, Look]) -> None:
    assert _pages_where(looks, lambda look: look["complaints"]) == {}


def test_a_page_shows_one_heading_of_the_first_rank(looks: dict[str, Look]) -> None:
    assert _pages_where(looks, lambda look: look["headings"] != 1 and look["headings"] + 1) == {}


def test_nothing_moves_while_a_page_arrives(
    looks: dict[str, Look], browser: Browser, fictional_site: str, real_site: str
) -> None:
    """A page that moves of itself does so each time; a machine that is busy moves one in a thousand, once."""
    moved = _pages_where(looks, lambda look: look["moved"])
    addresses = {
        path: fictional_site + path.removeprefix("fictional ") if path.startswith("fictional ") else real_site + path
        for path in moved
    }
    again = {path: _arrive(browser, address) for path, address in addresses.items()}
    assert {path: shifts for path, shifts in again.items() if shifts} == {}


@pytest.mark.parametrize("path", ["", "symptoms/declined/", "en/symptoms/battery-hazard/", "codes/?code=51", "print/"])
def test_nothing_moves_when_scripts_arrive_late(browser: Browser, real_site: str, path: str) -> None:
    assert _arrive(browser, real_site + path, late="**/*.js") == []


def _arrive(browser: Browser, address: str, late: str = "") -> list[str]:
    """What moves while a page arrives; files that match `late` are held back until the rest has been painted."""
    context = _open_context(browser)
    page, held = context.new_page(), []
    if late:
        page.route(late, lambda route: held.append(route))
    page.goto(address, wait_until="commit")
    page.locator("footer").wait_for(state="attached")
    page.evaluate(PAINTED)
    assert bool(held) == bool(late)
    for route in held:
        route.continue_()
    page.unroute_all()
    page.wait_for_load_state("load")
    page.evaluate(PAINTED)
    moved: list[str] = page.evaluate("window.moved")
    context.close()
    return moved


@pytest.mark.parametrize("view", ["wide", "wide zoomed", "wide enlarged"])
def test_nothing_scrolls_sideways(looks: dict[str, Look], view: str) -> None:
    assert _pages_where(looks, lambda look: look[view]) == {}


def test_everything_to_touch_is_large_enough(looks: dict[str, Look]) -> None:
    assert _pages_where(looks, lambda look: look["small"]) == {}


@pytest.mark.parametrize("colours", COLOURS)
def test_axe_finds_nothing(looks: dict[str, Look], colours: str) -> None:
    assert _pages_where(looks, lambda look: look.get(colours)) == {}


# ── light ──

PAGE, STYLESHEET, SCRIPT, REQUESTS = 14_000, 4_500, 6_000, 3
"""Bytes of a checklist as it travels, of the styles and of the script of all checklists, and how many files it is."""
ICONS = 1_000
"""Bytes of all drawings on home as they travel."""


def test_a_checklist_arrives_in_fourteen_kilobytes(real_folder: Path) -> None:
    sizes = {
        file.relative_to(real_folder).as_posix(): _packed(file) for file in real_folder.glob("**/symptoms/*/index.html")
    }
    assert len(sizes) >= 38
    assert {path: size for path, size in sizes.items() if size > PAGE} == {}


def test_checklists_share_one_stylesheet_and_one_script(real_folder: Path) -> None:
    loaded = {tuple(_loaded_files(file, real_folder)) for file in real_folder.glob("**/symptoms/*/index.html")}
    assert len(loaded) == 1
    (files,) = loaded
    assert len(files) + 1 <= REQUESTS
    limits = {".css": STYLESHEET, ".js": SCRIPT}
    assert [name for name in files if _packed(real_folder / name) > limits[Path(name).suffix]] == []


def test_every_pictogram_of_home_together_is_a_kilobyte(real_folder: Path) -> None:
    drawn = re.findall(r"<svg.*?</svg>", (real_folder / "index.html").read_text("utf-8"), re.DOTALL)
    assert len(drawn) >= 19
    assert _pack("".join(drawn).encode()) <= ICONS


def _packed(file: Path) -> int:
    return _pack(file.read_bytes())


def _pack(content: bytes) -> int:
    return len(gzip.compress(content, 6, mtime=0))


def _loaded_files(page: Path, site: Path) -> Iterator[str]:
    html = page.read_text("utf-8")
    for found in re.findall(r'<script src="([^"]+)"|<link rel="stylesheet" href="([^"]+)"', html):
        yield (page.parent / "".join(found)).resolve().relative_to(site.resolve()).as_posix()


def test_a_checklist_asks_for_nothing_else(page: Page, real_site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    page.goto(f"{real_site}symptoms/declined/", wait_until="networkidle")
    assert sorted(kind for kind in asked if kind not in ("other", "manifest", "image")) == [
        "document", "script", "stylesheet",
    ]  # fmt: skip


# ── languages ──


@pytest.mark.parametrize(("start", "word", "code"), [("", "English", "zh"), ("en/", "中文", "en")])
def test_the_language_switch_keeps_page_and_step(
    page: Page, fictional_site: str, start: str, word: str, code: str
) -> None:
    other = "en/" if start == "" else ""
    page.goto(f"{fictional_site}{start}symptoms/flap-stuck/#hinge")
    expect(page.locator("html")).to_have_attribute("lang", code)
    page.locator(".menu summary").click()
    page.get_by_role("banner").get_by_role("link", name=word).click()
    page.wait_for_url(f"{fictional_site}{other}symptoms/flap-stuck/#hinge")
    expect(page.locator("#hinge")).to_be_in_viewport()
