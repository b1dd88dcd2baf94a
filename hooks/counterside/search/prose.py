"""The hand-written pages' own words: title and description, from the Markdown files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from counterside.model import Catalog
from counterside.text.i18n import Language

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_ENTRY = re.compile(r"^(title|description):[ ]*[\"']?(.*?)[\"']?[ ]*$", re.MULTILINE)
_HEADING = re.compile(r"^# +(.*?)[ ]*(?:\{[^}]*\})?[ ]*$", re.MULTILINE)


class Prose(NamedTuple):
    """A hand-written page as search shows it. `path` is below the language's prefix."""

    path: str
    title: str
    description: str


def prose(root: Path, catalog: Catalog, language: Language) -> tuple[Prose, ...]:
    """Every hand-written page that exists in a language, by name."""
    found = (_read(root / "docs", name, language) for name in sorted(catalog.prose))
    return tuple(page for page in found if page is not None)


def _read(docs: Path, name: str, language: Language) -> Prose | None:
    ending = ".md" if language.is_default else f".{language.code}.md"
    candidates = (docs / f"{name}{ending}", docs / name / f"index{ending}")
    path = next((candidate for candidate in candidates if candidate.is_file()), None)
    return _page(name, path.read_text("utf-8")) if path else None


def _page(name: str, text: str) -> Prose:
    front = _FRONT.match(text)
    entries = dict(_ENTRY.findall(front[1])) if front else {}
    heading = _HEADING.search(text)
    title = entries.get("title") or (heading[1] if heading else name)
    return Prose(f"{name}/", title, entries.get("description", ""))
