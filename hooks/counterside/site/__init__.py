"""Catalog → pages for readers: whole HTML documents and the files that they load."""

from counterside.site.routes import draw_sitemap, list_moves, problem_page, render
from counterside.site.view import (
    FOOT,
    PROSE_COLOURS,
    Asset,
    Page,
    View,
    edit_path,
    for_preview,
    list_assets,
    publish_script,
    views,
    with_policy,
)

__all__ = [
    "FOOT", "PROSE_COLOURS", "Asset", "Page", "View", "draw_sitemap", "edit_path", "for_preview", "list_assets",
    "list_moves", "problem_page", "publish_script", "render", "views", "with_policy",
]  # fmt: skip
