"""`/symptoms/`, `/resolutions/`, `/routines/` and `/cases/`: everything there is, remedies by area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from counterside.model import Catalog, Resolution, Symptom
from counterside.pages.page import Page, draw, views
from counterside.problems import Place

Listed = TypeVar("Listed", Symptom, Resolution)


def pages(catalog: Catalog) -> Iterator[Page]:
    """The lists, in every language."""
    for view in views(catalog, "symptoms/"):
        yield draw(
            view,
            "symptoms.html",
            title=view.t("symptoms"),
            description=view.t("symptoms_description", count=len(catalog.symptoms)),
            place=Place("checklists/symptoms"),
            symptoms=catalog.symptoms,
        )
    for view in views(catalog, "resolutions/"):
        yield draw(
            view,
            "resolutions.html",
            title=view.t("resolutions"),
            description=view.t("resolutions_description", count=len(catalog.resolutions)),
            place=Place("checklists/resolutions"),
            areas=by_area(catalog.resolutions),
        )
    for name, count in (("routines", len(catalog.routines)), ("cases", len(catalog.cases))):
        for view in views(catalog, f"{name}/"):
            description = view.t(f"{name}_description", count=count)
            place = Place(f"checklists/{name}")
            yield draw(view, f"{name}.html", title=view.t(name), description=description, place=place)


def by_area(records: Sequence[Listed]) -> list[tuple[str, list[Listed]]]:
    """Records grouped by their area, areas in the order in which they first appear."""
    order = list(dict.fromkeys(record.area for record in records))
    ordered = sorted(records, key=lambda record: order.index(record.area))
    return [(area, list(group)) for area, group in groupby(ordered, key=lambda record: record.area)]
