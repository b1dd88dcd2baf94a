"""Whether a side fits its paper, and how large its type may be: Typst measures, the most comfortable scale wins."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import ceil

from counterside.model.catalog import Catalog
from counterside.sheets.content import RemedyText
from counterside.sheets.document import (
    AFTERWARDS,
    DETAILS,
    OUTCOME,
    Side,
    build_typst_input,
    millimetres,
    write_measured,
)
from counterside.sheets.typst import cache_key, measure_sides, text_width
from counterside.text import i18n
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
    """How each side of one language fits, in order: from its own scale on in the first one in which it does, in the
    smallest one where it does not fit at all.

    What was measured before is read from `cache`; all others are measured in one compilation. Raises `TypstError`.
    """
    rows = [write_measured(catalog, side) for side in sides]
    words = build_typst_input(catalog, sides[0].language, "") if sides else ""
    keys = [cache_key("fit", words, json.dumps(row, sort_keys=True)) for row in rows]
    known: dict[str, bytes] = {key: kept for key in keys if (kept := cache.get(key)) is not None}
    missing = {key: row for key, row in zip(keys, rows, strict=True) if key not in known}
    if missing:
        source = build_typst_input(catalog, sides[0].language, "measure", sides=list(missing.values()))
        for key, (scale, height) in zip(missing, measure_sides(source, catalog.font_folder), strict=True):
            known[key] = f"{scale} {height!r}".encode()
            with suppress(OSError):  # a project that may only be read is measured each time
                cache.put(key, known[key])
    found = ((side, known[key].split()) for side, key in zip(sides, keys, strict=True))
    return [Fit(side.with_scale(side.scale + int(further)), float(height)) for side, (further, height) in found]


def longest_texts(side: Side, count: int = 3) -> tuple[str, ...]:
    """The longest texts of a side, longest first: what to shorten when it does not fit."""
    words = {i18n.strip_marks(text[side.language]) for text in printed_texts(side)}
    return tuple(sorted(words, key=lambda text: (-text_width(text), text))[:count])


def printed_texts(side: Side) -> Iterator[Text]:
    """The record's own texts that a side has to print in its scale of type: no more and no less."""
    content, scale = side.content, side.scales[side.scale]
    if side.is_back:
        for remedy in content.remedies:
            if remedy.letter:
                yield from _remedy_texts(remedy, scale["keeps"])
        yield from (row.answers[0] for row in content.use_other)
        return
    yield content.title
    if side.paper.is_roll:
        steps = content.roll_steps if content.columns else content.roll_steps[: int(scale["steps"])]
        yield from (*content.do_now, *content.never, *(step.do for step in steps))
        return
    yield from (text for text in (content.verify,) if text)
    yield from (*content.do_now, *content.never)
    yield from (row.answers[0] for row in content.use_other if scale.get("signs", 0) > 0)
    yield from content.use_if if scale.get("signs", 0) > 1 else ()
    for step in content.steps:
        yield from (text for text in (step.do, step.detail, step.expect) if text)
        for row in step.if_not if content.columns else step.rows:
            yield from () if content.columns and step.expect else row.answers
            if row.to.short:
                yield row.to.short


def _remedy_texts(remedy: RemedyText, keeps: float) -> Iterator[Text]:
    """What to do, in which order, and what never to give away, always; how to see that it helped, details of it, and
    what is done and asked afterwards, where there is room."""
    yield remedy.title
    yield from (text for text in (remedy.verify, remedy.still_broken) if text and keeps > OUTCOME)
    yield from (*remedy.before, *remedy.never_give)
    for step in remedy.steps:
        yield step.do
        if step.detail and keeps > DETAILS:
            yield step.detail
    if keeps > AFTERWARDS:
        yield from (*remedy.bring, *remedy.ask, *((remedy.close,) if remedy.close else ()))
