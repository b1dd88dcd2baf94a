"""Axe finds nothing on a page of every kind of the real site, in every language and in all colours: minutes of work,
of which `tests/browser/test_pages.py` does the part in which anything has ever been found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from axe import COLOURS, find_violations

pytestmark = pytest.mark.hosts

SMALLEST = {"width": 320, "height": 568}


def list_kinds(site: Path) -> list[str]:
    """Every page that stands directly below the home page of a language, and the first by name of each folder below."""
    pages = sorted(path.parent.relative_to(site).as_posix() for path in site.rglob("index.html"))
    homes = {"", *(path for path in pages if f"{path}/symptoms" in pages)}
    first = {path.rpartition("/")[0]: path for path in reversed(pages)}
    return sorted({*first.values(), *(path for path in pages if path.rpartition("/")[0] in homes)})


@pytest.mark.parametrize("colours", COLOURS)
def test_axe_finds_nothing_on_any_kind_of_page(
    serving: Callable[[Path], str], real_project: Path, browser: Browser, colours: str
) -> None:
    site = real_project / "site"
    address = serving(site)
    context = browser.new_context(viewport=SMALLEST, has_touch=True, is_mobile=True, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    found = {}
    for path in list_kinds(site):
        page.goto(f"{address}{path}/")
        found[path] = find_violations(page, colours)
    context.close()
    assert len(found) > 40
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
