"""What is really in a PDF: sizes, colours, text and pictures, read from the file and not from the template."""

from __future__ import annotations

import ctypes
import io
from collections import Counter
from collections.abc import Iterator

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image


def pages(pdf: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def text(pdf: bytes) -> str:
    """The text layer as it is copied, white space left out."""
    return "".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def picture(pdf: bytes, dpi: float, page: int = 0) -> Image.Image:
    """A page as a grey picture."""
    document = pypdfium2.PdfDocument(pdf)
    return document[page].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")


def sizes(pdf: bytes) -> Counter[float]:
    """How many characters are set in each size, in points."""
    return Counter({size: len(words) for size, words in texts_by_size(pdf).items()})


def texts_by_size(pdf: bytes) -> dict[float, str]:
    """The characters set in each size, in order, white space left out."""
    found: dict[float, str] = {}
    matrix = pdfium.FS_MATRIX()
    for page in pypdfium2.PdfDocument(pdf):
        layer = page.get_textpage()
        for index in range(layer.count_chars()):
            point = pdfium.FPDFText_GetUnicode(layer, index)
            if point > ord(" "):
                pdfium.FPDFText_GetMatrix(layer, index, matrix)
                size = round(pdfium.FPDFText_GetFontSize(layer, index) * abs(matrix.d), 1)
                found[size] = found.get(size, "") + chr(point)
    return found


def colours(pdf: bytes) -> set[tuple[int, int, int, int]]:
    """Every colour that something is filled or drawn with, as red, green, blue, alpha."""
    found: set[tuple[int, int, int, int]] = set()
    for page in pypdfium2.PdfDocument(pdf):
        for thing in page.get_objects():
            if thing.type in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH):
                found |= set(_inks(thing))
    return found


def _inks(thing: pypdfium2.PdfObject) -> Iterator[tuple[int, int, int, int]]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if thing.type == pdfium.FPDF_PAGEOBJ_TEXT:
        yield _ink(thing, pdfium.FPDFPageObj_GetFillColor)
        return
    pdfium.FPDFPath_GetDrawMode(thing, fill, stroke)
    if fill.value:
        yield _ink(thing, pdfium.FPDFPageObj_GetFillColor)
    if stroke.value:
        yield _ink(thing, pdfium.FPDFPageObj_GetStrokeColor)


def _ink(thing: pypdfium2.PdfObject, ask: object) -> tuple[int, int, int, int]:
    parts = [ctypes.c_uint() for _ in range(4)]
    ask(thing, *parts)  # type: ignore[operator]
    return tuple(part.value for part in parts)  # type: ignore[return-value]
