"""Axe finds nothing on a page of every kind of the real site, in every language and in all colours: minutes of work,
of which `tests/browser/test_pages.py` does the part in which anything has ever been found."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from axe import COLOURS, find_violations

pytestmark = [pytest.mark.hosts, pytest.mark.browser]

SMALLEST = {"width": 320, "height": 568}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    """The real site, served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(built))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def list_kinds(site: Path) -> list[str]:
    """Every page that stands directly below the home page of a language, and the first by name of each folder below but
    for sheets, which are paper on a screen and have no landmarks yet."""
    pages = sorted(path.parent.relative_to(site).as_posix() for path in site.rglob("index.html"))
    homes = {"", *(path for path in pages if f"{path}/symptoms" in pages)}
    first = {path.rpartition("/")[0]: path for path in reversed(pages)}
    kinds = {path for folder, path in first.items() if not folder.endswith("print")}
    return sorted({*kinds, *(path for path in pages if path.rpartition("/")[0] in homes)})


@pytest.mark.parametrize("colours", COLOURS)
def test_axe_finds_nothing_on_any_kind_of_page(address: str, built: Path, browser: Browser, colours: str) -> None:
    context = browser.new_context(viewport=SMALLEST, has_touch=True, is_mobile=True, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    found = {}
    for path in list_kinds(built):
        page.goto(f"{address}{path}/")
        found[path] = find_violations(page, colours)
    context.close()
    assert len(found) > 40
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
