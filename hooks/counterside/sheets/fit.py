"""Does a leaf fit its paper, and how large may its type be? The first density of the ladder that leaves some air."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil

from counterside import markup
from counterside.languages import Text
from counterside.model import Catalog
from counterside.sheets.leaf import Leaf, LeafStep
from counterside.sheets.order import COLUMN, Side, millimetres, order_of
from counterside.sheets.paper import A4, MM
from counterside.sheets.press import End, Typeset

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
    expected = estimate(side.leaf, languages[0]) / side.paper.sides
    takes = _LOG_TAKES if side.name == "log" else _TAKES
    while (density := _to_try(side.paper.densities, takes, tried, expected)) is not None:
        tried[density] = _tried(catalog, languages, replace(side, density=density), measure)
    return _first_airy(tried) or tried[max(tried)]


def _to_try(densities: tuple[int, ...], takes: _Takes, tried: Mapping[int, Fit], expected: float) -> int | None:
    """The density to be tried next, `None` where the answer is known. `expected` is how full the first one may be, as
    long as none was tried: where a side is as full as that, the search is over soonest."""
    least = max((one.fill / takes[density][1] for density, one in tried.items()), default=0)
    most = min((one.fill / takes[density][0] for density, one in tried.items()), default=2 * expected)
    found = _first_airy(tried)
    better = densities if found is None else densities[: densities.index(found.density)]
    doubtful = [density for density in better if density not in tried and least * takes[density][0] <= AIR]
    if found is not None:
        return doubtful[-1] if doubtful else None
    likely = (density for density in doubtful if (least + most) / 2 * sum(takes[density]) / 2 <= AIR)
    last = densities[-1]
    return next(likely, doubtful[-1] if doubtful else None if last in tried else last)


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
    """The fit of a side set as small as may be: enough to know whether it fits at all."""
    return _tried(catalog, languages, replace(side, density=side.paper.densities[-1]), measure)


def _tried(catalog: Catalog, languages: tuple[str, ...], side: Side, measure: Measure) -> Fit:
    end = measure(order_of(catalog, languages, side))
    room = side.height * side.paper.sides
    fits = end.pages <= side.paper.sides or side.name == "back"
    return Fit(side.density, end.height / room, end.pages, fits, end.height - room)


_UNIT = 5.5
"""Points that half a Chinese character, or a Latin letter, takes in detail type, the gaps of broken lines included."""
_LINE = 14.0
_PARTS = 66.0 + 26 + 32 + 10 + 25
"""Points of what stands on every front: head, call, the last look, the line to cut along, and the air between."""
_PAID = 42.0
_PITCH = 20.0
_LOG_PARTS = 130.0
_STILL = 16
"""Half-width characters of `still not`, its arrow and its ring."""


MARGIN = 1.08
"""Up to here an estimate is safe: for the leaves there are it is more than 1.1 times the truth. A test keeps it so."""


def surely_fits(leaf: Leaf, language: str) -> bool:
    """Whether a leaf is so short that it fits A4 in any case, so that it need not be set to find out.

    An estimate from above, from the widths of the texts alone: a catalog may hold thousands of short checklists.
    """
    return estimate(leaf, language) < MARGIN


def estimate(leaf: Leaf, language: str) -> float:
    """How full the smallest type would leave A4, at most; 1 is full."""
    if leaf.columns:
        cells = A4.height - A4.margins[1] - A4.margins[3] - (9 + leaf.columns * COLUMN[leaf.columns]) * MM
        rows = sum(max(_told(step, language, cells * 0.6), 4 * len(step.if_not)) + 0.5 for step in leaf.steps)
        return (_LOG_PARTS + _LINE * rows) / (A4.width - A4.margins[0] - A4.margins[2])
    inner = A4.content_width - 15 * MM
    listed = [leaf.use_if, tuple(row.answers[0] for row in leaf.use_other), leaf.do_now, leaf.never]
    lists = [sum(_lines(width(markup.plain(text[language])) + 10, inner / 2) for text in texts) + 1 for texts in listed]
    lines = 1.0 + max(lists[:2]) + max(lists[2:])
    lines += sum(_told(step, language, inner) + _answered(step, language, inner) + 0.6 for step in leaf.steps)
    parts = _PARTS + (_PAID if leaf.paid else 0)
    parts += _PITCH * (ceil(len(leaf.blanks) / 2) + ceil((len(leaf.record_lines) + 1) / 3))
    return (parts + _LINE * lines) / A4.content_height


def _told(step: LeafStep, language: str, room: float) -> float:
    """Lines of a step's instruction, with what guards it."""
    do = int(_wide(step.do, language) * 1.15)
    texts = (step.detail, step.expect, *(one.title for one in step.notices))
    rest = sum(_wide(text, language) + 3 for text in texts if text) + 3
    ticks = sum(_lines(sum(_wide(text, language) + 7 for text in gate.ticks), room) + 1.8 for gate in step.gates)
    return ticks + (1.1 if (do + rest + 3) * _UNIT <= room else _lines(do, room) + _lines(rest, room) * any(texts))


def _answered(step: LeafStep, language: str, room: float) -> float:
    """Lines of a step's answers; they share one where their widths allow it."""
    lines, left = 0.0, 0.0
    for row in step.rows:
        words = sum(_wide(text, language) + 1 for text in row.answers) + _wide(row.to.short, language)
        need = (words + 6 + (_STILL if row.to.still else 0)) * _UNIT
        if need + 15 <= left:
            left -= need + 15
        else:
            lines += 1 + int(need // room)
            left = room - need % room
    return lines * 1.05


def _wide(text: Text | None, language: str) -> int:
    return width(markup.plain(text[language])) if text else 0


def _lines(units: int, room: float) -> int:
    """Lines that so many half-width characters take at most in `room` points."""
    return 1 + int(units * _UNIT // room)


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
