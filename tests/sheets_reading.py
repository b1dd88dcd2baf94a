"""What is really in a PDF: sizes, colours, text and pictures, read from the file and not from the template."""

from __future__ import annotations

import ctypes
import io
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from counterside.sheets.document import Side
from counterside.sheets.files import SheetFile


class SheetPlan(NamedTuple):
    """What is planned of the sheets of a site: every file, and every measured side."""

    files: list[SheetFile]
    sides: list[Side]


def pages(pdf: bytes) -> int:
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def page_height(pdf: bytes) -> float:
    """The height of the first page, in points."""
    return float(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox.height)


def page_texts(pdf: bytes) -> list[str]:
    """The text layer of each page as it is copied, white space and marks of hyphens left out."""
    layers = (page.get_textpage() for page in pypdfium2.PdfDocument(pdf))
    return ["".join(layer.get_text_bounded().replace("\ufffe", "").split()) for layer in layers]


def text(pdf: bytes) -> str:
    """The same of all pages."""
    return "".join(page_texts(pdf))


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


def ink_heights(pdf: bytes) -> list[float]:
    """How far down each page anything is printed, as a share of its height; the footer left out."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    for page in range(len(document)):
        image = picture(pdf, 25, page)
        foot = image.crop((0, 0, image.width, image.height - round(14 / 25.4 * 25)))
        box = foot.point(lambda grey: 255 if grey < 160 else 0).getbbox()
        found.append(box[3] / image.height if box else 0.0)
    return found


class Box(NamedTuple):
    """A rectangle on a page, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def touches(self, other: Box) -> bool:
        """Whether the two have more than a hair in common."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > HAIR
            and min(self.top, other.top) - max(self.bottom, other.bottom) > HAIR
        )

    def holds(self, other: Box) -> bool:
        """Whether the other is inside, but for a hair."""
        return (
            other.left >= self.left - HAIR
            and other.right <= self.right + HAIR
            and other.bottom >= self.bottom - HAIR
            and other.top <= self.top + HAIR
        )


HAIR = 0.25
"""Points that two things may share by the thickness of a line."""


def drawn_boxes(pdf: bytes, page: int) -> list[Box]:
    """The rectangle around every line or shape drawn on a page."""
    found = pypdfium2.PdfDocument(pdf)[page].get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])
    return [Box(*thing.get_bounds()) for thing in found]


def drawn_circles(pdf: bytes, page: int) -> list[Box]:
    """The rectangle around every circle drawn on a page: a shape of curves alone."""
    found = pypdfium2.PdfDocument(pdf)[page].get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])
    return [Box(*thing.get_bounds()) for thing in found if set(_segments(thing)[1:]) == {pdfium.FPDF_SEGMENT_BEZIERTO}]


def _segments(path: pypdfium2.PdfObject) -> list[int]:
    """The kinds of the segments of a path."""
    count = pdfium.FPDFPath_CountSegments(path)
    return [pdfium.FPDFPathSegment_GetType(pdfium.FPDFPath_GetPathSegment(path, index)) for index in range(count)]


def letters(pdf: bytes, page: int) -> list[tuple[str, Box]]:
    """The characters of a page with the rectangle around each, in reading order, white space left out."""
    layer = pypdfium2.PdfDocument(pdf)[page].get_textpage()
    found = (
        (chr(pdfium.FPDFText_GetUnicode(layer, index)), Box(*layer.get_charbox(index)))
        for index in range(layer.count_chars())
    )
    return [(letter, box) for letter, box in found if letter.strip() and box.width > 0]


def glyph_boxes(pdf: bytes, page: int) -> list[Box]:
    """The rectangle around the ink of every character on a page."""
    layer = pypdfium2.PdfDocument(pdf)[page].get_textpage()
    boxes = (Box(*layer.get_charbox(index)) for index in range(layer.count_chars()))
    return [box for box in boxes if box.width > 0 and box.height > 0]
