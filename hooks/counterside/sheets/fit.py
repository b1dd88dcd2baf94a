"""Whether a side fits its paper, and how large its type may be: Typst measures, the most comfortable scale wins."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import ceil

from counterside.model import Catalog
from counterside.sheets.content import SheetContent
from counterside.sheets.document import Side, build_side_input, millimetres, write_side
from counterside.sheets.glyphs import text_width
from counterside.sheets.typst import cache_key, measure_heights
from counterside.text import markup
from counterside.text.files import Cache
from counterside.text.i18n import Text


@dataclass(frozen=True)
class Fit:
    """How a side sits on its paper: the scale of type chosen, and how full it is (1 is full; more does not fit)."""

    side: Side
    height: float

    @property
    def fill(self) -> float:
        return self.height / self.side.inner[1]

    @property
    def fits(self) -> bool:
        return self.fill <= 1

    @property
    def over_mm(self) -> int:
        """Millimetres too high, rounded up; 0 where it fits."""
        return 0 if self.fits else max(1, ceil(millimetres(self.height - self.side.inner[1])))


def fit_sides(catalog: Catalog, sides: Sequence[Side], cache: Cache) -> list[Fit]:
    """How each side of one language fits, in order, in the most comfortable scale of its kind in which it does; in the
    smallest one where it does not fit at all.

    All sides that are still open are measured in one compilation for each scale. What was measured before is read from
    `cache`. Raises `TypstError`.
    """
    found: dict[int, Fit] = {}
    open_sides = dict(enumerate(side.with_scale(0) for side in sides))
    while open_sides:
        heights = _measure_sides(catalog, list(open_sides.values()), cache)
        following: dict[int, Side] = {}
        for (index, side), height in zip(open_sides.items(), heights, strict=True):
            fit = Fit(side, height)
            if fit.fits or side.scale == len(side.scales) - 1:
                found[index] = fit
            else:
                following[index] = side.with_scale(side.scale + 1)
        open_sides = following
    return [found[index] for index in range(len(sides))]


def _measure_sides(catalog: Catalog, sides: Sequence[Side], cache: Cache) -> list[float]:
    """The heights of some sides in points, each as it was measured before or all others at once."""
    keys = [cache_key("height", side.language, json.dumps(write_side(catalog, side), sort_keys=True)) for side in sides]
    known = {key: kept for key in keys if (kept := cache.get(key)) is not None}
    missing = [(key, side) for key, side in zip(keys, sides, strict=True) if key not in known]
    if missing:
        heights = measure_heights(build_side_input(catalog, "measure", [side for _, side in missing]))
        for (key, _), height in zip(missing, heights, strict=True):
            known[key] = repr(height).encode()
            with suppress(OSError):  # a project that may only be read is measured each time
                cache.put(key, known[key])
    return [float(known[key]) for key in keys]


def longest_texts(side: Side, count: int = 3) -> tuple[str, ...]:
    """The longest texts of a side, longest first: what to shorten when it does not fit."""
    content = side.content
    texts = remedy_texts(content) if side.name in ("back", "log-back") else front_texts(content)
    words = {markup.strip_marks(text[side.language]) for text in texts}
    return tuple(sorted(words, key=lambda text: (-text_width(text), text))[:count])


def front_texts(content: SheetContent) -> Iterator[Text]:
    """The record's own texts on the front of a leaf, whatever its scale."""
    yield content.title
    yield from (text for text in (content.verify,) if text)
    yield from (*(row.answers[0] for row in content.use_other), *content.do_now, *content.never)
    for step in content.steps:
        yield from (text for text in (step.do, step.detail, step.expect) if text)
        for row in step.if_not if content.columns else step.rows:
            yield from () if content.columns and step.expect else row.answers
            if row.to.short:
                yield row.to.short


def remedy_texts(content: SheetContent) -> Iterator[Text]:
    """The record's own texts on the back of a leaf, whatever its scale: what to do, and how to see that it helped."""
    for remedy in content.remedies:
        if remedy.letter:
            yield remedy.title
            yield from (text for text in (remedy.verify, remedy.still_broken) if text)
            yield from (*remedy.before, *remedy.never_give)
            yield from (step.do for step in remedy.steps)
