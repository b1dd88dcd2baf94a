"""Every drawing side by side, as it comes out: `make contact-sheets` writes `build/pictures/`.

On a light screen and a dark one with its words in every language, on paper at its real size, in one bit at the 203 dots
an inch of a receipt printer, and after two photocopies. Look at them without the words as well.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import typst
from PIL import Image, ImageFilter
from playwright.sync_api import sync_playwright

from browser import find_browser
from counterside.check import CHECKS
from counterside.content.load import load_catalog
from counterside.model.catalog import Catalog
from counterside.sheets.content import build_picture, write_svg
from counterside.sheets.document import write_value
from counterside.site.routes import render
from counterside.site.view import stylesheet
from counterside.text import i18n

ROOT = Path(__file__).parent.parent
OUT = ROOT / "build" / "pictures"
FONTS = ROOT / "hooks" / "counterside" / "sheets" / "fonts"
PPI = 203
"""Dots an inch of a receipt printer."""
_FIGURE = re.compile(r'<figure class="picture.*?</figure>', re.DOTALL)
_ICON = re.compile(r'<svg class="icon".*?</svg>', re.DOTALL)
_STYLE = (
    "body{padding:1rem;content-visibility:visible}.sheet{display:grid;grid-template-columns:repeat(4,20rem);gap:1rem}"
    ".sheet figure{border:1px solid var(--line);margin:0;padding:.5rem;width:auto}.sheet svg[role]{max-height:118px}"
    ".small{font-size:16px}.large{font-size:45px}"
)


def main() -> None:
    catalog = load_catalog(ROOT).catalog
    if catalog is None:
        sys.exit("there is nothing to draw: run `make check`")
    OUT.mkdir(parents=True, exist_ok=True)
    document = _screen_document(catalog)
    for scheme in ("light", "dark"):
        _write_screen(document, scheme)
    _write_paper(catalog)
    print(f"look at: {OUT}")


def _screen_document(catalog: Catalog) -> str:
    """All pictures in one document, each in every language next to the other, and the pictograms in two sizes."""
    pages = [page.html for page in render(catalog, CHECKS) if page.path.endswith("contribute/pictures/")]
    rows = zip(*(_FIGURE.findall(html) for html in pages), strict=True)
    icons = "".join(_ICON.findall(pages[0].partition('id="_icons"')[2]))
    figures = "".join(figure for row in rows for figure in row)
    head = f'<!doctype html><meta charset="utf-8"><style>{stylesheet()}{_STYLE}</style>'
    return f'{head}<p class="small">{icons}</p><p class="large">{icons}</p><div class="sheet">{figures}</div>'


def _write_screen(document: str, scheme: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser())
        page = browser.new_page(
            viewport={"width": 1460, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
        )
        page.set_content(document)
        page.screenshot(path=OUT / f"screen-{scheme}.png", full_page=True)
        browser.close()


def _write_paper(catalog: Catalog) -> None:
    for language in catalog.site.codes:
        content = _paper_content(catalog, language)
        (OUT / f"paper-{language}.pdf").write_bytes(_print(content, "pdf"))
        printed = Image.open(BytesIO(_print(content, "png"))).convert("L")
        printed.point(_ink).convert("1").save(OUT / f"one-bit-{language}.png")
        *_, copied = _photocopies(printed)
        copied.save(OUT / f"copied-twice-{language}.png")


def _paper_content(catalog: Catalog, language: str) -> str:
    """All pictures in one language, as the template reads them."""
    symptoms = [symptom for symptom in catalog.symptoms if symptom.icon]
    icons = [(write_svg(catalog.drawings[one.icon or ""]), i18n.strip_marks(one.title[language])) for one in symptoms]
    built = [build_picture(catalog, picture.ref) for picture in catalog.pictures]
    pictures = [_join_runs(write_value(one, language)) for one in built]
    return json.dumps({"title": "Pictures", "language": language, "icons": icons, "pictures": pictures})


def _join_runs(value: Any) -> Any:
    """The same data with each text, which is a list of runs, as its words."""
    if isinstance(value, dict):
        is_text = {"alt", "text"}
        return {k: "".join(run[1] for run in part) if k in is_text else _join_runs(part) for k, part in value.items()}
    return [_join_runs(part) for part in value] if isinstance(value, list) else value


def _print(content: str, form: Literal["pdf", "png"]) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    made = typst.compile(
        Path(__file__).with_name("contact.typ"),
        root=ROOT,
        font_paths=fonts,
        sys_inputs={"data": content},
        format=form,
        **({"ppi": PPI} if form == "png" else {"pdf_standards": ["ua-1"]}),
    )
    pages = made if isinstance(made, list) else [made]
    assert pages[0] is not None
    return pages[0]


def _photocopies(page: Image.Image) -> Iterator[Image.Image]:
    """A copy, and the copy of that: each a little smaller, blurred, and black or white again."""
    for _ in range(2):
        blurred = page.filter(ImageFilter.GaussianBlur(1.3))
        smaller = blurred.resize((int(page.width * 0.93), int(page.height * 0.93)), Image.Resampling.BICUBIC)
        page = smaller.point(_ink)
        yield page


def _ink(value: int) -> int:
    return 255 if value > 150 else 0


if __name__ == "__main__":
    main()
