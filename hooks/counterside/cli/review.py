"""`counterside review --base REV`: what changed for readers since a revision."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from counterside.check import Report, check_project
from counterside.cli.common import ROOT, CannotRun, form_option, print_annotation, print_json
from counterside.content import history
from counterside.content.load import FOLDER
from counterside.model import Catalog
from counterside.reports.diff import Change, compare_catalogs, compare_printed
from counterside.sheets import count_pages
from counterside.text.problems import CannotDo


@click.command("review")
@ROOT
@click.option("--base", required=True, metavar="REV", help="The revision to compare with, as git names it.")
@form_option("text", "json", "github")
def run_review(root: Path, base: str, form: str) -> None:
    """What changed for readers since REV: texts changed in one language only, reviewed dates left behind, ids that
    vanished, addresses that would break, sheets that grew a page; then everything else."""
    with tempfile.TemporaryDirectory() as folder:
        past = Path(folder)
        new = check_project(root)
        try:
            since = history.extract_revision(root, base, (FOLDER, "docs"), past)
        except CannotDo as nothing:
            raise CannotRun(str(nothing)) from None
        old = check_project(past)  # by the rules of today: those of then are in code that is gone
        before, after = _require_catalog(old, f"at `{base}`"), _require_catalog(new, "now")
        changes = compare_catalogs(before, after, _read_prose(past), _read_prose(root), since)
        changes += _compare_sheets(old, new)
    # What is gone has no line any more, so its place is looked up in the old state.
    rows = sorted((_row(change, old, new) for change in changes), key=lambda row: (row[1:4], row[0].message))
    _print_changes(rows, form)


Row = tuple[Change, str, int, int]
"""A change with its file, line and column."""


def _require_catalog(report: Report, when: str) -> Catalog:
    if report.catalog is None:
        raise CannotRun(f"checklists/site.yml cannot be used as it is {when}, so there is nothing to compare")
    return report.catalog


def _compare_sheets(old: Report, new: Report) -> tuple[Change, ...]:
    """What changed on paper. Records with problems cannot be printed, so nothing is compared then."""
    if old.catalog is None or new.catalog is None or old.problems or new.problems:
        click.echo("Sheets were not compared: the checklists have problems, now or then.", err=True)
        return ()
    return compare_printed(new.catalog, count_pages(old.catalog), count_pages(new.catalog))


def _read_prose(root: Path) -> dict[str, str]:
    """The hand-written pages, by their path below `docs/`."""
    docs = root / "docs"
    files = sorted(path for path in docs.rglob("*.md") if path.is_file())
    return {path.relative_to(docs).as_posix(): path.read_text("utf-8", "replace") for path in files}


def _row(change: Change, old: Report, new: Report) -> Row:
    return change, change.place.file, *(_find_position(change, new) or _find_position(change, old) or (1, 1))


def _find_position(change: Change, report: Report) -> tuple[int, int] | None:
    loaded = report.loaded
    return loaded.locate(change.place) if loaded and change.place.file in loaded.sources else None


def _print_changes(rows: list[Row], form: str) -> None:
    if form == "json":
        print_json([_as_data(*row) for row in rows])
    elif form == "github":
        for change, file, line, column in rows:
            level = "warning" if change.needs_a_look else "notice"
            print_annotation(level, change.message, file=file, line=line, col=column)
    else:
        _print_text(rows)


def _print_text(rows: list[Row]) -> None:
    for wanted, title in ((True, "Needs a look"), (False, "Also changed")):
        chosen = [row for row in rows if row[0].needs_a_look == wanted]
        if chosen:
            click.echo(f"{title}:")
        for change, file, line, column in chosen:
            click.echo(f"  {file}:{line}:{column}: {change.message}")
    if not rows:
        click.echo("Nothing changed for readers.", err=True)


def _as_data(change: Change, file: str, line: int, column: int) -> dict[str, object]:
    return {
        "kind": change.kind,
        "path": file,
        "line": line,
        "column": column,
        "message": change.message,
        "needs_a_look": change.needs_a_look,
    }
