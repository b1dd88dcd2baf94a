"""The one colour of its own that a site may have: links and what has the focus. Red is danger's, ink stays black."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from counterside.model.nodes import Node

ACCENTS = ("#00566b", "#7fd3e6")
"""The colour on a light page and on a dark one where a site names none: those of `reader.css`."""
GROUNDS = ("#f2f3f5", "#232630")
"""What it has to be read on: the tinted boxes of `reader.css`, which are less of a contrast than the page itself."""
LEAST = 4.5
"""The contrast that WCAG 2.2 asks of words of usual size (1.4.3)."""


def contrast(one: str, other: str) -> float:
    """How far apart two colours `#rrggbb` are to the eye, from 1 to 21 (WCAG 2.2, relative luminance)."""
    darker, lighter = sorted((_measure_luminance(one), _measure_luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _measure_luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _legible_on(ground: str, page: str) -> Callable[[str], str]:
    def check_contrast(colour: str) -> str:
        found = contrast(colour, ground)
        if found < LEAST:
            raise PydanticCustomError(
                "illegible",
                "words of that colour cannot be read on a {page} page (contrast {found}, at least {least})",
                {"page": page, "found": f"{found:.1f}", "least": LEAST},
            )
        return colour

    return check_contrast


_Hex = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]


class Colours(Node):
    """A colour for each of the two displays; what cannot be read there is refused."""

    light: Annotated[_Hex, AfterValidator(_legible_on(GROUNDS[0], "light"))] = Field(
        description="on a light page, `#rrggbb` · 浅色页面上"
    )
    dark: Annotated[_Hex, AfterValidator(_legible_on(GROUNDS[1], "dark"))] = Field(
        description="on a dark page, `#rrggbb` · 深色页面上"
    )
