"""`/resolutions/<id>/`: one remedy, whoever leads to it, and the cases it settled."""

from __future__ import annotations

from collections.abc import Iterator

from counterside.model import Catalog, Resolution, Symptom, address, links
from counterside.pages.page import Page, View, draw, views


def pages(catalog: Catalog) -> Iterator[Page]:
    """Every published resolution, in every language."""
    used_by = _used_by(catalog)
    for resolution in catalog.resolutions:
        for view in views(catalog, address(resolution.ref).path):
            yield _page(resolution, view, used_by.get(resolution.id, []))


def _page(resolution: Resolution, view: View, used_by: list[Symptom]) -> Page:
    return draw(
        view,
        "resolution.html",
        title=view.plain(resolution.title),
        description=view.plain(resolution.short),
        record=resolution,
        resolution=resolution,
        used_by=used_by,
        cases=[case for case in view.catalog.cases if case.resolution.record == resolution.ref],
    )


def _used_by(catalog: Catalog) -> dict[str, list[Symptom]]:
    """The checklists that name each remedy, by its id."""
    found: dict[str, list[Symptom]] = {}
    for symptom in catalog.symptoms:
        named = {use.link.id for use in links(symptom) if use.link.kind == "resolution"}
        for name in named:
            found.setdefault(name, []).append(symptom)
    return found
