"""`sitemap.xml`: every address, with its counterparts in the other languages."""

from __future__ import annotations

from collections.abc import Iterable

from counterside.model import Catalog
from counterside.pages.page import Asset, Page, environment


def sitemap(catalog: Catalog, drawn: Iterable[Page]) -> Asset:
    """The map of all listed pages and of the hand-written ones. Dates are those of the last review."""
    languages = catalog.site.tongues
    reviewed = {page.path: page.reviewed for page in drawn if page.is_listed and page.language == languages[0].code}
    reviewed.update((f"{name}/", "") for name in sorted(catalog.prose))
    html = (
        environment()
        .get_template("sitemap.xml")
        .render(site=catalog.site, languages=languages, paths=sorted(reviewed.items()))
    )
    return Asset("sitemap.xml", html.encode())
