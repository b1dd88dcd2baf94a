"""A finished PDF read again: its text as a reader would copy it, its first page in greys, its pages two on a side."""

from __future__ import annotations

import struct
import tempfile
import zlib
from pathlib import Path
from threading import Lock

import typst

from counterside.sheets.typst import TypstError

_FOLD = Path(__file__).with_name("fold.typ")
_TURN = Lock()
"""PDFium is for one thread at a time."""
_SIXTEEN = bytes(value // 16 * 17 for value in range(256))
"""Greys in steps that nobody sees: they take two thirds of the room."""


def read_text(pdf: bytes) -> str:
    """The text of all pages. A hyphen at the end of a line comes as U+FFFE."""
    import pypdfium2  # type: ignore[import-untyped]  # only now: `check` reads no PDF

    with _TURN, pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document).replace("\ufffe", "-")


def fold_booklet(pdf: bytes, typst_input: str) -> bytes:
    """A booklet with two pages on each side of a paper, to be folded and stapled. Its pages are those of the finished
    one: laid out once more, they would take as long as all leaves of their language. It is no PDF/UA, into which Typst
    takes no other PDF: as its pages follow each other there, it can only be printed. Raises `TypstError`."""
    import pypdfium2  # only now: `check` reads no PDF

    with _TURN, pypdfium2.PdfDocument(pdf) as document:
        pages = len(document)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "booklet.pdf").write_bytes(pdf)
        inputs = {"data": typst_input, "pages": str(pages)}
        template, folded = Path(folder, _FOLD.name), Path(folder, "folded.pdf")
        template.write_bytes(_FOLD.read_bytes())
        try:
            typst.compile(template, folded, ignore_system_fonts=True, sys_inputs=inputs)
        except typst.TypstError as error:
            raise TypstError(error.diagnostic) from None
        return folded.read_bytes()


def draw_page(pdf: bytes, ppi: float) -> bytes:
    """The first page as a PNG of sixteen greys, `ppi` dots an inch."""
    import pypdfium2  # only now: `check` draws none

    with _TURN, pypdfium2.PdfDocument(pdf) as document:
        page = document[0].render(scale=ppi / 72, grayscale=True)
        dots, width, stride = bytes(page.buffer).translate(_SIXTEEN), page.width, page.stride
        rows = b"".join(b"\0" + dots[start : start + width] for start in range(0, len(dots), stride))
        head = struct.pack(">IIBBBBB", width, page.height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_write_chunk(name, content) for name, content in parts)


def _write_chunk(name: bytes, content: bytes) -> bytes:
    """A part of a PNG (https://www.w3.org/TR/png-3/#5Chunk-layout)."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
