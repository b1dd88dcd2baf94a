"""Axe finds nothing on a page of every kind of the real site, in every language and in all colours: minutes of work,
of which `tests/browser/test_pages.py` does the part in which anything has ever been found."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from axe import COLOURS, find_violations
from web_host import Host

pytestmark = [pytest.mark.hosts, pytest.mark.browser]

SMALLEST = {"width": 320, "height": 568}


def list_kinds(site: Path) -> list[str]:
    """A page of every folder of every language, and the folder's own: the first by name is as good as any."""
    pages = sorted(path.parent.relative_to(site).as_posix() for path in site.rglob("index.html"))
    by_folder = {path.rpartition("/")[0]: path for path in reversed(pages)}
    return sorted({*by_folder.values(), *(path for path in by_folder if path in pages)})


@pytest.mark.parametrize("colours", COLOURS)
def test_axe_finds_nothing_on_any_kind_of_page(nginx: Host, built: Path, browser: Browser, colours: str) -> None:
    context = browser.new_context(viewport=SMALLEST, has_touch=True, is_mobile=True, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    found = {}
    for path in list_kinds(built):
        page.goto(f"{nginx.address}/{path}/")
        found[path] = find_violations(page, colours)
    context.close()
    assert len(found) > 40
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
