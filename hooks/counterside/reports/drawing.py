"""A checklist's picture as SVG: the steps in a column, what their answers lead to on the right, the end below.

Everything is drawn with the colour of the text around it, so that one picture does for light and dark; no styles,
which a page's policy refuses. Lengths are pixels at the font size of 14.
"""

from __future__ import annotations

import unicodedata
import xml.etree.ElementTree as ET
from functools import cache, lru_cache

from counterside.reports.picture import Exit, Picture, Ring, Target, Words

_FONT = 14
_LINE = 19
_MARGIN = 12
_GAP = 14
_RING = 15
_STEP_X = 58
_STEP_WIDTH = 220
_EXIT_X = 300
_EXIT_WIDTH = 120
_SHAPE_X = 440
_SHAPE_WIDTH = 250
_STILL_X = 706
_WIDTH = 940
_STILL_WIDTH = 96
_PAD = 8
_STANDALONE = (
    "svg{color:#1d1e25;background:#fff}@media(prefers-color-scheme:dark){svg{color:#e5e7ee;background:#1e2129}}"
)
_CLOSING = "，。、；：？！）】》”,.;:?!)"


def svg(found: Picture, *, is_standalone: bool = False) -> str:
    """The picture as an SVG element; standing alone, it brings its own colours."""
    canvas = _Canvas(found)
    bottom = _MARGIN + canvas.title()
    for ring in found.rings:
        bottom += canvas.row(ring, bottom) + _GAP
    bottom += canvas.box(found.last, _STEP_X, bottom, _STEP_WIDTH) + _GAP
    return canvas.written(bottom, is_standalone)


class _Canvas:
    """The drawing so far. Methods that place something return its height."""

    def __init__(self, found: Picture) -> None:
        self.found = found
        self.name = f"graph-{found.name}"
        self.root = ET.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "role": "img",
                "aria-labelledby": f"{self.name}-title {self.name}-desc",
                "font-family": "system-ui, sans-serif",
                "font-size": str(_FONT),
                "fill": "currentColor",
            },
        )
        ET.SubElement(self.root, "title", {"id": f"{self.name}-title"}).text = " / ".join(found.title)
        ET.SubElement(self.root, "desc", {"id": f"{self.name}-desc"}).text = found.description
        self.lines = ET.SubElement(self.root, "g", {"stroke": "currentColor", "stroke-width": "1.5", "fill": "none"})

    def written(self, bottom: int, is_standalone: bool) -> str:
        self.root.set("viewBox", f"0 0 {_WIDTH} {bottom}")
        self.root.set("width", str(_WIDTH))
        self.root.set("height", str(bottom))
        if is_standalone:
            style = ET.Element("style")
            style.text = _STANDALONE
            self.root.insert(0, style)
        return ET.tostring(self.root, encoding="unicode")

    def title(self) -> int:
        return self._words(self.found.title, _MARGIN, _MARGIN, _WIDTH - 2 * _MARGIN, weight="bold") + _GAP

    # ── a step ─────────────────────────────────────────────────────────────────────────────────────────────────

    def row(self, ring: Ring, top: int) -> int:
        """A step with its answers; the way straight on goes down the column."""
        self._ring(ring.number, _MARGIN + _RING, top + _RING)
        height = max(2 * _RING, self._words(ring.words, _STEP_X, top + 4, _STEP_WIDTH))
        right = top
        for each in ring.exits:
            if not self._is_straight_on(ring, each.target):
                right += self._exit(each, right) + _GAP // 2
        for each in ring.exits:
            if self._is_straight_on(ring, each.target):
                height += self._words(each.words, _STEP_X, top + height + 4, _STEP_WIDTH, opacity="0.75") + 4
                bottom = max(top + height, right)
                self._arrow(_MARGIN + _RING, top + 2 * _RING, _MARGIN + _RING, bottom + _GAP)
        return max(height, right - top)

    def _is_straight_on(self, ring: Ring, target: Target) -> bool:
        """Whether an answer leads to what stands below the step."""
        keys = [*(each.key for each in self.found.rings), self.found.last.key]
        return target.key == keys[ring.number]

    def _exit(self, found: Exit, top: int) -> int:
        """An answer, an arrow, and where it leads."""
        words = self._words(found.words, _EXIT_X, top + 4, _EXIT_WIDTH, opacity="0.75")
        shape = self.target(found.target, _SHAPE_X, top, _SHAPE_WIDTH)
        middle = top + min(shape, _LINE + _PAD) // 2 + 1
        self._arrow(_EXIT_X + _widest(found.words, _EXIT_WIDTH) + 6, middle, _SHAPE_X, middle)
        still = self._still(found.target.still, top) if found.target.still else 0
        return max(words + 4, shape, still)

    def _still(self, target: Target, top: int) -> int:
        """Where a reader goes on whom a remedy did not help."""
        words = tuple(each.rstrip(":： ") for each in self.found.still_not)
        height = self._words(words, _STILL_X, top + 4, _STILL_WIDTH, opacity="0.75")
        x = _STILL_X + _widest(words, _STILL_WIDTH) + 4
        self._line(x, top + 14, x + 10, top + 14, dashed=True)
        return max(height, self.target(target, x + 12, top, _WIDTH - _MARGIN - x - 12))

    # ── shapes ─────────────────────────────────────────────────────────────────────────────────────────────────

    def target(self, target: Target, x: int, y: int, width: int) -> int:
        if target.shape == "ring":
            self._ring(target.number, x + 13, y + 13, radius=12)
            return 26
        return self.box(target, x, y, width)

    def box(self, target: Target, x: int, y: int, width: int) -> int:
        """A box, a list (its edge doubled), or a pill (its ends round; heavy where it says stop and call)."""
        words = tuple(f"{target.letter} {each}".lstrip() for each in target.words)
        inner = self._words(words, x + 12, y + 3, width - 24, weight="bold" if target.shape == "call" else "")
        height = inner + _PAD
        wide = min(width, _widest(words, width - 24) + 26)
        radius = min(height // 2, 16) if target.shape in ("pill", "call") else 3
        self._rect(x, y, wide, height, radius, heavy=target.shape == "call")
        if target.shape == "list":
            self._rect(x + 3, y + 3, wide - 6, height - 6, 1)
        return height

    def _ring(self, number: int, x: int, y: int, radius: int = _RING) -> None:
        ET.SubElement(self.lines, "circle", {"cx": str(x), "cy": str(y), "r": str(radius)})
        self._text(str(number), x, y + 5, anchor="middle", weight="bold")

    def _rect(self, x: int, y: int, width: int, height: int, radius: int, *, heavy: bool = False) -> None:
        place = {"x": x, "y": y, "width": width, "height": height, "rx": radius}
        extra = {"stroke-width": "3"} if heavy else {}
        ET.SubElement(self.lines, "rect", {**{key: str(value) for key, value in place.items()}, **extra})

    def _line(self, x1: int, y1: int, x2: int, y2: int, *, dashed: bool = False) -> None:
        extra = {"stroke-dasharray": "3 3"} if dashed else {}
        ET.SubElement(self.lines, "path", {"d": f"M{x1} {y1}L{x2} {y2}", **extra})

    def _arrow(self, x1: int, y1: int, x2: int, y2: int) -> None:
        """A line with a head, rightwards or downwards; the head stops short of what it points at."""
        if x1 == x2:
            self._line(x1, y1, x2, y2 - 2)
            head = f"M{x2 - 4} {y2 - 8}L{x2} {y2 - 2}L{x2 + 4} {y2 - 8}"
        else:
            self._line(x1, y1, x2 - 3, y2)
            head = f"M{x2 - 9} {y2 - 4}L{x2 - 3} {y2}L{x2 - 9} {y2 + 4}"
        ET.SubElement(self.lines, "path", {"d": head})

    # ── words ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _words(self, words: Words, x: int, y: int, width: int, *, weight: str = "", opacity: str = "") -> int:
        """A text, broken into lines, one language below the other."""
        lines = [line for each in words for line in _wrapped(each, width)]
        for index, line in enumerate(lines):
            self._text(line, x, y + _LINE * index + _FONT, weight=weight, opacity=opacity)
        return _LINE * len(lines)

    def _text(self, words: str, x: int, y: int, *, anchor: str = "", weight: str = "", opacity: str = "") -> None:
        how = {"text-anchor": anchor, "font-weight": weight, "opacity": opacity}
        place = {"x": str(x), "y": str(y)}
        ET.SubElement(self.root, "text", {**place, **{key: value for key, value in how.items() if value}}).text = words


def _widest(words: Words, width: int) -> int:
    """The width of a broken text."""
    return max((_width(line) for each in words for line in _wrapped(each, width)), default=0)


def _width(words: str) -> int:
    """How wide words are, at most: fonts differ, and a picture carries none."""
    return round(sum(_advance(sign) for sign in words) * _FONT)


@cache
def _advance(sign: str) -> float:
    """The width of one character, in ems."""
    if unicodedata.east_asian_width(sign) in "WFA":
        return 1.0
    return 0.72 if sign.isupper() or sign in "mw%@" else 0.57


@lru_cache(maxsize=4096)
def _wrapped(words: str, width: int) -> tuple[str, ...]:
    """Words in lines of at most `width`; Chinese may break anywhere but before a closing mark."""
    lines, line = [], ""
    for part in _parts(words):
        if line and _width((line + part).rstrip()) > width:
            lines.append(line.rstrip())
            line = part.lstrip()
        else:
            line += part
    return (*lines, line.rstrip()) if line.strip() else tuple(lines)


def _parts(words: str) -> list[str]:
    """The pieces that a line may end after."""
    parts: list[str] = []
    for sign in words:
        is_wide = unicodedata.east_asian_width(sign) in "WF"
        is_first = not parts or parts[-1].endswith(" ") or is_wide or _ends_wide(parts[-1])
        if is_first and not (parts and sign in f"{_CLOSING} "):
            parts.append(sign)
        else:
            parts[-1] += sign
    return parts


def _ends_wide(part: str) -> bool:
    return unicodedata.east_asian_width(part[-1]) in "WF"
