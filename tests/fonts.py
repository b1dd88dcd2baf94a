"""Fonts for tests: every glyph is an empty box."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph

_SIZE = 1000


def write_font(
    path: Path, characters: str, *, weight: int = 400, also: Mapping[str, str] | None = None, is_variable: bool = False
) -> Path:
    """Write a font of one weight, or of all, that has some characters; `also` are others that share a glyph with one of
    them."""
    names = {each: f"u{ord(each):05X}" for each in dict.fromkeys(characters)}
    order = [".notdef", *names.values()]
    builder = FontBuilder(_SIZE, isTTF=True)
    builder.setupGlyphOrder(order)
    shared = {ord(other): names[each] for other, each in (also or {}).items()}
    builder.setupCharacterMap({ord(each): name for each, name in names.items()} | shared)
    builder.setupGlyf(dict.fromkeys(order, _draw_box()))
    builder.setupHorizontalMetrics(dict.fromkeys(order, (_SIZE, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWeightClass=weight)
    builder.setupPost()
    if is_variable:
        builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
        builder.setupGvar({})
    builder.save(path)
    return path


def _draw_box() -> Glyph:
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 800), (800, 800), (800, 0)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()
