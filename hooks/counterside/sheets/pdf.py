"""A finished PDF read again: its text as a reader would copy it, and its first page as a picture in greys."""

from __future__ import annotations

import struct
import zlib
from threading import Lock

_TURN = Lock()
"""PDFium is for one thread at a time."""
_SIXTEEN = bytes(value // 16 * 17 for value in range(256))
"""Greys in steps that nobody sees: they take two thirds of the room."""


def read_text(pdf: bytes) -> str:
    """The text of all pages. A hyphen at the end of a line comes as U+FFFE."""
    import pypdfium2  # type: ignore[import-untyped]  # only now: `check` reads no PDF

    with _TURN, pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document).replace("\ufffe", "-")


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
