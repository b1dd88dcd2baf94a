"""`assets/colours.css`: the site's own colour for the hand-written pages, whose theme has its own names for it."""

from __future__ import annotations

from counterside.model import Catalog
from counterside.site.view import Asset

STYLESHEET = "assets/colours.css"


def assets(catalog: Catalog) -> tuple[Asset, ...]:
    """The stylesheet, for a site that names colours."""
    if catalog.site.colours is None:
        return ()
    light, dark = catalog.site.accents
    lines = [
        f'body[data-md-color-scheme="{scheme}"][data-md-color-primary]'
        f"{{--md-accent-fg-color:{links};--md-typeset-a-color:{links}}}\n"
        for scheme, links in (("default", light), ("slate", dark))
    ]
    return (Asset(STYLESHEET, "".join(lines).encode()),)
