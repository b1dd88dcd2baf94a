"""The whole flow, once: read, judge, show. Everybody who wants the site or its problems comes here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from counterside import loader, offline, pages, rules, search, source
from counterside.loader import MissingFolder
from counterside.model import Catalog
from counterside.pages import Asset, Page
from counterside.problems import Check, Problem

_OF_RULES = tuple(rule.check for rule in rules.RULES if not rule.is_part)
CHECKS: tuple[Check, ...] = tuple(sorted((*source.CHECKS, *loader.CHECKS, *_OF_RULES), key=lambda check: check.code))
"""Every check there is, by code: those of reading and those of judging."""

CHECKS_PAGE = "contribute/checks/"


@dataclass(frozen=True)
class Checked:
    """A catalog and everything that is wrong with it, sorted by place. `catalog` is `None` when nothing but its
    problems could be read."""

    catalog: Catalog | None
    problems: tuple[Problem, ...]
    files: int

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
        if (folder / loader.FOLDER).is_dir():
            return folder
    raise MissingFolder(f"there is no folder `{loader.FOLDER}` in {start} or above it; name the project with --root")


def check(root: Path) -> Checked:
    """Read and judge the catalog under `root`. Raises `MissingFolder`."""
    loaded = loader.load(root)
    problems = set(loaded.problems)
    if loaded.catalog is not None:
        for judgement in rules.settle(loaded.catalog, rules.judge(loaded.catalog)):
            finding = judgement.finding
            if not loaded.reported(finding.place):
                line, column = loaded.locate(finding.place)
                problems.add(Problem(finding.place.file, line, column, judgement.code, finding.message, finding.fix))
    return Checked(loaded.catalog, tuple(sorted(problems)), len(loaded.sources))


def build(root: Path) -> Site:
    """Everything the site under `root` publishes. Raises `MissingFolder`."""
    checked = check(root)
    if checked.problems or checked.catalog is None:
        return Site((), (), checked)
    drawn = tuple(pages.render(checked.catalog, CHECKS))
    return Site(
        drawn,
        (
            *pages.assets(checked.catalog),
            *search.assets(checked.catalog, root),
            *offline.manifests(checked.catalog),
            pages.sitemap(checked.catalog, drawn),
        ),
        checked,
    )


def more(problem: Problem, address: str) -> str:
    """The page that explains a problem's code."""
    return f"{address}{CHECKS_PAGE}#{problem.code.lower()}"


def described(problem: Problem, address: str) -> str:
    """A problem as people read it: headline, fix, and where to read more."""
    return f"{problem.headline}\n    fix:  {problem.fix}\n    more: {more(problem, address)}"
