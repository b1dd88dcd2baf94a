"""Does a leaf fit its paper, and how large may its type be? The first density of the ladder that leaves some air."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from counterside import markup
from counterside.languages import Text
from counterside.model import Catalog
from counterside.sheets.height import estimate
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
    """How far down the paper an order comes, found by setting it."""
    return Typeset(order).end()


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
    if side == "back":
        return _fit_back(catalog, languages, leaf, paper, measure)
    if len(languages) > 1:  # seldom fits: the smallest type says so at once
        smallest = smallest_fit(catalog, languages, leaf, paper, measure)
        if not smallest.fits:
            return smallest
    return _roomiest(catalog, languages, Side(leaf, side, paper), measure)


def _roomiest(catalog: Catalog, languages: tuple[str, ...], side: Side, measure: Measure) -> Fit:
    """The first density that leaves some air, else the last one tried. What cannot save enough is not tried."""
    first = found = _tried(catalog, languages, side, measure)
    for density in side.paper.densities:
        if density and first.fill * (1 - LADDER[density]["saves"]) <= AIR:
            found = _tried(catalog, languages, replace(side, density=density), measure)
        if found.fill <= AIR:
            break
    return found


_BACKS = range(3)
"""The densities in which backs differ: their lines stand closer, their type is never smaller."""
_BACK_SAVES = 0.17
"""What the smallest of them saves of the first's height, at most; of what runs over, two columns show twice as much."""


def _fit_back(catalog: Catalog, languages: tuple[str, ...], leaf: Leaf, paper: Paper, measure: Measure) -> Fit:
    """A back is set closer only for the sake of one page; what needs more pages has them with the most air."""
    first = _tried(catalog, languages, Side(leaf, "back", paper), measure)
    if first.fill * (1 - _BACK_SAVES) <= 1:
        for density in _BACKS:
            found = first if not density else _tried(catalog, languages, Side(leaf, "back", paper, density), measure)
            if found.pages == 1:
                return found
    return Fit(0, 1, first.pages)


def smallest_fit(
    catalog: Catalog, languages: tuple[str, ...], leaf: Leaf, paper: Paper, measure: Measure = measured
) -> Fit:
    """The fit of a leaf's front set as small as may be: enough to know whether it fits at all."""
    return _tried(catalog, languages, Side(leaf, side_of(leaf, paper), paper, paper.densities[-1]), measure)


def _height(side: Side) -> float:
    """Points between the margins of one page of a side; a log lies on its side."""
    top, _, bottom, _ = side.paper.margins
    return (side.paper.width if side.name == "log" else side.paper.height) - top - bottom


def _tried(catalog: Catalog, languages: tuple[str, ...], side: Side, measure: Measure) -> Fit:
    end = measure(order(catalog, languages, side.leaf.id, (side,), is_trial=True))
    room = _height(side) * side.paper.sides
    used = _height(side) * (end.page - 1) + end.y
    return Fit(side.density, used / room, end.page, used - room)


MARGIN = 0.95
"""Up to here an estimate is safe: it is the truth or up to a twentieth more. A test keeps it so."""


def surely_fits(leaf: Leaf, language: str) -> bool:
    """Whether a leaf is so short that it fits A4 in any case, so that it need not be set to find out."""
    return estimate(leaf, language) < MARGIN


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
