"""`/symptoms/<id>/`: a checklist with its remedies in place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from counterside.model import Catalog, Symptom, address, build_guide
from counterside.site.view import Page, View, draw, render_all


def pages(catalog: Catalog) -> Iterator[Page]:
    """Every published symptom, in every language."""
    for symptom in catalog.symptoms:
        yield from render_all(catalog, address(symptom.ref).path, partial(_page, symptom))


def _page(symptom: Symptom, view: View) -> Page:
    return draw(
        view,
        "symptom.html",
        title=view.plain(symptom.title),
        description=view.plain(symptom.objective),
        record=symptom,
        symptom=symptom,
        guide=build_guide(symptom, view.catalog),
        escalation=view.find(symptom.escalation),
        cases=[case for case in view.catalog.cases if case.symptom.record == symptom.ref],
    )
