"""Pages that gather what belongs to no single checklist: safety notices, sources."""

from __future__ import annotations

from collections.abc import Iterator

from counterside.model import Catalog
from counterside.pages.page import Page, draw, views
from counterside.problems import Place


def pages(catalog: Catalog) -> Iterator[Page]:
    """The safety page and the sources page, in every language."""
    for view in views(catalog, "safety/"):
        yield draw(
            view,
            "safety.html",
            title=view.t("safety"),
            description=view.t("safety_description"),
            place=Place("checklists/notices.yml"),
        )
    for view in views(catalog, "sources/"):
        yield draw(
            view,
            "sources.html",
            title=view.t("sources"),
            description=view.t("sources_description"),
            place=Place("checklists/sources.yml"),
        )
