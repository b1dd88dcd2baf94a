"""Does a leaf fit its paper, and how large may its type be? The first density of the ladder that leaves some air."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from counterside import markup
from counterside.languages import Text
from counterside.model import Catalog
from counterside.sheets.leaf import Leaf
from counterside.sheets.order import LADDER, Side, SideName, millimetres, order, side_of
from counterside.sheets.paper import Paper
from counterside.sheets.press import End, Typeset

Measure = Callable[[str], End]
"""Finds how far down the paper an order comes; `measured`, or something that remembers."""

AIR = 0.98
"""How full a side may be before the next density is tried."""


@dataclass(frozen=True)
class Fit:
    """How a side sits on its paper: the density chosen, how full it is (1 is full), and the pages it takes."""

    density: int
    fill: float
    pages: int
    over: float = 0

    @property
    def fits(self) -> bool:
        return self.fill <= 1

    @property
    def over_mm(self) -> int:
        """Millimetres too high, rounded up; 0 where it fits."""
        return max(0, int(-(-millimetres(self.over) // 1)))


@lru_cache(maxsize=4096)
def measured(order: str) -> End:
    """How far down the paper an order comes, found by setting it. An order that asks for its `height` in one piece
    gets that, on page 1."""
    typeset = Typeset(order)
    return End(1, typeset.height()) if '"measure": true' in order else typeset.end()


def fit(
    catalog: Catalog,
    languages: tuple[str, ...],
    leaf: Leaf,
    paper: Paper,
    measure: Measure = measured,
    name: SideName | None = None,
) -> Fit:
    """The fit of a leaf's front (or of the side named) on a paper. Rolls always fit, at the middle density."""
    if paper.is_roll:
        return Fit(1, 1, 1)
    side = name or side_of(leaf, paper)
    found = Fit(0, 0, 1)
    for density in range(len(LADDER)):
        found = _tried(catalog, languages, Side(leaf, side, paper, density), measure)
        if found.fill <= AIR:
            return found
    if found.fits:
        return found
    if side == "back":  # goes on to another page
        return Fit(found.density, 1, found.pages)
    return _too_high(catalog, languages, Side(leaf, side, paper, found.density), found, measure)


def _height(side: Side) -> float:
    """Points between the margins of one page of a side; a log lies on its side."""
    top, _, bottom, _ = side.paper.margins
    return (side.paper.width if side.name == "log" else side.paper.height) - top - bottom


def _tried(catalog: Catalog, languages: tuple[str, ...], side: Side, measure: Measure) -> Fit:
    end = measure(order(catalog, languages, side.leaf.id, (side,)))
    room = _height(side) * side.paper.sides
    used = _height(side) * (end.page - 1) + end.y
    return Fit(side.density, used / room, end.page, used - room)


def _too_high(catalog: Catalog, languages: tuple[str, ...], side: Side, found: Fit, measure: Measure) -> Fit:
    """How much too high it really is: pages leave gaps where a step did not fit any more."""
    height = measure(order(catalog, languages, side.leaf.id, (side,), measure=True)).y
    room = _height(side) * side.paper.sides
    over = max(height - room, 1.0)
    return Fit(side.density, (room + over) / room, found.pages, over)


def longest(leaf: Leaf, language: str, count: int = 3) -> tuple[str, ...]:
    """The longest texts of a leaf's front in one language, longest first: what to shorten when it does not fit."""
    words = {markup.plain(text[language]) for text in front_texts(leaf)}
    return tuple(sorted(words, key=lambda text: (-width(text), text))[:count])


def width(text: str) -> int:
    """How wide a text is set, in half-width characters."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def front_texts(leaf: Leaf) -> Iterator[Text]:
    """The record's own texts on the front of a leaf."""
    yield leaf.title
    yield from (text for text in (leaf.objective, leaf.verify) if text)
    yield from (*leaf.use_if, *(row.answers[0] for row in leaf.use_other), *leaf.do_now, *leaf.never)
    for step in leaf.steps:
        yield from (text for text in (step.do, step.detail, step.expect) if text)
        for row in step.if_not if leaf.columns else step.rows:
            yield from () if leaf.columns and step.expect else row.answers
            if row.to.short:
                yield row.to.short
