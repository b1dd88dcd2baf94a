"""Two sites on one host, as the projects of one owner are: neither finds nor forgets what a reader did on the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

LIST = "en/symptoms/flap-stuck/"
OLD_KEYS = """([list, shop]) => {
  localStorage.setItem("cs:theme", "dark");
  localStorage.setItem("cs:list:flap-stuck", list);
  localStorage.setItem("cs:shop", shop);
}"""
"""What was kept before each site had names of its own."""


class Pair(NamedTuple):
    """The addresses of two sites on one host, each ending in `/`."""

    one: str
    other: str


@pytest.fixture(scope="module")
def pair(serving: Callable[[Path], str], fictional_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    folder = tmp_path_factory.mktemp("host")
    (folder / "_headers").write_text("/*\n", encoding="utf-8")
    for name in ("one", "other"):
        (folder / name).symlink_to(fictional_folder, target_is_directory=True)
    root = serving(folder)
    return Pair(f"{root}one/", f"{root}other/")


def _list_names(page: Page) -> list[str]:
    found: list[str] = page.evaluate("Object.keys(localStorage).sort()")
    return found


def _begin_list(page: Page, site: str) -> None:
    page.goto(site + LIST)
    page.locator("[data-current] a[data-answer][href^='#']").first.click()


def test_a_list_begun_on_one_site_is_not_begun_on_the_other(page: Page, pair: Pair) -> None:
    _begin_list(page, pair.one)
    page.goto(pair.other + "en/")
    expect(page.locator("[data-continue]")).to_be_hidden()
    page.goto(pair.other + LIST)
    expect(page.locator("[data-panel] h1 input:checked")).to_have_count(0)
    page.goto(pair.one + "en/")
    expect(page.locator("[data-continue]")).to_be_visible()


def test_forgetting_on_one_site_leaves_the_other_alone(page: Page, pair: Pair) -> None:
    _begin_list(page, pair.one)
    kept = _list_names(page)
    _begin_list(page, pair.other)
    page.goto(pair.other + "en/call-card/")
    page.locator("[data-clear]").click()
    assert [name for name in _list_names(page) if "list" in name or "last" in name] == [
        name for name in kept if "list" in name or "last" in name
    ]


def test_what_was_kept_without_a_site_goes_to_the_first_one_opened(page: Page, pair: Pair) -> None:
    page.goto(pair.one + "en/about/")
    state = '{"ticks":{"plug:abc":true},"trail":[{"did":"Plug","answer":"No","at":"plug"}],"began":9999999999999}'
    page.evaluate(OLD_KEYS, [state, '{"hotline":"400 123 4567"}'])
    page.goto(pair.one + "en/symptoms/lamp-dark/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert _list_names(page) == ["cs:/one/list:flap-stuck", "cs:/one/shop", "cs:/one/theme"]
    assert page.evaluate("localStorage.getItem('cs:/one/list:flap-stuck')") == state
