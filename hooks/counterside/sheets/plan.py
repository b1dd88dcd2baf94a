"""Which sheets there are: every leaf, in every language, on every paper, and the booklets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from counterside.model import Catalog
from counterside.sheets import press
from counterside.sheets.booklet import booklet, bound
from counterside.sheets.fit import Fit, Measure, fit, measured, smallest_fit, surely_fits
from counterside.sheets.leaf import Leaf, leaves
from counterside.sheets.order import Side, order, side_of
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
) -> Plan:
    """The sheets of the leaves `wanted`; booklets when all of them are. Leaves are measured two at a time."""
    sheets: list[Sheet] = []
    fits: list[Fitted] = []
    everything = tuple(leaves(catalog))
    chosen = tuple(filter(wanted, everything))
    jobs = [(leaf, languages) for leaf in chosen for languages in combinations(catalog)]
    with ThreadPoolExecutor(PRESSES) as pool:
        found = pool.map(lambda job: list(_leaf_sheets(catalog, job[0], job[1], measure)), jobs)
        for done, leaf_sheets in enumerate(found, start=1):
            for made, fitted in leaf_sheets:
                sheets += made
                fits += fitted
            watch(done, len(jobs))
    if chosen == everything:
        sheets += _booklets(catalog, chosen, measure)
    return Plan(tuple(sheets), tuple(fits))


def combinations(catalog: Catalog) -> tuple[tuple[str, ...], ...]:
    """Every language alone, then the first two side by side."""
    codes = catalog.site.codes
    return (*((code,) for code in codes), *((codes[:2],) if len(codes) > 1 else ()))


def doubtful_fronts(catalog: Catalog, some: Iterable[Leaf], measure: Measure = measured) -> Iterator[Fitted]:
    """How some leaves fit the papers on which they must, one language at a time, set as small as may be. Those that
    are so short that they fit in any case are left out."""
    for leaf in some:
        for code in catalog.site.codes:
            if not surely_fits(leaf, code):
                for paper in filter(lambda paper: paper.is_strict, PAPERS):
                    yield Fitted(leaf, (code,), paper, smallest_fit(catalog, (code,), leaf, paper, measure))


def side_by_side(catalog: Catalog, measure: Measure = measured) -> frozenset[str]:
    """The ids of the leaves that fit A4 in two languages at once."""
    pair = combinations(catalog)[-1]
    if len(pair) < 2:
        return frozenset()
    return frozenset(leaf.id for leaf in leaves(catalog) if smallest_fit(catalog, pair, leaf, A4, measure).fits)


def page_counts(catalog: Catalog, chosen: Collection[str], measure: Measure = measured) -> dict[str, dict[str, int]]:
    """How many pages each file takes of the leaves `chosen`: id → file name → pages, rolls left out."""
    return {leaf.id: dict(_pages(catalog, leaf, measure)) for leaf in leaves(catalog) if leaf.id in chosen}


def _pages(catalog: Catalog, leaf: Leaf, measure: Measure) -> Iterator[tuple[str, int]]:
    for languages in combinations(catalog):
        for paper in (paper for paper in PAPERS if not paper.is_roll) if len(languages) == 1 else (A4,):
            front = fit(catalog, languages, leaf, paper, measure)
            if front.fits or not paper.is_strict:
                yield file_name(leaf.id, languages, paper), front.pages
            if paper.has_back and len(languages) == 1 and leaf.remedies:
                back = fit(catalog, languages, leaf, paper, measure, "back")
                yield file_name(leaf.id, languages, paper, is_back=True), back.pages


def _leaf_sheets(
    catalog: Catalog, leaf: Leaf, languages: tuple[str, ...], measure: Measure
) -> Iterator[tuple[list[Sheet], list[Fitted]]]:
    """The sheets of one leaf: side by side on A4 only, one language on every paper."""
    for paper in PAPERS if len(languages) == 1 else (A4,):
        fitted = Fitted(leaf, languages, paper, fit(catalog, languages, leaf, paper, measure))
        made = list(_sides(catalog, fitted, measure)) if fitted.fit.fits or not paper.is_strict else []
        yield made, [] if paper.is_roll else [fitted]


def _sides(catalog: Catalog, fitted: Fitted, measure: Measure) -> Iterator[Sheet]:
    leaf, languages, paper = fitted.leaf, fitted.languages, fitted.paper
    has_back = paper.has_back and len(languages) == 1 and bool(leaf.remedies)
    front, back = _front_and_back(catalog, fitted, measure, has_back)

    def sheet(side: Side) -> Sheet:
        ordered = order(catalog, languages, title(leaf, languages), (side,))
        name = file_name(leaf.id, languages, paper, is_back=side.name == "back")
        return Sheet(name, leaf, languages, paper, ordered, is_back=side.name == "back")

    yield sheet(front)
    if back is not None:
        yield sheet(back)
    if paper is A4 and len(languages) == 1:
        made = sheet(front)
        yield Sheet(made.name.replace(".pdf", ".png"), leaf, languages, paper, made.order, "png", PICTURE_PPI)


def _front_and_back(catalog: Catalog, fitted: Fitted, measure: Measure, has_back: bool) -> tuple[Side, Side | None]:
    """The sides of a leaf, numbered through: front, then back."""
    leaf, paper, found = fitted.leaf, fitted.paper, fitted.fit
    name = side_of(leaf, paper)
    if not has_back:
        return Side(leaf, name, paper, found.density, found.pages), None
    behind = fit(catalog, fitted.languages, leaf, paper, measure, "back")
    pages = found.pages + behind.pages
    return (
        Side(leaf, name, paper, found.density, pages),
        Side(leaf, "back", paper, behind.density, pages, found.pages + 1),
    )


def title(leaf: Leaf, languages: tuple[str, ...]) -> str:
    """A document's title, edition included: a screen reader does not read footers."""
    return f"{leaf.number} {' · '.join(leaf.title[code] for code in languages)} · {leaf.edition}"


def _booklets(catalog: Catalog, chosen: tuple[Leaf, ...], measure: Measure) -> Iterator[Sheet]:
    for code in catalog.site.codes:
        sides: list[Side] = []
        for leaf, in_booklet in zip(chosen, bound(chosen), strict=True):
            front = fit(catalog, (code,), leaf, A4, measure)
            if front.fits:
                fitted = Fitted(in_booklet, (code,), A4, front)
                sides += filter(None, _front_and_back(catalog, fitted, measure, bool(leaf.remedies)))
        ordered = booklet(catalog, code, chosen, tuple(sides))
        yield Sheet(f"booklet-{code}.pdf", None, (code,), A4, ordered)
