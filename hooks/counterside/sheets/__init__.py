"""Catalog → paper: PDFs by Typst, HTML sheets for the browser's own printing.

`content` says what is printed, `document` on which paper and how large, `fit` whether it fits, `typst` renders, `files`
knows every file.
"""

from counterside.sheets.content import SheetContent, build_content, build_contents
from counterside.sheets.document import FOLDER
from counterside.sheets.files import (
    RenderedFile,
    SheetFile,
    SheetPlan,
    count_pages,
    find_least_fits,
    fit_contents,
    plan_sheets,
    render_files,
    write_file,
)
from counterside.sheets.fit import Fit
from counterside.sheets.html import HtmlSheet, html_sheet, html_sheets, script
from counterside.sheets.typst import TypstError

__all__ = [
    "FOLDER", "Fit", "HtmlSheet", "RenderedFile", "SheetContent", "SheetFile", "SheetPlan",
    "TypstError", "build_content", "build_contents", "count_pages", "find_least_fits", "fit_contents", "html_sheet",
    "html_sheets", "plan_sheets", "render_files", "script", "write_file",
]  # fmt: skip
