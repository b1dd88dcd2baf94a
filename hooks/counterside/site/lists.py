"""`/symptoms/`, `/resolutions/`, `/routines/` and `/cases/`: everything there is, remedies by area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from counterside.model import Catalog, Resolution, Symptom
from counterside.site.view import Page, View, draw, render_all
from counterside.text.problems import Place

Listed = TypeVar("Listed", Symptom, Resolution)


def pages(catalog: Catalog) -> Iterator[Page]:
    """The lists, in every language."""
    yield from render_all(catalog, "symptoms/", _symptoms)
    yield from render_all(catalog, "resolutions/", _resolutions)
    yield from render_all(catalog, "routines/", lambda view: _list(view, "routines", len(view.catalog.routines)))
    yield from render_all(catalog, "cases/", lambda view: _list(view, "cases", len(view.catalog.cases)))


def _symptoms(view: View) -> Page:
    symptoms = view.catalog.symptoms
    return _list(view, "symptoms", len(symptoms), symptoms)


def _resolutions(view: View) -> Page:
    resolutions = view.catalog.resolutions
    return _list(view, "resolutions", len(resolutions), by_area(resolutions))


def _list(view: View, name: str, count: int, listed: object = ()) -> Page:
    description = view.t(f"{name}_description", count=count)
    place = Place(f"checklists/{name}")
    return draw(view, f"{name}.html", title=view.t(name), description=description, place=place, listed=listed)


def by_area(records: Sequence[Listed]) -> list[tuple[str, list[Listed]]]:
    """Records grouped by their area, areas in the order in which they first appear."""
    order = list(dict.fromkeys(record.area for record in records))
    ordered = sorted(records, key=lambda record: order.index(record.area))
    return [(area, list(group)) for area, group in groupby(ordered, key=lambda record: record.area)]
