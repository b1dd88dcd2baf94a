"""Catalog → pages for readers: whole HTML documents and the files that they load."""

from __future__ import annotations

from counterside.model import Catalog
from counterside.site import colours
from counterside.site.colours import STYLESHEET as PROSE_COLOURS
from counterside.site.forges import edit_path
from counterside.site.routes import draw_sitemap, list_moves, problem_page, render
from counterside.site.view import FOOT, Asset, Page, View, asset, file_of, for_preview, render_all, with_policy

__all__ = [
    "FOOT", "PROSE_COLOURS", "Asset", "Page", "View", "asset", "assets", "draw_sitemap", "edit_path", "file_of",
    "for_preview", "list_moves", "problem_page", "render", "render_all", "with_policy",
]  # fmt: skip


def assets(catalog: Catalog) -> tuple[Asset, ...]:
    """The files that pages load, pictures aside."""
    scripts = ("reader.js", "guide.js", "update.js", "call.js", "codes.js", "search.js", "keep.js", "print.js")
    return (*map(asset, scripts), *colours.assets(catalog))
