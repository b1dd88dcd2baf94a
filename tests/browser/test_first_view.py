"""The numbers that a frightened reader's first touch hangs on, over every checklist in every language on two phones.

Each checklist is opened once in a language and answers every question; each test names all offenders.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from sharing import make_once
from sheets_reading import pages

PHONES = ("360x640", "320x568")
WIDE = {"1280x800": 400, "780x360": 300}
"""A desk and a phone on its side, and how many pixels from the top the first answer begins at most."""
LANGUAGES = {"zh": "", "en": "en/"}
FIRST_QUESTION = 280
"""Pixels from the top to the first question."""
END_OF_ANSWERS = {3: 560, 6: 620}
"""Pixels from the top to the end of the answers, for up to so many. No first question has more."""
MOST_WORDS = {"zh": 40, "en": 25}
"""What stands before the first question: Chinese characters, English words."""
LEAST_TARGET, LEAST_HEADING = 44, 24
MOST_TAPS, MOST_SCROLLED = 5, 100
"""The usual way from home to the end of a checklist, its remedy done: taps, and pixels scrolled."""
MOST_READING = {"zh": 100, "en": 250}
"""Pixels scrolled on the same way by a reader who ticks nothing."""
MOST_SIDES = 3
"""Pages of A4 that a browser prints a checklist on."""

LOOK = """() => {
  const seen = (all) => [...all].filter((each) => each.checkVisibility({ visibilityProperty: true }));
  const box = (each) => each.getBoundingClientRect();
  const heading = seen(document.querySelectorAll("main h1"))[0];
  const answers = seen(document.querySelectorAll("[data-answer]"));
  const dock = document.querySelector("[data-dock]");
  const size = (each) => parseFloat(getComputedStyle(each).fontSize);
  const name = document.querySelector(".bar .name > span:last-child");
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
    isNamed: name.scrollHeight <= name.clientHeight + 1 && name.scrollWidth <= name.clientWidth + 1,
  };
}"""

FIRST_ANSWER = """document.querySelector("[data-current] [data-answer]").getBoundingClientRect().top"""
WALK = """async () => {
  const found = [];
  const frame = () => new Promise((done) => requestAnimationFrame(() => done()));
  const shows = (it) => it.checkVisibility({ visibilityProperty: true });
  const dock = document.querySelector("[data-dock]");
  const below = (it) => Math.max(0, Math.round(it.getBoundingClientRect().bottom - dock.getBoundingClientRect().top));
  for (const panel of document.querySelectorAll("[data-panel]")) {
    if (location.hash.slice(1) !== panel.id) {
      const there = new Promise((done) => addEventListener("hashchange", done, { once: true }));
      location.hash = panel.id;
      await there;
    }
    while (!panel.matches("[data-current]")) await frame();
    const headings = [...document.querySelectorAll("main h1")].filter(shows);
    const isDocked = dock.getBoundingClientRect().bottom <= innerHeight + 1;
    const ticks = [...panel.querySelectorAll(".gate input")].filter(shows);
    const gates = ticks.map((tick) => { const scroll = below(tick.closest("label")); tick.click(); return scroll; });
    const answers = [...panel.querySelectorAll("[data-answer]")].filter(shows);
    const scrolls = answers.map(below);
    const bring = (it) => { const scroll = below(it); scrollBy(0, scroll); return scroll; };
    // a step of a remedy is done with all of it in sight, and then ticked
    const doing = [...panel.querySelectorAll(".doing > li")].filter(shows).map((step) => {
      const scroll = bring(step);
      step.querySelector(".tick input").click();
      return scroll;
    });
    found.push({
      id: panel.id,
      kind: panel.dataset.panel,
      isFramed: isDocked && headings.length === 1 && parseFloat(getComputedStyle(headings[0]).fontSize) >= 24,
      gates,
      doing: [...doing, ...answers.slice(0, 1).map(bring)],
      answers: answers.map((each, at) => ({
        to: each.getAttribute("href"), scroll: scrolls[at], isUnsure: Boolean(each.closest(".unsure")),
      })),
    });
    for (const tick of ticks) tick.click();
  }
  return found;
}"""
"""Every panel: whether it is framed, how far what is tapped in it lies below the view, and where its answers lead;
of a remedy also how far each step does once those before it are ticked, and then its first answer."""

Looks = dict[str, dict[str, Any]]


class Visits(NamedTuple):
    """What every checklist showed, by language and id: its first view on each phone, where its first answer begins on
    each wide screen, its panels, and how many sides it prints on."""

    phones: dict[str, Looks]
    wide: dict[str, dict[str, float]]
    panels: dict[str, list[dict[str, Any]]]
    sides: dict[str, int]


@pytest.fixture(scope="module")
def lists(real_folder: Path) -> list[str]:
    """The ids of the project's checklists."""
    return sorted(path.parent.name for path in real_folder.glob("symptoms/*/index.html"))


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory, browser: Browser, real_site: str, lists: list[str]) -> Visits:
    """Every checklist in every language, opened once a run."""

    def make(folder: Path) -> None:
        context = browser.new_context(service_workers="block", has_touch=True, is_mobile=True)
        context.add_init_script("localStorage.setItem('cs:/language', 'any')")  # nobody is offered another language
        page = context.new_page()
        found = Visits({phone: {} for phone in PHONES}, {screen: {} for screen in WIDE}, {}, {})
        for language, prefix in LANGUAGES.items():
            for name in lists:
                _resize(page, PHONES[0])
                page.goto(f"{real_site}{prefix}symptoms/{name}/")
                _visit(page, f"{language} {name}", found)
        context.close()
        folder.mkdir()
        (folder / "visits.json").write_text(json.dumps(found), "utf-8")

    made = make_once(tmp_path_factory, "visits", make)
    return Visits(*json.loads((made / "visits.json").read_text("utf-8")))


def _resize(page: Page, screen: str) -> None:
    width, height = map(int, screen.split("x"))
    page.set_viewport_size({"width": width, "height": height})


def _visit(page: Page, name: str, found: Visits) -> None:
    margins = dict.fromkeys(("top", "bottom", "left", "right"), "10mm")
    found.sides[name] = pages(page.pdf(format="A4", print_background=True, margin=margins))  # type: ignore[arg-type]
    for screen in WIDE:
        _resize(page, screen)
        found.wide[screen][name] = page.evaluate(FIRST_ANSWER)
    for phone in reversed(PHONES):
        _resize(page, phone)
        found.phones[phone][name] = page.evaluate(LOOK)
    found.panels[name] = page.evaluate(WALK)


@pytest.fixture(scope="module", params=PHONES)
def looks(request: pytest.FixtureRequest, visits: Visits) -> Looks:
    """What the first view of every checklist holds on one phone, by language and id."""
    return visits.phones[request.param]


def test_the_first_question_is_near_the_top(looks: Looks) -> None:
    assert {name: look["question"] for name, look in looks.items() if look["question"] > FIRST_QUESTION} == {}


@pytest.mark.parametrize("most", END_OF_ANSWERS)
def test_the_answers_end_in_sight(looks: Looks, most: int) -> None:
    least = {6: 4}.get(most, 1)
    asked = {name: look["end"] for name, look in looks.items() if least <= look["count"] <= most}
    assert {name: end for name, end in asked.items() if end > END_OF_ANSWERS[most]} == {}


def test_no_first_question_has_more_answers_than_are_in_sight(looks: Looks) -> None:
    assert {name: look["count"] for name, look in looks.items() if look["count"] > max(END_OF_ANSWERS)} == {}


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


def test_the_bar_names_the_checklist_in_full(looks: Looks) -> None:
    assert {name for name, look in looks.items() if not look["isNamed"]} == set()


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


def test_every_panel_has_one_heading_and_the_dock(visits: Visits) -> None:
    wrong = {name: [panel["id"] for panel in panels if not panel["isFramed"]] for name, panels in visits.panels.items()}
    assert {name: found for name, found in wrong.items() if found} == {}


def test_a_question_of_up_to_three_answers_needs_no_scrolling(visits: Visits) -> None:
    """Drawings stand behind the answers; what stands behind a gate is further down."""
    hidden = {
        f"{name} {panel['id']}": scrolls
        for name, panels in visits.panels.items()
        for panel in panels
        if panel["kind"] == "step" and not panel["gates"] and len(panel["answers"]) <= 3
        if any(scrolls := [answer["scroll"] for answer in panel["answers"]])
    }
    assert hidden == {}


class Way(NamedTuple):
    """The shortest way to an end, a remedy or another checklist: taps, pixels scrolled until the reader is told what to
    do, and pixels scrolled in all by a reader who ticks each step of a remedy, and by one who only reads it."""

    taps: int
    told: int
    done: int
    read: int


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_usual_way_is_short(visits: Visits, language: str) -> None:
    """As one goes from home who is sure of every answer."""
    ways = [way for name, panels in visits.panels.items() if name[:2] == language for way in _ways(panels)]
    assert len(ways) > 100
    assert median(way.taps for way in ways) <= MOST_TAPS
    assert median(way.told for way in ways) <= MOST_SCROLLED
    assert median(way.done for way in ways) <= MOST_SCROLLED
    assert median(way.read for way in ways) <= MOST_READING[language]


def _ways(panels: list[dict[str, Any]]) -> Iterator[Way]:
    by_id = {panel["id"]: panel for panel in panels}
    reached = {panels[0]["id"]: Way(1, 0, 0, 0)}  # one tap at home
    waiting = [panels[0]["id"]]
    while waiting:
        panel = by_id[waiting.pop(0)]
        here = reached[panel["id"]]
        ticks = len(panel["gates"])
        for answer in panel["answers"]:
            to = answer["to"].removeprefix("#")
            # what leads to the call stands in the dock as well
            scrolled = sum(panel["gates"]) + (0 if to == "_call" else answer["scroll"])
            way = Way(here.taps + ticks + 1, *[here.told + scrolled] * 3)
            if panel["kind"] == "remedy":
                yield way._replace(told=here.told, done=here.told + sum(panel["gates"] + panel["doing"]))
                break
            if answer["isUnsure"]:
                continue
            if not answer["to"].startswith("#"):
                yield way
            elif to not in reached and to in by_id:
                reached[to] = way
                waiting.append(to)


# ── home ──


@pytest.fixture
def home(browser: Browser, real_site: str) -> Iterator[Page]:
    """The home page on a phone."""
    page = browser.new_page(viewport={"width": 360, "height": 640})
    page.add_init_script("localStorage.setItem('cs:/language', 'any')")
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


def test_what_the_browser_prints_is_at_most_three_pages(visits: Visits) -> None:
    assert {name: sides for name, sides in visits.sides.items() if sides > MOST_SIDES} == {}


def test_what_the_browser_prints_is_whole_and_black_on_white(browser: Browser, real_site: str) -> None:
    page = browser.new_page(color_scheme="dark")
    page.add_init_script("localStorage.setItem('cs:/theme', 'dark')")
    page.goto(f"{real_site}symptoms/no-power/")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(20, 22, 28)"
    hidden = page.locator("[data-panel]").evaluate_all("(all) => all.filter((each) => !each.checkVisibility()).length")
    assert hidden == 0
    page.close()


@pytest.mark.parametrize("screen", WIDE)
def test_on_a_wide_screen_the_first_answer_is_in_sight_beside_what_to_do(visits: Visits, screen: str) -> None:
    assert {name: top for name, top in visits.wide[screen].items() if top > WIDE[screen]} == {}


def test_on_a_phone_on_its_side_the_drawing_stands_beside_the_question(browser: Browser, real_site: str) -> None:
    page = browser.new_page(viewport={"width": 780, "height": 360}, is_mobile=True)
    page.goto(f"{real_site}en/symptoms/printer/#roll")
    drawing, answer = (page.locator(f"#roll {part}").first.bounding_box() for part in (".picture", "[data-answer]"))
    assert drawing is not None
    assert answer is not None
    assert drawing["x"] + drawing["width"] <= answer["x"]
    page.close()


def test_what_is_no_checklist_stands_in_one_column_below_the_name_of_the_site(browser: Browser, real_site: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    for path in ("codes/", "resolutions/power-recovery/", "routines/daily-open/", "call-card/"):
        page.goto(real_site + path)
        edges = [page.locator(part).first.bounding_box() for part in ("main h1", ".bar .name")]
        assert all(edges)
        assert edges[0]["x"] == edges[1]["x"], path  # type: ignore[index]
    page.close()


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
    lists = ("symptoms/no-power/", "en/symptoms/suspicious-contact/")
    for path in ("", "en/", *lists, "en/codes/", "resolutions/power-recovery/", "routines/daily-open/", "en/print/"):
        page.goto(real_site + path)
        box = page.locator("header.bar").bounding_box()
        assert box is not None
        assert box["height"] < 110, path
    page.close()


def test_a_shared_link_has_a_title_words_and_a_picture(real_folder: Path) -> None:
    html = (real_folder / "symptoms/no-power/index.html").read_text("utf-8")
    said = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]+)">', html))
    assert set(said) == {"title", "description", "image"}
    with Image.open(real_folder / said["image"].partition(".example/")[2]) as picture:
        assert picture.size == (300, 300)  # the least that chats show
