"""The pictures of the contribute pages: what is drawn is what is shown, and holds its words."""

from __future__ import annotations

import re

import pytest

import pictures
from mini_site import PROJECT, read_own_catalog

DRAWN = dict(pictures.drawn())
SHOWN = re.compile(r"!\[([^\]]*)\]\(\.\./assets/contribute/([\w-]+\.svg)\)")
PAGES = PROJECT / "docs" / "contribute"


def test_what_is_committed_is_what_is_drawn() -> None:
    committed = {path.name: path.read_text("utf-8") for path in pictures.FOLDER.glob("*.svg")}
    assert committed == {name: canvas.svg() for name, canvas in DRAWN.items()}


@pytest.mark.parametrize("name", DRAWN)
def test_no_words_stick_out(name: str) -> None:
    assert [words for words, end in DRAWN[name].ends if end > pictures.WIDTH - 8] == []


def test_every_picture_is_shown_in_its_own_language_and_described() -> None:
    shown = set()
    default = read_own_catalog().site.codes[0]
    for page in PAGES.glob("*.md"):
        _, _, language = page.stem.partition(".")
        # Until they are drawn in its own language, a page may show those of another.
        drawn = [language or default] if (language or default) in pictures.LANGUAGES else pictures.LANGUAGES
        for words, name in SHOWN.findall(page.read_text("utf-8")):
            assert words
            assert name.endswith(tuple(f"-{each}.svg" for each in drawn)), f"{page.name}: {name}"
            shown.add(name)
    assert shown == set(DRAWN)
