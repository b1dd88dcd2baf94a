"""`/`: one question, *what do you see?*, and where each answer leads."""

from __future__ import annotations

from collections.abc import Iterator

from counterside.model import Catalog
from counterside.site.view import Page, View, draw, render_all
from counterside.text.problems import Place


def pages(catalog: Catalog) -> Iterator[Page]:
    """The home page in every language."""
    return render_all(catalog, "", _page)


def _page(view: View) -> Page:
    return draw(
        view,
        "home.html",
        title=view.plain(view.catalog.site.name),
        description=view.plain(view.catalog.site.description),
        place=Place("checklists/site.yml"),
    )
