"""`/contribute/coverage/`: what leads where, each checklist as a picture, and what is still open. For editors."""

from __future__ import annotations

from collections.abc import Iterator

from counterside.model import Catalog, Checklist, Link
from counterside.site.view import Asset, Page, View, draw, render_all, views
from counterside.text.problems import Place
from counterside.reports import coverage, picture, svg


def pages(catalog: Catalog) -> Iterator[Page]:
    """The page in every language."""
    return render_all(catalog, "contribute/coverage/", _page)


def _page(view: View) -> Page:
    found = coverage(view.catalog)
    return draw(
        view,
        "coverage.html",
        title=view.t("coverage"),
        description=view.t("coverage_description"),
        place=Place("checklists"),
        coverage=found,
        drawn={row.checklist.id: view.root + _file(row.checklist, view) for row in found.rows},
        named=lambda link: _named(link, view),
    )


def pictures(catalog: Catalog) -> Iterator[Asset]:
    """Every checklist's picture in every language: files, so that a reader loads only what is unfolded."""
    for view in views(catalog, ""):
        yield from (_picture(each, view) for each in catalog.of(Checklist))


def _file(checklist: Checklist, view: View) -> str:
    return f"assets/graph-{checklist.id}-{view.lang}.svg"


def _picture(checklist: Checklist, view: View) -> Asset:
    found = picture(checklist, view.catalog, (view.lang,))
    return Asset(_file(checklist, view), svg(found, is_standalone=True).encode())


def _named(link: Link, view: View) -> str:
    """What a record or page is called."""
    card = view.catalog.cards.get(link)
    return view.plain(card.title) if card is not None else link.id
