"""The whole flow, once: read, judge, show. Everybody who wants the site or its problems comes here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from counterside import audit, offline, rules, search, sheets
from counterside import site as pages
from counterside.cache import Cache
from counterside.content import load, yaml_reader
from counterside.content.load import MissingFolder
from counterside.model import Catalog, Checklist
from counterside.reports import Printed
from counterside.sheets import Plan
from counterside.site import Asset, Page, View
from counterside.text.problems import Check, Judgement, Problem

_OF_RULES = tuple(rule.check for rule in rules.RULES if not rule.is_part)
CHECKS: tuple[Check, ...] = tuple(
    sorted((*yaml_reader.CHECKS, *load.CHECKS, *_OF_RULES, *audit.CHECKS), key=lambda check: check.code)
)
"""Every check there is, by code: those of reading, of judging, and of what was built."""

CHECKS_PAGE = "contribute/checks/"
SHEETS_CACHE = ".cache/sheets"
FITS_CACHE = ".cache/fits"

Watch = Callable[[str, int, int], None]
"""Hears of long work as it goes on: which, how much of it is done, of how much; of 0 where nobody knows that yet."""


def unwatched(work: str, done: int, total: int) -> None:
    """For who does not want to hear of it."""


@dataclass(frozen=True)
class Checked:
    """A catalog and everything that is wrong with it, sorted by place. `catalog` is `None` when nothing but its
    problems could be read."""

    catalog: Catalog | None
    problems: tuple[Problem, ...]
    files: int
    loaded: load.Loaded | None = None

    @cached_property
    def address(self) -> str:
        """Where the site lives, for the links in messages; empty when the site's own file cannot be used."""
        return self.catalog.site.address if self.catalog else ""


@dataclass(frozen=True)
class Site:
    """What a build publishes, or the problems that stop it; with a problem there is nothing to publish."""

    pages: tuple[Page, ...]
    assets: tuple[Asset, ...]
    checked: Checked


def project_root(start: Path) -> Path:
    """The nearest folder from `start` upwards that holds `checklists/`. Raises `MissingFolder`."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / load.FOLDER).is_dir():
            return folder
    raise MissingFolder(f"there is no folder `{load.FOLDER}` in {start} or above it; name the project with --root")


def check(root: Path) -> Checked:
    """Read and check the catalog under `root`, the fit of its sheets aside. Raises `MissingFolder`."""
    loaded = load.load_catalog(root)
    made = tuple(_judge(root, loaded.catalog)) if loaded.catalog is not None else ()
    problems = set(loaded.problems)
    if loaded.catalog is not None:
        for judgement in rules.settle(loaded.catalog, made):
            if not loaded.reported(judgement.finding.place):
                problems.add(loaded.problem(judgement))
    return Checked(loaded.catalog, tuple(sorted(problems)), len(loaded.sources), loaded)


def _judge(root: Path, catalog: Catalog) -> Iterator[Judgement]:
    """What is wrong with the records together, with the files around them, and with each record by itself."""
    yield from rules.judge_cards(catalog)
    yield from audit.judge_sources(root, catalog)
    for node in catalog.written:
        yield from rules.judge_record(node, catalog)
        yield from audit.judge_record(node)


def build(root: Path, with_sheets: bool = False) -> Site:
    """Everything that the site under `root` publishes, PDFs aside; `with_sheets` lets its pages link to those. Raises
    `MissingFolder`."""
    return show(root, check(root), with_sheets)


def show(root: Path, checked: Checked, with_sheets: bool = False) -> Site:
    """The rendered pages and assets of a checked catalog; none where it has problems."""
    if checked.problems or checked.catalog is None:
        return Site((), (), checked)
    catalog = checked.catalog
    rendered = tuple(render_pages(root, catalog, with_sheets))
    default = catalog.site.codes[0]
    dates = {page.path: page.reviewed for page in rendered if page.is_listed and page.language == default}
    return Site(rendered, (*assets(root, catalog), pages.draw_sitemap(catalog, dates)), checked)


def render_pages(root: Path, catalog: Catalog, with_sheets: bool) -> Iterator[Page]:
    """Every page of a checked catalog in every language, HTML sheets among them."""
    paired = sheets.side_by_side(catalog, _measure(root)) if with_sheets else None
    yield from pages.render(catalog, CHECKS, paired)
    for checklist in (*catalog.symptoms, *catalog.routines):
        yield from pages.render_all(catalog, f"{sheets.FOLDER}{checklist.id}/", partial(_sheet_page, checklist))


def assets(root: Path, catalog: Catalog) -> tuple[Asset, ...]:
    """What pages load, what the search box finds, the manifests and the pictures of the checklists."""
    return (
        *pages.assets(catalog),
        Asset(*sheets.script()),
        *search.assets(catalog, root),
        *offline.manifests(catalog),
        *pages.draw_graphs(catalog),
    )


def prose_facts(checked: Checked) -> bytes:
    """What the hand-written pages show of the site around them: its own file, the interface's words, the addresses
    that they may link to."""
    sources = checked.loaded.sources if checked.loaded else {}
    files = (sources.get(f"{load.FOLDER}/{name}.yml") for name in ("site", "labels"))
    shared = [file.text if file else "" for file in files]
    return "\n".join([*shared, *sorted(audit.linkable_pages(checked.catalog) if checked.catalog else ())]).encode()


def audit_output(site: Path, checked: Checked, facts: Mapping[str, audit.Sight] | None = None) -> tuple[Problem, ...]:
    """What is wrong with the site built from a checked catalog in the folder `site`, sorted by place. `facts` are its
    pages as `audit.look_at` reads them; read here where they are not given."""
    if checked.loaded is None or checked.catalog is None:
        return ()
    found = audit.judge_output(site, checked.catalog, audit.look_at(site) if facts is None else facts)
    return tuple(sorted({checked.loaded.problem(made) for made in found}))


def _sheet_page(checklist: Checklist, view: View) -> Page:
    """An HTML sheet as a page: served like any other, listed nowhere."""
    sheet = sheets.html_sheet(view.catalog, sheets.leaf_of(view.catalog, checklist), view.lang)
    return Page(
        sheet.path, sheet.language, sheet.title, sheet.description, sheet.html, place=sheet.place, is_listed=False
    )


def plan_sheets(
    root: Path,
    checked: Checked,
    ids: Collection[str] = (),
    watch: sheets.Watch = lambda done, total: None,
    ready: Callable[[sheets.Sheet], None] = lambda sheet: None,
) -> Plan:
    """The sheets of a judged catalog, those of `ids` or all. What was measured before is not measured again; `watch`
    hears how far it is, `ready` of each sheet when it is cheapest to print."""
    if checked.catalog is None:
        return Plan((), ())
    return sheets.plan(checked.catalog, _measure(root), lambda leaf: not ids or leaf.id in ids, watch, ready)


def prints(root: Path) -> sheets.Prints:
    """Where sheets are printed, and kept from one run to the next."""
    return sheets.Prints(Cache(root / SHEETS_CACHE))


def page_counts(root: Path, old: Catalog, new: Catalog) -> tuple[Printed, Printed]:
    """The pages of the sheets that differ between two judged catalogs, before and after. A new checklist has no
    before, and is left out."""
    before = {leaf.id: leaf for leaf in sheets.leaves(old)}
    changed = [leaf.id for leaf in sheets.leaves(new) if before.get(leaf.id, leaf) != leaf]
    old_pages, new_pages = (sheets.page_counts(each, changed, _measure(root)) for each in (old, new))
    return old_pages, new_pages


def judge_fit(root: Path, checked: Checked, watch: Watch = unwatched) -> Checked:
    """The same with the sheets that do not fit their paper. A catalog with problems is not measured."""
    if checked.catalog is None or checked.problems:
        return checked
    watch("measuring sheets", 0, 0)
    fronts = sheets.doubtful_fronts(checked.catalog, sheets.leaves(checked.catalog), _measure(root))
    return replace(checked, problems=_settled(checked, audit.judge_fit(fronts)))


def judge_plan(checked: Checked, planned: Plan) -> tuple[Problem, ...]:
    """The planned sheets that do not fit their paper."""
    return _settled(checked, audit.judge_fit(planned.fits))


def audit_pdf(checked: Checked, made: sheets.Made) -> tuple[Problem, ...]:
    """What is wrong with one PDF. Looks at A4 fronts: the other papers come from the same template."""
    sheet = made.sheet
    if sheet.leaf is None or not sheet.is_a4_front:
        return ()
    return _settled(checked, audit.judge_pdf(sheet.leaf, sheet.languages, sheet.name, made.content))


def _measure(root: Path) -> sheets.Remembered:
    return sheets.Remembered(Cache(root / FITS_CACHE))


def _settled(checked: Checked, made: Iterable[Judgement]) -> tuple[Problem, ...]:
    """Judgements as problems, with line and column."""
    return tuple(sorted(map(checked.loaded.problem, made))) if checked.loaded else ()


def more(problem: Problem, address: str) -> str:
    """The page that explains a problem's code."""
    return f"{address}{CHECKS_PAGE}#{problem.code.lower()}"


def described(problem: Problem, address: str) -> str:
    """A problem as people read it: headline, fix, and where to read more."""
    return f"{problem.headline}\n    fix:  {problem.fix}\n    more: {more(problem, address)}"
