"""`/resolutions/<id>/`: one remedy, whoever leads to it, and the cases it settled."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from counterside.model import Catalog, Resolution, address
from counterside.site.view import Page, View, draw, render_all


def pages(catalog: Catalog) -> Iterator[Page]:
    """Every published resolution, in every language."""
    for resolution in catalog.resolutions:
        yield from render_all(catalog, address(resolution.ref).path, partial(_page, resolution))


def _page(resolution: Resolution, view: View) -> Page:
    return draw(
        view,
        "resolution.html",
        title=view.plain(resolution.title),
        description=view.plain(resolution.short),
        record=resolution,
        resolution=resolution,
        reading=view.remedy(resolution.ref),
        used_by=view.catalog.naming(resolution.ref),
        cases=[case for case in view.catalog.cases if case.resolution.record == resolution.ref],
    )
