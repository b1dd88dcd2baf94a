"""Which sheets there are: every leaf, in every language, on every paper, and the booklets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from counterside.model import Catalog
from counterside.sheets import press
from counterside.sheets.booklet import booklet, bound
from counterside.sheets.fit import Fit, Measure, fit, measured, smallest_fit, surely_fits
from counterside.sheets.leaf import Leaf, leaves
from counterside.sheets.order import Side, order_of, side_of
from counterside.sheets.paper import A4, PAPERS, Paper, file_name
from counterside.sheets.press import Form

PRESSES = 2
"""Sheets in work at a time."""
Watch = Callable[[int, int], None]
"""Hears how many are done, and of how many."""

PICTURE_PPI = 110
"""Dots an inch of the picture of an A4 front: readable on a phone, and saved there by a long press."""


@dataclass(frozen=True)
class Sheet:
    """A file to be made. `leaf` is empty for a booklet; `ppi` counts for pictures only."""

    name: str
    leaf: Leaf | None
    languages: tuple[str, ...]
    paper: Paper
    order: str
    form: Form = "pdf"
    ppi: int = 0
    is_back: bool = False

    @property
    def key(self) -> str:
        """What the finished file is kept by."""
        return press.key(self.order, f"{self.form}{self.ppi}")

    def printed(self) -> bytes:
        """Its content, made now. Raises `press.PressFailed`."""
        return press.printed(self.order, self.form, self.ppi)

    @property
    def is_a4_front(self) -> bool:
        """Whether this is the PDF that must be exactly one page."""
        return self.leaf is not None and self.paper is A4 and self.form == "pdf" and not self.is_back


@dataclass(frozen=True)
class Fitted:
    """How one leaf's front fits in some languages on a paper."""

    leaf: Leaf
    languages: tuple[str, ...]
    paper: Paper
    fit: Fit


@dataclass(frozen=True)
class Plan:
    """Every file, and how each front fits. A front that does not fit is in `fits` and not in `sheets`."""

    sheets: tuple[Sheet, ...]
    fits: tuple[Fitted, ...]

    def on(self, papers: Collection[str]) -> Plan:
        """What of it is printed on the papers of these names."""
        return Plan(
            tuple(one for one in self.sheets if one.paper.name in papers),
            tuple(one for one in self.fits if one.paper.name in papers),
        )


def plan(
    catalog: Catalog,
    measure: Measure = measured,
    wanted: Callable[[Leaf], bool] = lambda leaf: True,
    watch: Watch = lambda done, total: None,
    ready: Callable[[Sheet], None] = lambda sheet: None,
) -> Plan:
    """The sheets of the leaves `wanted`; booklets when all of them are. Leaves are measured two at a time. `ready`
    hears of each sheet as soon as it is known, when the typesetter still remembers how it was measured."""
    sizes = _Sizes(catalog, measure)
    sheets: list[Sheet] = []
    fits: list[Fitted] = []
    everything = tuple(leaves(catalog))
    chosen = tuple(filter(wanted, everything))
    jobs = [(leaf, languages) for leaf in chosen for languages in combinations(catalog)]

    def planned(job: tuple[Leaf, tuple[str, ...]]) -> tuple[list[Fitted], list[Sheet]]:
        fitted: list[Fitted] = []
        made: list[Sheet] = []
        for sheet in _leaf_sheets(sizes, *job, fitted.append):
            made.append(sheet)
            ready(sheet)
        return fitted, made

    with ThreadPoolExecutor(PRESSES) as pool:
        for done, (fitted, made) in enumerate(pool.map(planned, jobs), start=1):
            fits += fitted
            sheets += made
            watch(done, len(jobs))
    if chosen == everything:
        sheets += _booklets(sizes, chosen)
    return Plan(tuple(sheets), tuple(fits))


def combinations(catalog: Catalog) -> tuple[tuple[str, ...], ...]:
    """Every language alone, then the first two side by side."""
    codes = catalog.site.codes
    return (*((code,) for code in codes), *((codes[:2],) if len(codes) > 1 else ()))


def doubtful_fronts(catalog: Catalog, some: Iterable[Leaf], measure: Measure = measured) -> Iterator[Fitted]:
    """How some leaves fit the papers on which they must, one language at a time, set as small as may be, two at a time.
    Those that are so short that they fit in any case are left out."""
    doubtful = [
        (leaf, code, paper)
        for leaf in some
        for code in catalog.site.codes
        if not surely_fits(leaf, code, catalog.labels)
        for paper in PAPERS
        if paper.is_strict
    ]

    def fitted(front: tuple[Leaf, str, Paper]) -> Fitted:
        leaf, code, paper = front
        side = Side(leaf, side_of(leaf, paper), paper)
        return Fitted(leaf, (code,), paper, smallest_fit(catalog, (code,), side, measure))

    with ThreadPoolExecutor(PRESSES) as pool:
        yield from pool.map(fitted, doubtful)


def side_by_side(catalog: Catalog, measure: Measure = measured) -> frozenset[str]:
    """The ids of the leaves that fit A4 in two languages at once."""
    pair = combinations(catalog)[-1]
    if len(pair) < 2:
        return frozenset()
    fronts = (Side(leaf, side_of(leaf, A4), A4) for leaf in leaves(catalog))
    return frozenset(side.leaf.id for side in fronts if smallest_fit(catalog, pair, side, measure).fits)


def page_counts(catalog: Catalog, chosen: Collection[str], measure: Measure = measured) -> dict[str, dict[str, int]]:
    """How many pages each file takes of the leaves `chosen`: id → file name → pages, rolls left out."""
    sizes = _Sizes(catalog, measure)
    return {leaf.id: dict(_pages(sizes, leaf)) for leaf in leaves(catalog) if leaf.id in chosen}


def _pages(sizes: _Sizes, leaf: Leaf) -> Iterator[tuple[str, int]]:
    for languages in combinations(sizes.catalog):
        for paper in (paper for paper in PAPERS if not paper.is_roll) if len(languages) == 1 else (A4,):
            back, front = sizes.back(languages, leaf, paper), sizes.front(languages, leaf, paper)
            if front.fit.fits or not paper.is_strict:
                yield file_name(leaf.id, languages, paper), front.fit.pages
            if back is not None:
                yield file_name(leaf.id, languages, paper, is_back=True), back.fit.pages


@dataclass(frozen=True)
class _Sized:
    """A side as it will be printed, and how it fits."""

    side: Side
    fit: Fit


@dataclass(frozen=True)
class _Sizes:
    """The sides of leaves as they will be printed; each is fitted once, for its file and for a booklet."""

    catalog: Catalog
    measure: Measure
    known: dict[tuple[str, tuple[str, ...], str, str], _Sized] = field(default_factory=dict)

    def back(self, languages: tuple[str, ...], leaf: Leaf, paper: Paper) -> _Sized | None:
        """The back of a leaf's one front page, where it has one."""
        if not (paper.has_back and len(languages) == 1 and leaf.remedies):
            return None
        return self._once(languages, Side(leaf, "back", paper, before=1))

    def front(self, languages: tuple[str, ...], leaf: Leaf, paper: Paper) -> _Sized:
        """The front of a leaf, with the pages of its back in its numbers."""
        back = self.back(languages, leaf, paper)
        return self._once(languages, Side(leaf, side_of(leaf, paper), paper, behind=back.fit.pages if back else 0))

    def bound(self, languages: tuple[str, ...], back: _Sized, in_booklet: Leaf) -> Side:
        """A back in a booklet tells less: where the whole of it has one page and all the air, so has this."""
        side = replace(back.side, leaf=in_booklet)
        return side if back.fit.pages == 1 and not side.density else self._sized(languages, side).side

    def _once(self, languages: tuple[str, ...], side: Side) -> _Sized:
        key = (side.leaf.id, languages, side.paper.name, side.name)
        if key not in self.known:
            self.known[key] = self._sized(languages, side)
        return self.known[key]

    def _sized(self, languages: tuple[str, ...], side: Side) -> _Sized:
        found = fit(self.catalog, languages, side, self.measure)
        return _Sized(replace(side, density=found.density), found)


def _leaf_sheets(
    sizes: _Sizes, leaf: Leaf, languages: tuple[str, ...], fitted: Callable[[Fitted], None]
) -> Iterator[Sheet]:
    """The sheets of one leaf: side by side on A4 only, one language on every paper. `fitted` hears how fronts fit."""
    for paper in PAPERS if len(languages) == 1 else (A4,):
        back = sizes.back(languages, leaf, paper)
        if back is not None:
            yield _sheet(sizes.catalog, languages, back.side)
        front = sizes.front(languages, leaf, paper)
        if not paper.is_roll:
            fitted(Fitted(leaf, languages, paper, front.fit))
        if front.fit.fits or not paper.is_strict:
            sheet = _sheet(sizes.catalog, languages, front.side)
            yield sheet
            if paper is A4 and len(languages) == 1:
                yield replace(sheet, name=sheet.name.replace(".pdf", ".png"), form="png", ppi=PICTURE_PPI)


def _sheet(catalog: Catalog, languages: tuple[str, ...], side: Side) -> Sheet:
    is_back = side.name == "back"
    name = file_name(side.leaf.id, languages, side.paper, is_back=is_back)
    return Sheet(name, side.leaf, languages, side.paper, order_of(catalog, languages, side), is_back=is_back)


def _booklets(sizes: _Sizes, chosen: tuple[Leaf, ...]) -> Iterator[Sheet]:
    for code in sizes.catalog.site.codes:
        sides: list[Side] = []
        for leaf, in_booklet in zip(chosen, bound(chosen), strict=True):
            back, front = sizes.back((code,), leaf, A4), sizes.front((code,), leaf, A4)
            if front.fit.fits:
                sides.append(replace(front.side, leaf=in_booklet))
                if back is not None:
                    sides.append(sizes.bound((code,), back, in_booklet))
        ordered = booklet(sizes.catalog, code, chosen, tuple(sides))
        yield Sheet(f"booklet-{code}.pdf", None, (code,), A4, ordered)
