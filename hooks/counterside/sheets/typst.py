"""Typst input → PDFs and heights; a finished PDF read again: its text, its first page in greys, two pages on a side."""

import hashlib
import json
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import metadata
from pathlib import Path
from threading import Lock
from typing import Any, cast

import typst

from counterside.model.catalog import Font
from counterside.sheets import measure
from counterside.sheets.measure import FONTS, HERE, prepare_document
from counterside.text.problems import CannotDo

_TURN = Lock()
"""PDFium is for one thread at a time."""
_SIXTEEN = bytes(value // 16 * 17 for value in range(256))
"""Greys in steps that nobody sees: they take two thirds of the room."""


class TypstError(CannotDo):
    """Typst refused an input, or warned about it. The message is Typst's own."""


@cache
def template_version() -> str:
    """A hash of everything but the input that decides how a sheet looks: templates, fonts, Typst itself."""
    parts = [metadata.version("typst").encode()]
    parts += [path.read_bytes() for path in (*sorted(HERE.glob("*.typ")), *sorted(FONTS.glob("*.ttf")))]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def cache_key(*parts: str) -> str:
    """The key of a result of Typst: it changes exactly when the result could."""
    return hashlib.sha256(" ".join((template_version(), *parts)).encode()).hexdigest()


def render_pdf(typst_input: str, template: str, fonts: str = "") -> bytes:
    """A tagged PDF/UA-1 without a date: the same bytes every time. Raises `TypstError`."""
    document = prepare_document(typst_input, template, fonts)
    try:
        made, warnings = document.compile_with_warnings(format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError as error:
        raise TypstError(error.diagnostic) from None
    if warnings:
        raise TypstError("\n".join(warning.message for warning in warnings))
    return cast(bytes, made)  # only pictures of several pages come as a list


def measure_sides(typst_input: str, fonts: str = "") -> list[tuple[int, float, float]]:
    """Of every side of an input, in order: the first of its scales in which it fits, or the last one, its height there
    and its room, in points. All take one compilation, in a process of its own: Typst keeps what a query made for ever,
    a gigabyte for a language, and what is rendered afterwards would take twice as long. Raises `TypstError`."""
    command = [sys.executable, "-P", measure.__file__, *([fonts] if fonts else [])]
    done = subprocess.run(command, input=typst_input, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise TypstError(done.stderr.strip())
    return [(scale, height, room) for scale, height, room in json.loads(done.stdout)]


# ── characters ──


@cache
def covered() -> frozenset[str]:
    """Every character that both weights have, from the list that was made with them."""
    listed = (FONTS / "coverage.txt").read_text("ascii").splitlines()
    found: set[str] = set()
    for line in listed:
        if not line.startswith("#"):
            first, _, last = line.partition("-")
            found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)


def missing(text: str, own: Font | None = None) -> tuple[str, ...]:
    """The characters of a text that cannot be printed, each once, in order; `own` is a font of the site's."""
    return tuple(sorted(set(text).difference(covered(), own.covered if own else ()), key=text.index))


# ── a finished PDF read again ──


@contextmanager
def _open_pdf(pdf: bytes) -> Iterator[Any]:
    import pypdfium2  # type: ignore[import-untyped]  # only now: `check` reads no PDF

    with _TURN, pypdfium2.PdfDocument(pdf) as document:
        yield document


def read_text(pdf: bytes) -> str:
    """The text of all pages. A hyphen at the end of a line comes as U+FFFE."""
    with _open_pdf(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document).replace("\ufffe", "-")


def fold_booklet(pdf: bytes, typst_input: str) -> bytes:
    """A booklet with two pages on each side of a paper, to be folded and stapled. Its pages are those of the finished
    one: laid out once more, they would take as long as all leaves of their language. It is no PDF/UA, into which Typst
    takes no other PDF: as its pages follow each other there, it can only be printed. Raises `TypstError`."""
    with _open_pdf(pdf) as document:
        inputs = {"data": typst_input, "pages": str(len(document))}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "booklet.pdf").write_bytes(pdf)
        template = shutil.copy(HERE / "fold.typ", folder)
        try:
            return typst.compile(template, ignore_system_fonts=True, sys_inputs=inputs)
        except typst.TypstError as error:
            raise TypstError(error.diagnostic) from None


def draw_page(pdf: bytes, ppi: float) -> bytes:
    """The first page as a PNG of sixteen greys, `ppi` dots an inch."""
    with _open_pdf(pdf) as document:
        page = document[0].render(scale=ppi / 72, grayscale=True)
        dots, width, stride = bytes(page.buffer).translate(_SIXTEEN), page.width, page.stride
        rows = b"".join(b"\0" + dots[start : start + width] for start in range(0, len(dots), stride))
        head = struct.pack(">IIBBBBB", width, page.height, 8, 0, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n"
    # Its parts are laid out as in https://www.w3.org/TR/png-3/#5Chunk-layout.
    for part in (b"IHDR" + head, b"IDAT" + zlib.compress(rows), b"IEND"):
        png += struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part))
    return png
