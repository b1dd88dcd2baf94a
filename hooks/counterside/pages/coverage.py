"""`/contribute/coverage/`: what leads where, each checklist as a picture, and what is still open. For editors."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from counterside.model import Catalog, Checklist, Link
from counterside.pages.page import Asset, Page, View, draw, views
from counterside.problems import Place
from counterside.reports import coverage, picture, svg


def pages(catalog: Catalog) -> Iterator[Page]:
    """The page in every language."""
    found = coverage(catalog)
    for view in views(catalog, "contribute/coverage/"):
        yield draw(
            view,
            "coverage.html",
            title=view.t("coverage"),
            description=view.t("coverage_description"),
            place=Place("checklists"),
            coverage=found,
            drawn={row.checklist.id: view.root + graph(row.checklist, view).path for row in found.rows},
            named=lambda link, view=view: _named(link, view),
        )


def assets(catalog: Catalog) -> Iterator[Asset]:
    """Every checklist's picture in every language: files, so that a reader loads only what is unfolded."""
    for view in views(catalog, ""):
        yield from (graph(checklist, view) for checklist in catalog.of(Checklist))


def graph(checklist: Checklist, view: View) -> Asset:
    """A checklist's picture in a view's language."""
    content = svg(picture(checklist, view.catalog, (view.lang,)), is_standalone=True).encode()
    name = f"graph-{checklist.id}-{view.lang}-{hashlib.sha256(content).hexdigest()[:8]}"
    return Asset(f"assets/{name}.svg", content)


def _named(link: Link, view: View) -> str:
    """What a record or page is called."""
    card = view.catalog.cards.get(link)
    return view.plain(card.title) if card is not None else link.id
