"""Each checklist as a picture, for the coverage page."""

from __future__ import annotations

from collections.abc import Iterator

from counterside.model import Catalog, Checklist, Link, title_of
from counterside.reports import picture, svg
from counterside.site.view import Asset, View, views


def draw_graphs(catalog: Catalog) -> Iterator[Asset]:
    """Every checklist's picture in every language: files, so that a reader loads only what is unfolded."""
    for view in views(catalog, ""):
        for checklist in catalog.of(Checklist):
            found = picture(checklist, catalog, (view.lang,))
            yield Asset(name_file(checklist, view), svg(found, is_standalone=True).encode())


def name_file(checklist: Checklist, view: View) -> str:
    """The path of a checklist's picture."""
    return f"assets/graph-{checklist.id}-{view.lang}.svg"


def name_link(view: View, link: Link) -> str:
    """What a record or page is called."""
    record = view.catalog.find(link)
    return view.plain(title_of(record)) if record is not None else link.id
