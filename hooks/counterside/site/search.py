"""`/search/`: the search box with its answers; without a script, the questions and every checklist."""

from __future__ import annotations

from collections.abc import Iterator

from counterside.model import Catalog
from counterside.site.view import Page, View, draw, render_all
from counterside.text.problems import Place


def pages(catalog: Catalog) -> Iterator[Page]:
    """The search page in every language."""
    yield from render_all(catalog, "search/", _page)


def _page(view: View) -> Page:
    description = view.t("search_description")
    return draw(view, "search.html", title=view.t("search"), description=description, place=Place("checklists"))
