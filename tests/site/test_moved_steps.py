"""A step that became part of another list: its old address leads there, in every language, with a script or without."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counterside.model.catalog import Catalog
from counterside.model.nodes import Link
from counterside.model.records import Record, Step
from counterside.site import routes
from counterside.site.view import Page


def with_former_place(record: Record, former: str) -> Record:
    """A checklist whose first step once was part of another."""
    first, *others = record.steps  # type: ignore[attr-defined]
    assert isinstance(first, Step)
    return record.model_copy(update={"steps": (first.model_copy(update={"was": (former,)}), *others)})


def split(catalog: Catalog, former: str) -> Catalog:
    records = (
        with_former_place(each, former) if each.ref == Link("symptom", "lamp-dark") else each
        for each in catalog.records
    )
    return replace(catalog, records=tuple(records))


def page(pages: list[Page], path: str) -> str:
    return next(each.html for each in pages if each.path == path)


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_the_former_list_leads_on_to_the_step(catalog: Catalog, prefix: str) -> None:
    after = split(catalog, "symptom:flap-stuck#bulb")
    html = page(list(routes.draw_symptoms(after)), f"{prefix}symptoms/flap-stuck/")
    target = after.by_ref[Link("symptom", "lamp-dark")].steps[0].id  # type: ignore[attr-defined]
    assert '<p id="bulb" data-moved-step>' in html
    assert f'href="../../{"../en/" * bool(prefix)}symptoms/lamp-dark/#{target}"' in html


def test_the_address_of_a_list_under_its_former_name_leads_on_as_well(catalog: Catalog) -> None:
    after = split(catalog, "symptom:flap-jammed#bulb")
    assert '<p id="bulb" data-moved-step>' in page(list(routes.draw_moves(after)), "symptoms/flap-jammed/")


def test_a_list_that_lost_no_step_says_nothing_of_it(catalog: Catalog) -> None:
    assert "data-moved-step" not in page(list(routes.draw_symptoms(catalog)), "symptoms/flap-stuck/")
