"""check_project(root) → Report: reads the records, runs every rule, measures the sheets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import chain
from pathlib import Path

from counterside import rules, sheets
from counterside.content import form_errors, history, load, prose
from counterside.content.load import MissingFolder
from counterside.model import Catalog
from counterside.rules.rule import Rule
from counterside.sheets import characters
from counterside.sheets import verify as sheets_verify
from counterside.site import verify
from counterside.text.files import Cache
from counterside.text.limits import TookTooLong, limit_time
from counterside.text.problems import Check, Place, Problem

_OF_RULES = tuple(rule.check for rule in rules.RULES if not rule.is_part)
_LISTS = (
    form_errors.FILE_CHECKS,
    form_errors.RECORD_CHECKS,
    _OF_RULES,
    prose.CHECKS,
    characters.CHECKS,
    sheets_verify.CHECKS,
    verify.CHECKS,
)
CHECKS: tuple[Check, ...] = tuple(sorted(chain.from_iterable(_LISTS), key=lambda check: check.code))
"""Every check, by code: of the files' form, of the records, of the built site."""

FITS_CACHE = ".cache/fits"

LONGEST = 5
"""Seconds of the processor's time that the rules may take for one record, or for all hand-written pages."""

ProgressHook = Callable[[str, int, int], None]
"""Called with the name of a step, the pieces done and their total; 0 where the total is not known."""


def ignore_progress(step: str, done: int, total: int) -> None:
    """A progress hook that does nothing."""


@dataclass(frozen=True)
class Report:
    """A catalog and its problems, sorted by path, line and column. `catalog` is `None` when `checklists/site.yml`
    cannot be used; `files` counts the files that were read."""

    catalog: Catalog | None
    problems: tuple[Problem, ...]
    files: int
    loaded: load.Loaded | None = None

    @cached_property
    def address(self) -> str:
        """The address of the site, for the links in messages; empty without a catalog."""
        return self.catalog.site.address if self.catalog else ""

    def locate_problems(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Problems with line and column, sorted, each once."""
        return tuple(sorted(set(map(self.loaded.locate_problem, problems)))) if self.loaded else ()


def find_project(start: Path) -> Path:
    """The nearest folder from `start` upwards that holds `checklists/`. Raises `MissingFolder`."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / load.FOLDER).is_dir():
            return folder
    raise MissingFolder(f"there is no folder `{load.FOLDER}` in {start} or above it; name the project with --root")


def read_project(root: Path) -> Report:
    """The records under `root` with the problems of their form alone. Raises `MissingFolder`."""
    loaded = load.load_catalog(root)
    return Report(loaded.catalog, tuple(sorted(set(loaded.problems))), len(loaded.sources), loaded)


def check_project(root: Path) -> Report:
    """The records under `root` with every problem that is found without measuring sheets. Raises `MissingFolder`."""
    report = read_project(root)
    if report.catalog is None or report.loaded is None:
        return report
    # What stands at or inside a problem of form is not told once more.
    made = rules.apply_waivers(report.catalog, tuple(_run_rules(root, report.catalog)))
    found = report.locate_problems(each for each in made if not report.loaded.is_reported(each.place))
    return replace(report, problems=tuple(sorted({*report.problems, *found})))


def check_all(root: Path) -> Report:
    """The same with the sheets that do not fit their paper. Raises `MissingFolder`."""
    return check_fit(root, check_project(root))


def _run_rules(root: Path, catalog: Catalog) -> Iterator[Problem]:
    """What is wrong with the records together, with the files around them, and with each record by itself."""
    yield from rules.validate_catalog(catalog)
    yield from characters.find_unprintable_labels(catalog.labels)
    yield from _limit_work(Place(prose.DOCS, (1, 1)), partial(prose.lint_prose, root, catalog))
    yield from history.find_late_reviews(root, catalog)
    yield from _validate_records(catalog)
    for node in catalog.written:
        yield from characters.find_unprintable(node)


def check_rule(code: str, text: str, base: load.Loaded) -> tuple[Problem, ...]:
    """What the rule `code` reports about the files in `text`, each below a comment that names it, such as
    `# checklists/symptoms/no-power.yml`, laid over the records of `base`. Problems of form are reported too. Nothing is
    read from the disk, so this takes milliseconds. Raises `ValueError` for text without such a comment and `KeyError`
    for a code that no rule has."""
    before, *parts = re.split(rf"^# ({load.FOLDER}/\S+)\n", text, flags=re.MULTILINE)
    if before.strip() or not parts:
        raise ValueError(f"begin each file with a comment that names it: # {load.FOLDER}/symptoms/no-power.yml")
    chosen = tuple(rule for rule in rules.RULES if rule.code == code)
    if not chosen:
        raise KeyError(code)
    loaded = load.load_texts(dict(zip(parts[::2], parts[1::2], strict=True)), base)
    problems = set(loaded.problems)
    if loaded.catalog is not None:
        found = (*rules.validate_catalog(loaded.catalog, chosen), *_validate_records(loaded.catalog, chosen))
        problems |= {loaded.locate_problem(one) for one in found if not loaded.is_reported(one.place)}
    return tuple(sorted(problems))


def _validate_records(catalog: Catalog, chosen: tuple[Rule, ...] = rules.RULES) -> Iterator[Problem]:
    for node in catalog.written:
        yield from _limit_work(node.place, partial(rules.validate_record, node, catalog, chosen))


def _limit_work(place: Place, find: Callable[[], Iterable[Problem]]) -> Iterable[Problem]:
    """What a piece of work finds, or that it does not end: a pattern of the lexicon may try every way there is."""
    try:
        with limit_time(LONGEST):
            return tuple(find())
    except TookTooLong:
        message = f"takes more than {LONGEST} s to check: a pattern in wording.yml tries too many ways"
        fix = "give the repeats in the newest pattern a limit, such as `{0,20}` in place of `*`"
        return (Problem(place, message, fix, "CS005"),)


def check_fit(root: Path, report: Report) -> Report:
    """A report with the sides that are too high for their paper (CS508). A catalog with problems is not measured.

    Raises `TypstError`."""
    if report.catalog is None or report.problems:
        return report
    contents = tuple(sheets.build_contents(report.catalog))
    fits = sheets.fit_contents(report.catalog, contents, fits_cache(root))
    return replace(report, problems=report.locate_problems(sheets_verify.find_misfits(fits)))


def fits_cache(root: Path) -> Cache:
    """The heights of sheets that were measured before."""
    return Cache(root / FITS_CACHE)


def help_url(problem: Problem, address: str) -> str:
    """The page that explains a problem's code, on the site at `address`."""
    return f"{address}contribute/checks/#{problem.code.lower()}"


def format_problem(problem: Problem, address: str) -> str:
    """A problem in three lines: headline, fix, and where to read more."""
    return f"{problem.headline}\n    fix:  {problem.fix}\n    more: {help_url(problem, address)}"
