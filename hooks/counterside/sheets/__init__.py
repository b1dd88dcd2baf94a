"""Catalog → paper: PDFs by Typst, HTML sheets for the browser's own printing. `leaf` says what is printed, `order` how
large, `fit` whether it fits, `press` prints, `plan` knows every file and `make` makes it."""

from counterside.sheets.fit import surely_fits
from counterside.sheets.html import HtmlSheet, html_sheet, html_sheets, script
from counterside.sheets.leaf import front_of, leaf_of, leaves
from counterside.sheets.make import Made, Prints, Remembered, write
from counterside.sheets.paper import FOLDER
from counterside.sheets.plan import (
    Fitted,
    Plan,
    Sheet,
    Watch,
    doubtful_fronts,
    page_counts,
    plan,
    side_by_side,
)
from counterside.sheets.press import PressFailed

__all__ = [
    "FOLDER", "Fitted", "HtmlSheet", "Made", "Plan", "PressFailed", "Prints", "Remembered", "Sheet", "Watch",
    "doubtful_fronts", "front_of", "html_sheet", "html_sheets", "leaf_of", "leaves", "page_counts", "plan", "script",
    "side_by_side", "surely_fits", "write",
]  # fmt: skip
