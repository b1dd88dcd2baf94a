"""`/search/`: the search box with its answers; without a script, the questions and every checklist."""

from __future__ import annotations

from collections.abc import Iterator

from counterside.model import Catalog
from counterside.pages.page import Page, draw, views
from counterside.problems import Place


def pages(catalog: Catalog) -> Iterator[Page]:
    """The search page in every language."""
    for view in views(catalog, "search/"):
        description = view.t("search_description")
        yield draw(view, "search.html", title=view.t("search"), description=description, place=Place("checklists"))
