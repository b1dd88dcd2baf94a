"""Pages that gather what belongs to no single checklist: safety notices, words, myths, lessons, sources."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from counterside.model import Catalog
from counterside.site.view import Page, View, draw, render_all
from counterside.text.problems import Place

_SOURCES = {
    "safety": Place("checklists/notices.yml"),
    "glossary": Place("checklists/glossary.yml"),
    "myths": Place("checklists/myths.yml"),
    "lessons": Place("checklists/cases"),
    "sources": Place("checklists/sources.yml"),
}
"""Page, template and label share a name. Lessons are drawn from the cases, so there is no one file to edit."""


def pages(catalog: Catalog) -> Iterator[Page]:
    """Each of them, in every language."""
    for name in _SOURCES:
        yield from render_all(catalog, f"{name}/", partial(_page, name))


def _page(name: str, view: View) -> Page:
    return draw(
        view,
        f"{name}.html",
        title=view.t(name),
        description=view.t(f"{name}_description"),
        place=_SOURCES[name],
    )
