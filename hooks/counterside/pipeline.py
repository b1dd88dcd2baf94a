"""The whole flow, once: read, judge, show. Everybody who wants the site or its problems comes here."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

from counterside import audit, loader, model, offline, rules, search, sheets, source
from counterside import site as pages
from counterside.cache import Cache, code_of, digest_of, releases
from counterside.languages import Labels
from counterside.loader import MissingFolder
from counterside.memory import Memory
from counterside.model import Catalog, Checklist, Watched
from counterside.problems import Check, Judgement, Problem
from counterside.reports import Printed
from counterside.sheets import Plan
from counterside.sheets.leaf import Leaf
from counterside.sheets.plan import Fitted
from counterside.site import Asset, Page, Sketch, View

_OF_RULES = tuple(rule.check for rule in rules.RULES if not rule.is_part)
CHECKS: tuple[Check, ...] = tuple(
    sorted((*source.CHECKS, *loader.CHECKS, *_OF_RULES, *audit.CHECKS), key=lambda check: check.code)
)
"""Every check there is, by code: those of reading, of judging, and of what was built."""

CHECKS_PAGE = "contribute/checks/"
OUTLINE = "COUNTERSIDE_OUTLINE"
"""The environment's word for the file that says which pages are drawn elsewhere."""
PROSE_LABELS = ("home", "symptoms", "safety", "about", "contribute", "edit_page", "report_problem")
"""Words of the interface that the prose's engine puts at the foot of its pages."""
_LEXICON = ("site", "wording", "glossary", "contacts", "sources", "labels", "profile")
"""The files that rules about one record look at beside the record."""
CHECK_CACHE = ".cache/check"
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
    loaded: loader.Loaded | None = None
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)

    @cached_property
    def address(self) -> str:
        """Where the site lives, for the links in messages; empty when the site's own file cannot be used."""
        return self.catalog.site.address if self.catalog else ""


class Drawn(NamedTuple):
    """A page with what it asked the catalog while it was drawn, and the stamp of the answers."""

    page: Page
    reads: frozenset[str]
    stamp: str


@dataclass(frozen=True)
class Site:
    """What a build publishes, or the problems that stop it; with a problem there is nothing to publish."""

    pages: tuple[Page, ...]
    assets: tuple[Asset, ...]
    checked: Checked
    drawn: Mapping[str, Drawn] = field(default_factory=dict, compare=False, repr=False)


def project_root(start: Path) -> Path:
    """The nearest folder from `start` upwards that holds `checklists/`. Raises `MissingFolder`."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / loader.FOLDER).is_dir():
            return folder
    raise MissingFolder(f"there is no folder `{loader.FOLDER}` in {start} or above it; name the project with --root")


def check(root: Path, memory: Memory | None = None, watch: Watch = unwatched) -> Checked:
    """Read and judge the catalog under `root`. What `memory` knows is neither parsed nor judged again, and it learns
    the rest. Raises `MissingFolder`."""
    memory = memory or Memory()
    loaded = loader.load(root, memory, lambda files: watch("reading", files, 0))
    made = tuple(_judge(root, loaded, loaded.catalog, memory)) if loaded.catalog is not None else ()
    problems = set(loaded.problems)
    if loaded.catalog is not None:
        for judgement in rules.settle(loaded.catalog, made):
            if not loaded.reported(judgement.finding.place):
                problems.add(loaded.problem(judgement))
    return Checked(loaded.catalog, tuple(sorted(problems)), len(loaded.sources), loaded, memory)


def recall(root: Path) -> Memory:
    """What an earlier check of the project under `root` came to, by this same code."""
    key = f"{code_of(Path(__file__).parent)} {releases(('PyYAML', 'pydantic', 'typst'))}"
    return Memory.load(root / CHECK_CACHE, key)


def _judge(root: Path, loaded: loader.Loaded, catalog: Catalog, memory: Memory) -> Iterator[Judgement]:
    """What is wrong with the records together, with what stands beside them, and with each by itself. A file with
    nothing wrong is not judged by itself again, for as long as it and the words of the trade stay the same."""
    digests = loaded.digests
    memory.lexicon = digest_of("".join(digests.get(f"{loader.FOLDER}/{name}.yml", "-") for name in _LEXICON))
    yield from rules.judge_cards(catalog)
    yield from audit.judge_sources(root, catalog)
    at_fault: set[str] = set()
    for node in catalog.written:
        file = node.place.file
        if not memory.is_clean(file, digests.get(file, "")):
            for judgement in (*rules.judge_record(node, catalog), *audit.judge_record(node)):
                at_fault.add(file)
                yield judgement
    memory.clean = {file: digest for file, digest in digests.items() if file not in at_fault}


def build(root: Path, with_sheets: bool = False, before: Site | None = None) -> Site:
    """Everything the site under `root` publishes; `with_sheets` lets its pages link to the PDFs, which somebody else
    makes. What this process read, judged and drew `before` is taken from there. Raises `MissingFolder`."""
    return show(root, check(root, before.checked.memory.again() if before else None), with_sheets, before)


def show(root: Path, checked: Checked, with_sheets: bool = False, before: Site | None = None) -> Site:
    """What a checked catalog looks like, whole."""
    if checked.problems or checked.catalog is None or checked.loaded is None:
        return Site((), (), checked, before.drawn if before else {})
    catalog, watched = checked.catalog, Watched(checked.catalog, checked.loaded.digests)
    old = before.drawn if before and shared_words(before.checked) == shared_words(checked) else {}
    found = {
        sketch.file: _again(watched, old.get(sketch.file)) or _anew(watched, sketch)
        for sketch in sketched(root, catalog, with_sheets)
    }
    drawn = tuple(each.page for each in found.values())
    pictures = (sketch.draw() for sketch in pages.pictures(catalog))
    default = catalog.site.codes[0]
    dates = {page.path: page.reviewed for page in drawn if page.is_listed and page.language == default}
    return Site(drawn, (*assets(root, catalog), *pictures, pages.sitemap(catalog, dates)), checked, found)


def shared_words(checked: Checked) -> tuple[str, ...]:
    """Digests of the files whose words stand on every page; nobody notes that they were read."""
    digests = checked.loaded.digests if checked.loaded else {}
    return tuple(digests.get(f"{loader.FOLDER}/{name}.yml", "") for name in ("site", "labels", "profile"))


def _again(watched: Watched, drawn: Drawn | None) -> Drawn | None:
    return drawn if drawn and watched.stamp(sorted(drawn.reads)) == drawn.stamp else None


def _anew(watched: Watched, sketch: Sketch[Page]) -> Drawn:
    page, reads = watched.reads_of(lambda: sketch.draw(watched.catalog))
    reads |= {page.place.file} if page.place else set()
    return Drawn(page, reads, watched.stamp(sorted(reads)))


def sketched(root: Path, catalog: Catalog, with_sheets: bool) -> Iterator[Sketch[Page]]:
    """Every page of a judged catalog in its languages, to be drawn; HTML sheets among them."""
    paired = sheets.side_by_side(catalog, _measure(root)) if with_sheets else None
    yield from pages.sketched(catalog, CHECKS, paired)
    for checklist in (*catalog.symptoms, *catalog.routines):
        yield from pages.sketches(catalog, f"{sheets.FOLDER}{checklist.id}/", partial(_sheet_page, checklist))


def assets(root: Path, catalog: Catalog) -> tuple[Asset, ...]:
    """What pages load, and what is found by search in the languages of `catalog`; pictures aside."""
    return (
        *pages.assets(catalog),
        Asset(*sheets.script()),
        *search.assets(catalog, root),
        *offline.manifests(catalog),
    )


def outline(checked: Checked, paths: Iterable[tuple[str, str]]) -> bytes:
    """What the prose's engine has to know of a site that is drawn without it: what the site is called, and the path
    and language of every page. The same site gives the same bytes."""
    site = checked.catalog.site.model_dump(mode="json", by_alias=True) if checked.catalog else {}
    words = {name: checked.catalog.labels.words[name] for name in PROSE_LABELS} if checked.catalog else {}
    told = {"site": site, "words": words, "pages": sorted(paths)}
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def outlined(raw: bytes) -> Site:
    """The site of an outline: its pages are empty, because somebody else writes them."""
    found = json.loads(raw)
    nothing = Catalog(
        model.Site.model_validate(found["site"]), Labels(found["words"]), (), (), (), frozenset(), frozenset()
    )
    drawn = tuple(Page(path, language, "", "", "") for path, language in found["pages"])
    return Site(drawn, (), Checked(nothing, (), 0))


def audit_output(site: Path, checked: Checked) -> tuple[Problem, ...]:
    """What is wrong with the site built from a checked catalog in the folder `site`, sorted by place."""
    if checked.loaded is None or checked.catalog is None:
        return ()
    return tuple(sorted({checked.loaded.problem(made) for made in audit.judge_output(site, checked.catalog)}))


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
    """The same with the sheets that do not fit their paper. A catalog with problems is not measured, nor is a sheet
    that fitted while nothing that stands on it is different."""
    if checked.catalog is None or checked.loaded is None or checked.problems:
        return checked
    doubtful = tuple(_doubtful(checked, checked.catalog, watch))
    fronts = sheets.doubtful_fronts(checked.catalog, doubtful, _measure(root))
    problems = _settled(checked, audit.judge_fit(_heard(fronts, watch)))
    for problem in problems:
        checked.memory.fitted.pop(problem.path, None)
    return replace(checked, problems=problems)


def _doubtful(checked: Checked, catalog: Catalog, watch: Watch) -> Iterator[Leaf]:
    """The leaves that have to be measured. The memory learns of every leaf what it asked the catalog and the stamp of
    the answers, as though all of them fitted."""
    memory, digests = checked.memory, checked.loaded.digests if checked.loaded else {}
    shared = digest_of("\n".join(shared_words(checked)))
    watched = Watched(catalog, digests)
    memory.fitted = {}
    changed: list[Checklist] = []
    for checklist in (*catalog.symptoms, *catalog.routines):
        stamp, reads = memory.old_fitted.get(checklist.place.file, ("", []))
        if stamp and stamp == shared + watched.stamp(reads):
            memory.fitted[checklist.place.file] = (stamp, reads)
        else:
            changed.append(checklist)
    for checklist, (reads, is_short) in zip(changed, _estimated(watched, changed), strict=True):
        memory.fitted[checklist.place.file] = (shared + watched.stamp(reads), reads)
        if not is_short:
            yield sheets.leaf_of(catalog, checklist)


def _estimated(watched: Watched, some: Iterable[Checklist]) -> list[tuple[list[str], bool]]:
    """For each checklist, what its front asks the catalog, and whether it is so short that it fits in any case."""
    found: list[tuple[list[str], bool]] = []
    for checklist in some:
        front, reads = watched.reads_of(partial(sheets.front_of, watched.catalog, checklist))
        labels = watched.catalog.labels
        is_short = all(sheets.surely_fits(front, code, labels) for code in watched.catalog.site.codes)
        found.append((sorted(reads | {checklist.place.file}), is_short))
    return found


def _heard(fronts: Iterable[Fitted], watch: Watch) -> Iterator[Fitted]:
    for number, front in enumerate(fronts, start=1):
        watch("measuring sheets", number, 0)
        yield front


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
