"""Order → bytes, by Typst. Knows fonts and templates, and nothing of checklists."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import metadata
from pathlib import Path
from typing import Any, Literal, NamedTuple

import typst

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
Form = Literal["pdf", "png"]


class PressFailed(Exception):
    """Typst refused an order, or had something to say about it. The message is Typst's own."""


class End(NamedTuple):
    """How far a side comes: the pages it takes, and the points of paper, page over page, the spare room left out."""

    pages: int
    height: float


@cache
def _fonts() -> typst.Fonts:
    """The two committed fonts and no other: what a machine has installed must not change a sheet."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


@cache
def version() -> str:
    """A hash over everything but the order that decides how a sheet looks: templates, fonts, Typst itself."""
    parts = [metadata.version("typst").encode()]
    parts += [path.read_bytes() for path in (*sorted(HERE.glob("*.typ")), *sorted(FONTS.glob("*.ttf")))]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def key(order: str, form: str) -> str:
    """What a printed order is kept by: it changes exactly when the result could."""
    return hashlib.sha256(f"{version()} {form} {order}".encode()).hexdigest()


@dataclass(frozen=True)
class Typeset:
    """One order in the press. Measuring and printing share the typesetter's memory of it."""

    order: str

    @cached_property
    def _compiler(self) -> typst.Compiler:
        return typst.Compiler(
            HERE / "sheet.typ",
            root=HERE,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": self.order},
        )

    def end(self) -> End:
        """How far the order's one side comes."""
        try:
            *airs, end = json.loads(self._compiler.query("<reached>", field="value"))
            _let_go()
        except RuntimeError as error:
            raise PressFailed(str(error)) from None
        spare = sum(after["down"] - before["down"] for before, after in zip(airs[::2], airs[1::2], strict=True))
        return End(end["page"], end["down"] - spare)

    def pdf(self) -> bytes:
        """A tagged PDF/UA-1 without a date: the same bytes every time."""
        return self._pressed(format="pdf", pdf_standards=["ua-1"])

    def png(self, ppi: float) -> bytes:
        """The first page as a picture."""
        return self._pressed(format="png", ppi=ppi)

    def _pressed(self, **how: Any) -> bytes:
        try:
            made, warnings = self._compiler.compile_with_warnings(**how)
        except typst.TypstError as error:
            raise PressFailed(error.diagnostic) from None
        if warnings:
            raise PressFailed("\n".join(warning.message for warning in warnings))
        pages = made if isinstance(made, list) else [made]
        if pages[0] is None:
            raise PressFailed("Typst made nothing")
        return pages[0]


def _let_go() -> None:
    """The typesetter remembers queries for ever, and lets go of what is old whenever it prints: print nothing."""
    typst.compile(b"", format="png", ppi=1, ignore_system_fonts=True)


def printed(order: str, form: Form, ppi: float = 0) -> bytes:
    """An order printed at once."""
    typeset = Typeset(order)
    return typeset.pdf() if form == "pdf" else typeset.png(ppi)
