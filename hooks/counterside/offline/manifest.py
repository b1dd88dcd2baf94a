"""`manifest.webmanifest`, a language each: what a phone needs to put the site on its home screen."""

from __future__ import annotations

import json

from counterside.model import Catalog
from counterside.site import Asset
from counterside.text.i18n import Language

MANIFEST = "manifest.webmanifest"
INK = "#14161c"
"""The colour of the bar: `--bar` of `reader.css` on a light page."""
_ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-full.png", "512x512", "maskable"),
)
"""Made from `docs/assets/icon.svg`; the last fills its square, for systems that cut a shape out of it."""


def manifests(catalog: Catalog) -> tuple[Asset, ...]:
    """The manifest of every language, beside that language's home page."""
    return tuple(Asset(f"{tongue.prefix}{MANIFEST}", _manifest(catalog, tongue)) for tongue in catalog.tongues)


def _manifest(catalog: Catalog, language: Language) -> bytes:
    up = "" if language.is_default else "../"
    site = catalog.site
    described = {
        "name": site.name[language.code],
        "short_name": site.name[language.code],
        "description": site.description[language.code],
        "lang": language.code,
        "start_url": "./",
        "scope": up or "./",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": INK,
        "icons": [
            {"src": f"{up}assets/{name}", "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in _ICONS
        ],
    }
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()
