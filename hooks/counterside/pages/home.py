"""`/`: one question, *what do you see?*, and where each answer leads."""

from __future__ import annotations

from collections.abc import Iterator

from counterside.model import Catalog
from counterside.pages.page import Page, draw, views
from counterside.problems import Place


def pages(catalog: Catalog) -> Iterator[Page]:
    """The home page in every language."""
    for view in views(catalog, ""):
        yield draw(
            view,
            "home.html",
            title=view.plain(catalog.site.name),
            description=view.plain(catalog.site.description),
            place=Place("checklists/site.yml"),
        )
