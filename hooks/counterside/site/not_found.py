"""`404.html`, in each language's folder; hosts that know one only serve the root's, which speaks all of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from urllib.parse import urlsplit

from counterside.model import Catalog
from counterside.site.view import Page, View, draw


class _Anywhere(View):
    """A host serves the page at any address, so its links begin at the site's root."""

    @cached_property
    def root(self) -> str:
        return urlsplit(str(self.site.address)).path


def pages(catalog: Catalog) -> Iterator[Page]:
    """The page in every language, each with a line for the others: some hosts know one page only."""
    for language in catalog.tongues:
        yield _page(_Anywhere(catalog, language, "404.html"))


def _page(view: View) -> Page:
    return draw(
        view,
        "404.html",
        title=view.t("not_found"),
        description=view.t("not_found_description"),
        is_listed=False,
    )
