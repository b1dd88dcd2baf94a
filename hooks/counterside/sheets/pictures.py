"""Pictures on paper: the lines as SVG, and where the words go. The words are set in the sheet's own type."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from counterside.model.catalog import Catalog
from counterside.model.nodes import Link
from counterside.model.records import Picture
from counterside.sheets.typst import text_width
from counterside.text.i18n import Text, strip_marks
from counterside.text.svg import STROKE, Drawing

UNITS_PER_MM = 5
"""Units of a drawing on one millimetre of paper: a line is then 0.36 mm, and holds on a photocopy."""
_LINE, _GLYPH, _CAPTION, _AROUND = 4.8, 8.4, 13.0, 3.0
"""Millimetres of a name in a list, a pictogram with its name, a caption of three lines, the space around a picture."""
_NUMBER, _HALF_WIDTH = 8.0, 1.85
"""Millimetres of the number before a name, and of a half-width character of it."""
_NAMES = 28
"""Millimetres that a list of names wants beside a picture, as in `picture.typ`."""
_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" fill="none" stroke="#000" color="#000" '
    'stroke-width="{stroke}" stroke-linecap="round" stroke-linejoin="round">{body}</svg>'
)


@dataclass(frozen=True)
class PrintedLabel:
    """The words for one part of a picture, with a pictogram where it has one of its own."""

    text: Text
    svg: str

    def count_lines(self, wide: float) -> int:
        """The most lines of `wide` millimetres that its words take, in any language."""
        widths = (_HALF_WIDTH * text_width(strip_marks(words)) for words in self.text.values())
        return max(ceil(width / wide) for width in widths)


@dataclass(frozen=True)
class PrintedPicture:
    """A picture as a template draws it. Sizes are in millimetres; `spots` are the middles of the circles that numbers
    go into, in millimetres from the top left corner. Without lines of its own it is a list of pictograms."""

    id: str
    svg: str
    width: float
    height: float
    alt: Text
    spots: tuple[tuple[float, float], ...]
    labels: tuple[PrintedLabel, ...]

    def height_in(self, room: float) -> float:
        """The most millimetres that it takes with its words, in a column of `room` millimetres."""
        if not self.svg:
            return _AROUND + _GLYPH * ((len(self.labels) + 1) // 2)
        if self.spots:
            is_beside = self.width + _NAMES <= room
            wide = room - _NUMBER - (self.width if is_beside else 0)
            names = sum(_LINE * label.count_lines(wide) for label in self.labels)
            return _AROUND + (max(self.height, names) if is_beside else self.height + names)
        return _AROUND + self.height + (_CAPTION if self.labels else 0)


def build_picture(catalog: Catalog, link: Link | None) -> PrintedPicture | None:
    """The picture that a step names, as paper draws it; nothing where it names none."""
    picture = catalog.find(link) if link is not None else None
    if not isinstance(picture, Picture):
        return None
    drawing = catalog.drawings.get(picture.svg or "")
    return PrintedPicture(
        id=picture.id,
        svg=_write_named(catalog, picture.svg),
        width=(drawing.width if drawing else 0) / UNITS_PER_MM,
        height=(drawing.height if drawing else 0) / UNITS_PER_MM,
        alt=picture.alt,
        spots=tuple((x / UNITS_PER_MM, y / UNITS_PER_MM) for x, y in drawing.spots) if drawing else (),
        labels=tuple(PrintedLabel(label.text, _write_named(catalog, label.svg)) for label in picture.labels),
    )


def _write_named(catalog: Catalog, name: str | None) -> str:
    """The drawing of that name as a file of its own; empty where there is none."""
    drawing = catalog.drawings.get(name or "")
    return write_svg(drawing) if drawing else ""


def write_svg(drawing: Drawing) -> str:
    """A drawing as a file of its own, in black."""
    body = drawing.body.replace("currentColor", "#000")
    return _HEAD.format(width=drawing.width, height=drawing.height, stroke=STROKE, body=body)
