"""Links of the project's own site as built, prose included: from home they lead to every page; none holds another."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

_LINK = re.compile(r'<a\b[^>]*?\shref="([^"#?]*)')
_INERT = re.compile(r"<template\b.*?</template>", re.DOTALL)
"""What only a script shows; whoever has none does not come on from there."""


def links(folder: Path, page: str) -> set[str]:
    """The pages that a page links to; `page` is a file below the folder."""
    html = _INERT.sub("", (folder / page).read_text("utf-8"))
    paths = {urlsplit(urljoin(f"https://here.example/{page}", href)) for href in _LINK.findall(html)}
    here = (path.path.lstrip("/") for path in paths if path.netloc == "here.example")
    return {f"{path}index.html" if path.endswith("/") or not path else path for path in here}


@pytest.mark.parametrize("prefix", ["", "en/"], ids=["zh", "en"])
def test_every_page_is_reached_from_home_by_links_in_its_language(prefix: str, real_folder: Path) -> None:
    every = {path.relative_to(real_folder).as_posix() for path in real_folder.rglob("index.html")}
    mine = {path for path in every if path.startswith("en/") == bool(prefix)}
    reached, waiting = set[str](), [f"{prefix}index.html"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        waiting += links(real_folder, page) & mine - reached - set(waiting)
    assert len(mine) > 100
    assert sorted(mine - reached) == []


_NESTED = re.compile(r"<a\b[^>]*>(?:(?!</a>).)*?<a\b", re.DOTALL)


def test_no_link_stands_inside_another(real_folder: Path) -> None:
    pages = sorted(real_folder.rglob("*.html"))
    assert [page for page in pages if _NESTED.search(page.read_text("utf-8"))] == []
