"""The papers a leaf is printed on, and what the files are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DOT = 72 / 203
"""One dot of a receipt printer (203 a sheet inch), in points."""
MM = 72 / 25.4
"""One millimetre in points."""
FOLDER = "print/"


@dataclass(frozen=True)
class Paper:
    """A paper: sizes and margins in points. `height` is 0 for a roll, which is as long as what is printed on it.
    `sides` is what a leaf is meant to take; 0 for any number. `is_strict`: one that takes more is a problem (CS508).
    `densities`: the rungs of the ladder of type that its leaves may take."""

    name: Literal["a4", "a5", "80mm", "58mm"]
    width: float
    height: float
    margins: tuple[float, float, float, float]
    sides: int
    is_strict: bool = False
    densities: tuple[int, ...] = (0, 1, 2, 3, 4)

    @property
    def is_roll(self) -> bool:
        return self.height == 0

    @property
    def has_back(self) -> bool:
        """Whether the remedies are printed on a side of their own; a roll goes on with them."""
        return self.name == "a4"

    @property
    def content_width(self) -> float:
        """What is left between the margins, in points."""
        return self.width - self.margins[1] - self.margins[3]

    @property
    def content_height(self) -> float:
        """What is left between the margins of one side, in points."""
        return self.height - self.margins[0] - self.margins[2]


# Margins: top, right, bottom, left. Left is wide on A4, for punching.
A4 = Paper("a4", 210 * MM, 297 * MM, (9 * MM, 9 * MM, 13 * MM, 16 * MM), sides=1, is_strict=True)
A5 = Paper("a5", 148 * MM, 210 * MM, (6 * MM, 7 * MM, 11 * MM, 7 * MM), sides=2, densities=(0, 2, 4, 5))
# A receipt printer prints 576 or 384 dots across and feeds its own margin.
ROLL80 = Paper("80mm", 576 * DOT, 0, (4 * MM, 1 * MM, 6 * MM, 1 * MM), sides=0)
ROLL58 = Paper("58mm", 384 * DOT, 0, (4 * MM, 0.6 * MM, 6 * MM, 0.6 * MM), sides=0)
PAPERS = (A4, A5, ROLL80, ROLL58)


def file_name(leaf: str, languages: tuple[str, ...], paper: Paper, *, is_back: bool = False) -> str:
    """`no-power-zh-a4.pdf`, `no-power-back-en-a4.pdf`, `no-power-zh-en-a4.pdf`."""
    return f"{leaf}{'-back' if is_back else ''}-{'-'.join(languages)}-{paper.name}.pdf"
