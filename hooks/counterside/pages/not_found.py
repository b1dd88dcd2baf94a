"""`404.html`, in each language's folder; hosts that know one only serve the root's, which speaks all of them."""

from __future__ import annotations

from collections.abc import Iterator

from counterside.model import Catalog
from counterside.pages.page import Page, View, draw


def pages(catalog: Catalog) -> Iterator[Page]:
    """The page in every language, the default language's with a line for the others.

    A host serves it at any address, so its links are absolute from the site's root.
    """
    for language in catalog.site.tongues:
        view = View(catalog, language, "404.html")
        yield draw(
            view,
            "404.html",
            title=view.t("not_found"),
            description=view.t("not_found_description"),
            is_listed=False,
        )
