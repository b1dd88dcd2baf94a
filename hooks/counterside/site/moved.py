"""The former addresses of records that were renamed: old links, and the codes on old paper, still lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from counterside.model import Catalog, Link, Record, address
from counterside.site.view import Page, View, draw, render_all


def pages(catalog: Catalog) -> Iterator[Page]:
    """A page at every former address, in every language; `_redirects` says the same to hosts that read it."""
    for record, old, new in _moves(catalog):
        yield from render_all(catalog, old, partial(_page, record, new))


def _page(record: Record, new: str, view: View) -> Page:
    return draw(
        view,
        "moved.html",
        title=view.t("moved"),
        description=view.t("moved_description"),
        place=record.place,
        is_listed=False,
        target=view.href(new),
        link=record.ref,
    )


def addresses(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Former path → present path, below a language's prefix."""
    return ((old, new) for _, old, new in _moves(catalog))


def _moves(catalog: Catalog) -> Iterator[tuple[Record, str, str]]:
    for record in (*catalog.symptoms, *catalog.resolutions, *catalog.routines, *catalog.cases):
        new = address(record.ref).path
        yield from ((record, address(Link(record.kind, name)).path, new) for name in record.was)
