"""The numbers that a frightened reader's first touch hangs on, over every checklist in every language on two phones.

One load of a page answers many questions; each test names all offenders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from sheets_reading import pages

pytestmark = pytest.mark.browser

PHONES = ((360, 640), (320, 568))
LANGUAGES = {"zh": "", "en": "en/"}
FIRST_QUESTION = 280
"""Pixels from the top to the first question."""
END_OF_ANSWERS = {3: 560, 6: 620}
"""Pixels from the top to the end of the answers, for up to so many."""
MOST_WORDS = {"zh": 40, "en": 25}
"""What stands before the first question: Chinese characters, English words."""
LEAST_TARGET, LEAST_HEADING = 44, 24

LOOK = """() => {
  const seen = (all) => [...all].filter((each) => each.checkVisibility({ visibilityProperty: true }));
  const box = (each) => each.getBoundingClientRect();
  const heading = seen(document.querySelectorAll("main h1"))[0];
  const answers = seen(document.querySelectorAll("[data-answer]"));
  const dock = document.querySelector("[data-dock]");
  const size = (each) => parseFloat(getComputedStyle(each).fontSize);
  const isInline = (it) => getComputedStyle(it).display === "inline";
  const targets = seen(document.querySelectorAll("a, button, summary, input, label.tick")).filter((it) =>
    !it.matches(".skip") && !isInline(it) && (!it.closest("label.tick") || it.matches("label.tick")));
  const texts = seen(document.querySelectorAll("main *")).filter((each) =>
    [...each.childNodes].some((part) => part.nodeType === 3 && part.textContent.trim()) &&
    box(each).top < innerHeight && !each.closest(".tel"));
  return {
    question: box(heading).top,
    heading: size(heading),
    largest: Math.max(...texts.map(size)),
    count: answers.length,
    end: Math.max(...answers.map((each) => box(each).bottom)),
    low: answers.filter((each) => box(each).height < 51.9).map((each) => each.textContent),
    before: seen(document.querySelectorAll("main .side")).map((each) => each.innerText).join(" "),
    dock: ["back", "customer", "call"].map((name) => {
      const part = dock.querySelector(`[data-${name}]`);
      return Boolean(part) && box(part).bottom <= innerHeight + 1 && box(part).top > 0;
    }),
    small: targets.map((it) => [it, box(it)]).filter(([, at]) => at.width > 0 && (at.height < 43.9 || at.width < 43.9))
      .map(([it, at]) => `${Math.round(at.width)} x ${Math.round(at.height)} ${it.outerHTML.slice(0, 80)}`),
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    dials: seen(document.querySelectorAll("main a.tel[href^='tel:']")).map((each) => box(each).height),
    clock: document.querySelector("[data-minutes]").dataset.minutes,
    urgency: document.querySelector("[data-urgency]").dataset.urgency,
  };
}"""

Looks = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def lists(real_folder: Path) -> list[str]:
    """The ids of the project's checklists."""
    return sorted(path.parent.name for path in real_folder.glob("symptoms/*/index.html"))


@pytest.fixture(scope="module", params=PHONES, ids=lambda phone: f"{phone[0]}x{phone[1]}")
def looks(request: pytest.FixtureRequest, browser: Browser, real_site: str, lists: list[str]) -> Looks:
    """What the first view of every checklist holds, by language and id."""
    width, height = request.param
    context = browser.new_context(
        viewport={"width": width, "height": height}, service_workers="block", has_touch=True, is_mobile=True
    )
    context.add_init_script("localStorage.setItem('cs:language', 'any')")  # nobody is offered another language
    page = context.new_page()
    found = {}
    for language, prefix in LANGUAGES.items():
        for name in lists:
            page.goto(f"{real_site}{prefix}symptoms/{name}/")
            found[f"{language} {name}"] = page.evaluate(LOOK)
    context.close()
    return found


def test_the_first_question_is_near_the_top(looks: Looks) -> None:
    assert {name: look["question"] for name, look in looks.items() if look["question"] > FIRST_QUESTION} == {}


@pytest.mark.parametrize("most", END_OF_ANSWERS)
def test_the_answers_end_in_sight(looks: Looks, most: int) -> None:
    least = {6: 4}.get(most, 1)
    asked = {name: look["end"] for name, look in looks.items() if least <= look["count"] <= most}
    assert {name: end for name, end in asked.items() if end > END_OF_ANSWERS[most]} == {}


def test_little_is_read_before_the_first_question(looks: Looks) -> None:
    counted = {name: (name[:2], _words(name[:2], look["before"])) for name, look in looks.items()}
    assert {name: words for name, (language, words) in counted.items() if words > MOST_WORDS[language]} == {}


def _words(language: str, text: str) -> int:
    return len(re.findall(r"[\u4e00-\u9fff]", text) if language == "zh" else text.replace("✕", "").split())


def test_the_question_is_the_largest_text(looks: Looks) -> None:
    wrong = {
        name: (look["heading"], look["largest"])
        for name, look in looks.items()
        if look["heading"] < LEAST_HEADING or look["largest"] > look["heading"]
    }
    assert wrong == {}


def test_every_answer_is_as_high_as_a_thumb(looks: Looks) -> None:
    assert {name: look["low"] for name, look in looks.items() if look["low"]} == {}


def test_back_customer_and_call_are_in_sight(looks: Looks) -> None:
    assert {name: look["dock"] for name, look in looks.items() if not all(look["dock"])} == {}


def test_everything_to_touch_is_large_enough(looks: Looks) -> None:
    assert {name: look["small"] for name, look in looks.items() if look["small"]} == {}


def test_nothing_scrolls_sideways(looks: Looks) -> None:
    assert {name: look["wide"] for name, look in looks.items() if look["wide"]} == {}


def test_where_everything_stops_a_number_is_dialled_in_one_tap_and_no_clock_runs(looks: Looks) -> None:
    stopping = {name: look for name, look in looks.items() if look["urgency"] == "stop"}
    assert len(stopping) >= 6
    wrong = {name for name, look in stopping.items() if not look["dials"] or min(look["dials"]) < 64}
    assert wrong | {name for name, look in stopping.items() if look["clock"] != "0"} == set()


# ── every panel ──

PANELS = """async () => {
  const found = [];
  for (const panel of document.querySelectorAll("[data-panel]")) {
    const there = new Promise((resolve) => addEventListener("hashchange", () => setTimeout(resolve), { once: true }));
    location.hash = panel.id;
    await there;
    const heading = [...document.querySelectorAll("main h1")].filter((each) => each.checkVisibility());
    const dock = document.querySelector("[data-dock]").getBoundingClientRect();
    if (heading.length !== 1 || dock.bottom > innerHeight + 1 || parseFloat(getComputedStyle(heading[0]).fontSize) < 24)
      found.push(panel.id);
  }
  return found;
}"""


def test_every_panel_has_one_heading_and_the_dock(browser: Browser, real_site: str, lists: list[str]) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 640})
    wrong = {}
    for name in lists:
        page.goto(f"{real_site}en/symptoms/{name}/")
        bad = page.evaluate(PANELS)
        if bad:
            wrong[name] = bad
    page.close()
    assert wrong == {}


# ── home ──


@pytest.fixture
def home(browser: Browser, real_site: str) -> Iterator[Page]:
    """The home page on a phone."""
    page = browser.new_page(viewport={"width": 360, "height": 640})
    page.add_init_script("localStorage.setItem('cs:language', 'any')")
    page.goto(real_site)
    yield page
    page.close()


def test_home_begins_with_the_search_field(home: Page) -> None:
    box = home.get_by_role("searchbox").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 110


def test_every_checklist_is_one_tap_from_home(home: Page, lists: list[str]) -> None:
    tops = home.locator("main a[href*='symptoms/']").evaluate_all(
        "(all) => all.filter((each) => each.checkVisibility())"
        ".map((each) => [each.pathname.split('/').at(-2), each.getBoundingClientRect().bottom])"
    )
    places: dict[str, float] = dict(tops)
    assert sorted(set(lists) - set(places)) == []
    assert sum(bottom <= 560 for bottom in places.values()) >= 13


def test_who_cannot_say_is_asked_and_never_sent_to_try_again(browser: Browser, real_site: str) -> None:
    page = browser.new_page()
    page.goto(f"{real_site}en/not-sure/")
    links = page.locator("[data-answer]").evaluate_all("(all) => all.map((each) => each.getAttribute('href'))")
    assert page.locator("[data-panel=step]").count() == 3
    assert {link for link in links if not link.startswith("#") and "symptoms/" not in link} == set()
    page.close()


# ── paper, tablets, forced colours ──


def test_what_the_browser_prints_is_whole_black_on_white_and_at_most_three_pages(
    browser: Browser, real_site: str, lists: list[str]
) -> None:
    page = browser.new_page(color_scheme="dark")
    page.add_init_script("localStorage.setItem('cs:theme', 'dark')")
    long = {}
    for prefix in LANGUAGES.values():
        for name in lists:
            page.goto(f"{real_site}{prefix}symptoms/{name}/")
            margins = dict.fromkeys(("top", "bottom", "left", "right"), "10mm")
            sides = pages(page.pdf(format="A4", print_background=True, margin=margins))
            if sides > 3:
                long[prefix + name] = sides
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(20, 22, 28)"
    assert (
        page.locator("[data-panel]").evaluate_all("(all) => all.filter((each) => !each.checkVisibility()).length") == 0
    )
    page.close()
    assert long == {}


@pytest.mark.parametrize(("width", "height", "most"), [(1280, 800, 400), (780, 360, 300)])
def test_on_a_wide_screen_the_first_answer_is_in_sight_beside_what_to_do(
    browser: Browser, real_site: str, lists: list[str], width: int, height: int, most: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.add_init_script("localStorage.setItem('cs:language', 'any')")
    late = {}
    for name in lists:
        page.goto(f"{real_site}en/symptoms/{name}/")
        box = page.locator("[data-current] [data-answer]").first.bounding_box()
        if box is None or box["y"] > most:
            late[name] = box
    page.close()
    assert late == {}


def test_rings_keep_their_edge_in_forced_colours(browser: Browser, real_site: str) -> None:
    page = browser.new_page(forced_colors="active", java_script_enabled=False)
    page.goto(f"{real_site}en/symptoms/no-power/")
    edges = page.locator(".ring").evaluate_all(
        "(all) => all.filter((each) => each.checkVisibility()).map((each) => getComputedStyle(each).borderTopWidth)"
    )
    assert edges
    assert set(edges) == {"2px"}
    page.close()


def test_the_bar_is_one_row_at_twice_the_type_size(browser: Browser, real_site: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 568})
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    for path in ("", "en/", "symptoms/no-power/", "en/symptoms/suspicious-contact/"):
        page.goto(real_site + path)
        box = page.locator("header.bar").bounding_box()
        assert box is not None
        assert box["height"] < 110, path
    page.close()


def test_a_shared_link_has_a_title_words_and_a_picture(browser: Browser, real_site: str) -> None:
    page = browser.new_page()
    page.goto(f"{real_site}symptoms/no-power/")
    for name in ("title", "description", "image"):
        expect(page.locator(f"meta[property='og:{name}']")).to_have_attribute("content", re.compile("."))
    page.close()
