"""`/call-card/`: what to read out to the provider. Filled in on the phone, and kept there."""

from __future__ import annotations

from collections.abc import Iterator

from counterside.model import Catalog
from counterside.site.view import Page, View, draw, render_all
from counterside.text.problems import Place


def pages(catalog: Catalog) -> Iterator[Page]:
    """The call card in every language; a site without fields has none."""
    if not catalog.site.call_card:
        return
    yield from render_all(catalog, "call-card/", _page)


def _page(view: View) -> Page:
    return draw(
        view,
        "call_card.html",
        title=view.t("call_card"),
        description=view.t("call_card_description"),
        place=Place("checklists/site.yml"),
    )
