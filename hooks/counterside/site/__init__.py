"""Catalog → pages for readers: whole HTML documents, one module and one template a kind."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from counterside.model import Catalog
from counterside.site import (
    call_card,
    case,
    checks,
    codes,
    colours,
    coverage,
    home,
    lists,
    moved,
    not_found,
    pictures as picture_list,
    printing,
    reference,
    resolution,
    routine,
    search,
    symptom,
)
from counterside.site.colours import STYLESHEET as PROSE_COLOURS
from counterside.site.view import FOOT, Asset, Page, View, asset, file_of, for_preview, render_all, with_policy
from counterside.site.problems import problem_page
from counterside.site.sitemap import sitemap
from counterside.text.problems import Check

__all__ = [
    "FOOT",
    "PROSE_COLOURS",
    "Asset",
    "Page",
    "View",
    "assets",
    "file_of",
    "for_preview",
    "pictures",
    "problem_page",
    "render",
    "render_all",
    "sitemap",
    "with_policy",
]

pictures = coverage.pictures


def render(
    catalog: Catalog, all_checks: tuple[Check, ...], paired: Collection[str] | None = None
) -> Iterator[Page]:
    """Every page of a judged catalog, in every language. `paired` are the checklists with a sheet in two
    languages; `None` where no sheets are made, so that nothing links to them."""
    yield from home.pages(catalog)
    yield from symptom.pages(catalog)
    yield from resolution.pages(catalog)
    yield from routine.pages(catalog)
    yield from case.pages(catalog)
    yield from codes.pages(catalog)
    yield from lists.pages(catalog)
    yield from reference.pages(catalog)
    yield from call_card.pages(catalog)
    yield from printing.pages(catalog, paired)
    yield from search.pages(catalog)
    yield from checks.pages(catalog, all_checks)
    yield from coverage.pages(catalog)
    yield from picture_list.pages(catalog)
    yield from moved.pages(catalog)
    yield from not_found.pages(catalog)


def assets(catalog: Catalog) -> tuple[Asset, ...]:
    """The files that pages load, pictures aside."""
    scripts = ("reader.js", "update.js", "call.js", "codes.js", "search.js", "keep.js", "print.js")
    return (*map(asset, scripts), *colours.assets(catalog))
