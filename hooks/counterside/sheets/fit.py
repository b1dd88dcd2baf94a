"""Does a leaf fit its paper, and how large may its type be? The first density of the ladder that leaves some air."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil

from counterside.model import Catalog
from counterside.sheets.height import estimate
from counterside.sheets.leaf import Leaf
from counterside.sheets.order import Side, millimetres, order_of
from counterside.sheets.paper import A4
from counterside.sheets.press import End, Typeset
from counterside.text import markup
from counterside.text.i18n import Labels, Text

Measure = Callable[[str], End]
"""Finds how far down the paper an order comes; `measured`, or something that remembers."""

_Takes = tuple[tuple[float, float], ...]

AIR = 0.98
"""How full a side may be before the next density is tried."""
_TAKES = ((1, 1), (0.89, 0.97), (0.83, 0.92), (0.81, 0.93), (0.72, 0.86), (0.7, 0.86))
"""What a density takes of the first one's height, at least and at most: what would be far too high, or cannot be better
than what was found, is not tried."""
_LOG_TAKES = ((1, 1), *[(0.88, 1)] * (len(_TAKES) - 1))
"""The same for a log, whose type is never smaller: only its lines stand closer."""


@dataclass(frozen=True)
class Fit:
    """How a side sits on its paper: the density chosen, how full it is (1 is full), the pages it takes, whether those
    are as many as they may be, and the points it is too high."""

    density: int
    fill: float
    pages: int
    fits: bool = True
    over: float = 0

    @property
    def is_airy(self) -> bool:
        """Whether no smaller type is needed."""
        return self.fits and self.fill <= AIR

    @property
    def over_mm(self) -> int:
        """Millimetres too high, rounded up; 0 where it fits."""
        return 0 if self.fits else max(1, ceil(millimetres(self.over)))


@lru_cache(maxsize=4096)
def measured(order: str) -> End:
    """How far down the paper an order comes, found by setting it."""
    return Typeset(order).end()


def fit(catalog: Catalog, languages: tuple[str, ...], side: Side, measure: Measure = measured) -> Fit:
    """The density in which a side fits its paper, whatever that of `side` is. Rolls always fit, at the middle one."""
    if side.paper.is_roll:
        return Fit(1, 1, 1)
    if side.name == "back":
        return _fit_back(catalog, languages, side, measure)
    tried: dict[int, Fit] = {}
    if len(languages) > 1:  # seldom fits: the smallest type says so at once
        smallest = smallest_fit(catalog, languages, side, measure)
        if not smallest.fits:
            return smallest
        tried[smallest.density] = smallest
    return _roomiest(catalog, languages, side, measure, tried)


def _roomiest(catalog: Catalog, languages: tuple[str, ...], side: Side, measure: Measure, tried: dict[int, Fit]) -> Fit:
    """The first density that leaves some air, else the last one. What cannot change that is not tried."""
    takes = _LOG_TAKES if side.name == "log" else _TAKES
    expected = 0.0
    if side.paper is A4:
        expected = estimate(side.leaf, languages[0], catalog.labels) / _middle(takes[A4.densities[-1]])
    while (density := _to_try(side.paper.densities, takes, tried, expected)) is not None:
        tried[density] = _tried(catalog, languages, replace(side, density=density), measure)
    return _first_airy(tried) or tried[max(tried)]


def _to_try(densities: tuple[int, ...], takes: _Takes, tried: Mapping[int, Fit], expected: float) -> int | None:
    """The density to be tried next, `None` where the answer is known. `expected` is how full the first one may be, for
    as long as none was tried."""
    least = max((one.fill / takes[density][1] for density, one in tried.items()), default=0)
    most = min((one.fill / takes[density][0] for density, one in tried.items()), default=2 * expected)
    found = _first_airy(tried)
    better = densities if found is None else densities[: densities.index(found.density)]
    doubtful = [density for density in better if density not in tried and least * takes[density][0] <= AIR]
    if found is not None:
        return doubtful[-1] if doubtful else None
    likely = (density for density in doubtful if _middle((least, most)) * _middle(takes[density]) <= AIR)
    last = densities[-1]
    return next(likely, doubtful[-1] if doubtful else None if last in tried else last)


def _middle(bounds: tuple[float, float]) -> float:
    return sum(bounds) / 2


def _first_airy(tried: Mapping[int, Fit]) -> Fit | None:
    return next((tried[density] for density in sorted(tried) if tried[density].is_airy), None)


_BACKS = range(3)
"""The densities in which backs differ: their lines stand closer, their type is never smaller."""
_BACK_SAVES = 0.17
"""What the smallest of them saves of the first's height, at most; of what runs over, two columns show twice as much."""


def _fit_back(catalog: Catalog, languages: tuple[str, ...], side: Side, measure: Measure) -> Fit:
    """A back is set closer only for the sake of one page; what needs more pages has them with the most air."""
    first = _tried(catalog, languages, replace(side, density=0), measure)
    if first.fill * (1 - _BACK_SAVES) <= 1:
        for density in _BACKS:
            found = first if not density else _tried(catalog, languages, replace(side, density=density), measure)
            if found.pages == 1:
                return found
    return Fit(0, 1, first.pages)


def smallest_fit(catalog: Catalog, languages: tuple[str, ...], side: Side, measure: Measure = measured) -> Fit:
    """The fit of a side set as small as may be: enough to know whether it fits at all. Of two languages that have no
    hope of fitting side by side, it is reckoned and not found."""
    smallest = replace(side, density=side.paper.densities[-1])
    if len(languages) > 1:
        reckoned = sum(estimate(side.leaf, code, catalog.labels) for code in languages)
        if reckoned > _HOPELESS:
            fill = reckoned * _SHARED
            return Fit(smallest.density, fill, 2, fits=False, over=(fill - 1) * smallest.room)
    return _tried(catalog, languages, smallest, measure)


def _tried(catalog: Catalog, languages: tuple[str, ...], side: Side, measure: Measure) -> Fit:
    end = measure(order_of(catalog, languages, side))
    fits = end.pages <= side.paper.sides or side.name == "back"
    return Fit(side.density, end.height / side.room, end.pages, fits, end.height - side.room)


_SHARED = 0.7
"""What two languages side by side take of the room that both take alone; between 0.64 and 0.76 for the leaves there
are."""
_HOPELESS = 1.65
"""How full two estimates may be in all before nobody tries to set both on one page."""
MARGIN = 0.95
"""Up to here an estimate is safe: it is the truth or up to a twentieth more. A test keeps it so."""


def surely_fits(leaf: Leaf, language: str, labels: Labels) -> bool:
    """Whether a leaf is so short that it fits A4 in any case, so that it need not be set to find out."""
    return estimate(leaf, language, labels) < MARGIN


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
