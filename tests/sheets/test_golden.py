"""Golden pictures of the fictional catalog's sheets, black and white at the 203 dots an inch of a receipt printer.

A sheet may differ from its picture by a few dots, as another release of the typesetter may round; what moves or is
missing differs by far more. `pytest tests/sheets/test_golden.py --update-cases` draws them anew, for people to look at.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image, ImageChops

import sheets_reading as reading
from counterside.sheets.files import RenderedFile

GOLDEN = Path(__file__).parent / "golden"
TOLERANCE = 0.002
"""Share of the dots that may differ: a line of text that moves by a millimetre is more."""
PAGES = (
    ("flap-stuck-zh-leaf", 1), ("flap-stuck-en-leaf", 1), ("flap-stuck-en-leaf", 2), ("morning-zh-leaf", 1),
    ("slip-blank-zh-80mm", 1), ("slip-blank-en-58mm", 1), ("poster-en-a4", 1), ("card-zh-a4", 1), ("card-en-a4", 2),
    ("record-en-a4", 1),
)  # fmt: skip


def one_bit(pdf: bytes, page: int = 1) -> Image.Image:
    """A page as a receipt printer or a bad copier shows it: black or white."""
    return reading.picture(pdf, 203, page - 1).point(lambda grey: 255 if grey > 127 else 0).convert("1")


def differing(one: Image.Image, other: Image.Image) -> float:
    """The share of dots in which two pictures differ; all of them where their sizes do."""
    if one.size != other.size:
        return 1.0
    return ImageChops.logical_xor(one, other).convert("L").histogram()[255] / (one.width * one.height)


@pytest.mark.parametrize(("name", "page"), PAGES)
def test_sheet_looks_like_its_picture(
    made: Mapping[str, RenderedFile], name: str, page: int, request: pytest.FixtureRequest
) -> None:
    drawn = one_bit(made[f"{name}.pdf"].content, page)
    path = GOLDEN / (f"{name}.png" if page == 1 else f"{name}-{page}.png")
    if request.config.getoption("--update-cases"):
        GOLDEN.mkdir(exist_ok=True)
        drawn.save(path, optimize=True)
    assert differing(drawn, Image.open(path).convert("1")) <= TOLERANCE


def test_a_line_that_moves_by_a_millimetre_is_seen(made: Mapping[str, RenderedFile]) -> None:
    drawn = one_bit(made["flap-stuck-en-leaf.pdf"].content)
    moved = drawn.copy()
    strip = drawn.crop((0, 700, drawn.width, 800))
    moved.paste(strip, (0, 708))
    assert differing(drawn, moved) > TOLERANCE
