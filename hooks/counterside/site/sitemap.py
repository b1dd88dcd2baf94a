"""`sitemap.xml`: every address, with its counterparts in the other languages."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import escape

from counterside.model import Catalog
from counterside.site.view import Asset, environment


def sitemap(catalog: Catalog, dates: Mapping[str, str]) -> Asset:
    """The map of all listed pages and of the hand-written ones. `dates` are those of the last review, of the pages of
    the default language by path; empty where there is none."""
    languages = [
        (language.code, escape(f"{catalog.site.address}{language.prefix}")) for language in catalog.site.tongues
    ]
    reviewed = {**dates, **{f"{name}/": "" for name in sorted(catalog.prose)}}
    html = (
        environment()
        .get_template("sitemap.xml")
        .render(languages=languages, paths=[(escape(path), date) for path, date in sorted(reviewed.items())])
    )
    return Asset("sitemap.xml", html.encode())
