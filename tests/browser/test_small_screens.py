"""The smallest phone, and type as large as the menu sets it: what is written stays in its box, and in one piece."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

LANGUAGES = ("", "en/")
SCREENS = {"320 px": ({"width": 320, "height": 568}, ""), "150 %": ({"width": 360, "height": 640}, "2")}
"""The smallest phone, and a usual one whose reader has chosen the largest type in the menu."""
LISTS = ("battery-hazard", "declined", "printer", "suspicious-contact", "terminal-disabled", "wrong-amount")
"""Checklists that between them have the longest words, tables of codes, and answers of every kind."""

WRONG = """() => {
  const wrong = [];
  const boxes = (text, from, to) => {
    const range = document.createRange();
    range.setStart(text, from);
    range.setEnd(text, to);
    return [...range.getClientRects()].filter((box) => box.width);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const around = text.parentElement;
    if (!text.data.trim() || !around.checkVisibility() || around.closest(".skip, .hide, svg")) continue;
    const holder = around.closest(".tile, .answers a, .dock a, .act, .tel, .name, dt, small");
    const outer = holder?.getBoundingClientRect();
    // what stands on the edge of its box is out of it
    const edge = (holder?.clientLeft ?? 0) - 0.5;
    const leaves = (box) =>
      box.right > outer.right - edge || box.left < outer.left + edge || box.bottom > outer.bottom + 4;
    if (holder && boxes(text, 0, text.length).some(leaves)) wrong.push(`out of its box: ${text.data.trim()}`);
    if (getComputedStyle(around).hyphens === "auto" && !holder) continue;
    const words = [...text.data.matchAll(/[A-Za-z0-9][\\w’]*/g)];
    // a label of Chinese characters, one in a line
    if (around.matches("small") && /^[\\u4e00-\\u9fff]+$/.test(text.data)) words.push({ index: 0, 0: text.data });
    for (const word of words)
      if (new Set(boxes(text, word.index, word.index + word[0].length).map((box) => Math.round(box.top))).size > 1)
        wrong.push(`broken: ${word[0]}`);
  }
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) wrong.push(`scrolls sideways: ${root.scrollWidth - root.clientWidth}`);
  return wrong;
}"""

LINES = """(holder) => {
  const text = holder.firstChild;
  const rows = new Map();
  for (const [at, sign] of [...text.data].entries()) {
    const range = document.createRange();
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    const row = Math.round(range.getBoundingClientRect().top);
    rows.set(row, (rows.get(row) ?? "") + sign);
  }
  return [...rows.values()];
}"""
"""What stands in each line of a text."""


@pytest.fixture(params=SCREENS)
def small(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A tab on a small phone, or of a reader with large type."""
    viewport, larger = SCREENS[request.param]
    context = browser.new_context(viewport=viewport, is_mobile=True, has_touch=True, service_workers="block")  # type: ignore[arg-type]
    context.add_init_script(
        f"localStorage.setItem('cs:/language', 'any'); localStorage.setItem('cs:/larger', '{larger}')"
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_stays_in_its_boxes(small: Page, real_site: str, language: str) -> None:
    small.goto(real_site + language)
    assert small.evaluate(WRONG) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_panel_stays_in_its_boxes(small: Page, real_site: str, language: str) -> None:
    wrong: dict[str, list[str]] = {}
    for name in LISTS:
        small.goto(f"{real_site}{language}symptoms/{name}/")
        for panel in small.locator("[data-panel]").evaluate_all("(all) => all.map((each) => each.id)"):
            small.evaluate("(id) => { location.hash = id; }", panel)
            small.locator(f"[data-current][id='{panel}']").wait_for()
            if found := small.evaluate(WRONG):
                wrong[f"{name} {panel}"] = found
    assert wrong == {}


def test_lists_of_papers_do_not_scroll_sideways(small: Page, real_site: str) -> None:
    for path in ("en/print/", "en/routines/daily-open/", "en/resolutions/power-recovery/"):
        small.goto(real_site + path)
        assert small.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path


@pytest.mark.parametrize("path", ["", "en/symptoms/printer/#reprint"])
def test_what_is_said_of_the_network_covers_nothing(small: Page, real_site: str, path: str) -> None:
    small.goto(real_site + path)
    small.locator("[data-offline]").evaluate("(line) => { line.hidden = false; }")
    covered = small.evaluate(
        """() => {
          const line = document.querySelector("[data-offline]").getBoundingClientRect();
          return [...document.querySelectorAll("main a, main button, footer a")]
            .filter((each) => {
              const box = each.getBoundingClientRect();
              return each.checkVisibility() && box.bottom > line.top + 1 && box.top < line.bottom - 1;
            }).map((each) => each.textContent);
        }"""
    )
    assert covered == []


def test_no_line_of_the_card_for_the_customer_is_a_single_character(small: Page, real_site: str) -> None:
    small.goto(f"{real_site}symptoms/money-in-doubt/")
    small.locator("[data-customer]").click()
    lines: list[str] = []
    for state in small.locator("#_customer [data-say]").all():
        state.evaluate("(shown) => { for (const each of shown.parentElement.children) each.hidden = each !== shown; }")
        lines += state.locator("p").first.evaluate(LINES)
    assert len(lines) > 3
    assert [line for line in lines if len(re.sub(r"\W", "", line)) < 2] == []


@pytest.mark.parametrize("width", [320, 360])
def test_no_line_of_a_tile_is_a_single_character(page: Page, real_site: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(real_site)
    lines = [line for tile in page.locator(".tile span").all() for line in tile.evaluate(LINES)]
    assert len(lines) > 20
    assert [line for line in lines if len(re.sub(r"\W", "", line)) < 2] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_to_do_about_a_code_stands_before_what_to_say(small: Page, real_site: str, language: str) -> None:
    small.goto(f"{real_site}{language}codes/?code=91&rail=card-cn")
    answer = small.locator("[data-codes-answer]")
    expect(answer).to_be_visible()
    order = answer.locator("[data-action], [data-retry], a.answer, .say").evaluate_all(
        "(all) => all.map((each) => each.matches('.say') ? 'say' : each.matches('a') ? 'do' : 'stop')"
    )
    assert order == ["stop", "stop", "do", "say", "say"]
