"""`/print/`: choose checklists, language and paper; look, download, print; several at once for one shop."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial

from counterside.model import Catalog
from counterside.site.view import Page, View, draw, render_all
from counterside.text.problems import Place

PAPERS = ("a4", "a5", "80mm", "58mm")
"""The papers of the PDFs, as their names say."""


def pages(catalog: Catalog, paired: Collection[str] | None) -> Iterator[Page]:
    """The page in every language. `paired` are the checklists with a sheet in two languages side by side; `None`
    where no PDFs are made, and the browser's own printing is all there is."""
    yield from render_all(catalog, "print/", partial(_page, paired))


def _page(paired: Collection[str] | None, view: View) -> Page:
    return draw(
        view,
        "print.html",
        title=view.t("print_sheets"),
        description=view.t("print_description"),
        place=Place("checklists"),
        lists=(*view.catalog.symptoms, *view.catalog.routines),
        papers=() if paired is None else PAPERS,
        pair="-".join(view.catalog.site.codes[:2]),
        paired=frozenset(paired or ()),
    )
