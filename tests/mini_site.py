"""The fictional site of the tests, fresh copies of it, and what `counterside check` says about them.

`tests/catalog/` is a small, complete site about something that is no payment: whatever the engine knows about it,
it read there. A case is a folder of files laid over a copy of it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner, Result

from counterside import cli
from counterside.build import render_site
from counterside.content import load
from counterside.model.catalog import Catalog
from counterside.site.view import Asset, Page

HERE = Path(__file__).parent
PROJECT = HERE.parent
CATALOG = HERE / "catalog"
CASES = HERE / "cases"
EXPECTED = "expected.txt"
DELETE = "DELETE"
BASE = "BASE"
BASES = HERE / "bases"
_BESIDE_THE_FILES = (EXPECTED, DELETE, BASE)
_EXCERPT = re.compile(r"    [\d ]+ \| ")


def fresh_site(folder: Path) -> Path:
    """A copy of the fictional site in `folder`, which must not exist yet; it builds there as it does at home, and
    remembers nothing of what was done there."""
    shutil.copytree(CATALOG, folder, ignore=shutil.ignore_patterns(".cache"))
    return folder


def project_copy(folder: Path) -> Path:
    """What the project's own site is built from, copied to `folder`: a build there touches nothing here."""
    for name in ("checklists", "docs"):
        shutil.copytree(PROJECT / name, folder / name)
    (folder / "hooks").mkdir()  # a preview watches it
    shutil.copyfile(PROJECT / "mkdocs.yml", folder / "mkdocs.yml")
    return folder


def laid_over(case: Path, folder: Path) -> Path:
    """A copy of the fictional site with the files of `case` in place of its own, and without what `DELETE` lists. A
    case with a file `BASE` stands on the folder of `bases/` that it names: its files come first."""
    fresh_site(folder)
    base = case / BASE
    if base.is_file():
        _lay(BASES / base.read_text("utf-8").strip(), folder)
    for path in _deleted(case):
        _remove(folder / path)
    _lay(case, folder)
    return folder


def _lay(files: Path, folder: Path) -> None:
    """Copy the files of a folder over those of another."""
    for path in sorted(files.rglob("*")):
        if path.is_file() and path.name not in _BESIDE_THE_FILES:
            target = folder / path.relative_to(files)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def read_files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder: its path there → its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def edit(path: Path, before: str, after: str) -> None:
    """Write some words of a file anew, wherever they are."""
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8", newline="\n")


def _deleted(case: Path) -> list[str]:
    """The paths that the file `DELETE` of a case lists, one a line."""
    listed = case / DELETE
    return listed.read_text("utf-8").split() if listed.is_file() else []


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def run(*arguments: str | Path) -> Result:
    """The `counterside` command with these arguments, in this process."""
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments], catch_exceptions=False)


def subprocess_environment() -> dict[str, str]:
    """The environment of a command that is to use this tree, in words that do not hang on the machine's."""
    return {**os.environ, "PYTHONPATH": str(PROJECT / "hooks"), "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}


def run_apart(*command: str | Path, at: Path = PROJECT) -> subprocess.CompletedProcess[str]:
    """A command of this environment (`counterside`, `mkdocs`) in a process of its own, in the folder `at`."""
    program = Path(sys.executable).with_name(str(command[0]))
    return subprocess.run(
        [program, *command[1:]],
        cwd=at,
        env=subprocess_environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=900,  # ends a command that hangs; on a busy machine a build takes minutes
        check=False,
    )


def read_catalog(root: Path) -> Catalog:
    """The catalog of a project whose `site.yml` can be used, as read."""
    catalog = load.load_catalog(root).catalog
    assert catalog is not None
    return catalog


@cache
def read_own_records() -> load.Loaded:
    """This project's own records, read once a process, and not judged."""
    return load.load_catalog(PROJECT)


def read_own_catalog() -> Catalog:
    """The catalog of these."""
    catalog = read_own_records().catalog
    assert catalog is not None
    return catalog


class RenderedSite(NamedTuple):
    """The pages and assets of a site, PDFs aside."""

    pages: tuple[Page, ...]
    assets: tuple[Asset, ...]


def render_project(root: Path, with_sheets: bool = False) -> RenderedSite:
    """The pages and assets of a project."""
    return RenderedSite(*render_site(root, read_catalog(root), with_sheets))


def said(root: Path) -> str:
    """What `check` prints about the site under `root`, but for the lines of the records and the `more:`
    lines."""
    lines = run("check", "--root", root).stdout.splitlines(keepends=True)
    return "".join(line for line in lines if line[:10] != "    more: " and not _EXCERPT.match(line))


def without_ids(schema: str) -> Any:
    """A schema without the ids of the day, which are offered beside the form of a link."""

    def drop(part: Any) -> Any:
        if isinstance(part, list):
            return [drop(inner) for inner in part]
        if not isinstance(part, dict):
            return part
        forms = part.get("anyOf", ())
        if len(forms) == 2 and "pattern" in forms[1]:
            part = {**{key: value for key, value in part.items() if key != "anyOf"}, "pattern": forms[1]["pattern"]}
        return {key: drop(inner) for key, inner in part.items()}

    return drop(json.loads(schema))


@cache
def anchors(page: Page) -> frozenset[str]:
    """Every id in a page."""
    return frozenset(re.findall(r'\sid="([^"]+)"', page.html))
