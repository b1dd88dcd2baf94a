"""Commands that say something about the records: `graph`, `coverage`, `review`."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from counterside import history, pipeline
from counterside.commands.running import ROOT, CannotRun, catalog_of, escaped, project, run
from counterside.content.load import FOLDER
from counterside.model import Catalog, Routine, Symptom
from counterside.reports import Change, Picture, dot, mermaid, picture, review_printed, svg
from counterside.reports import coverage as cover
from counterside.reports import review as compare
from counterside.text.problems import did_you_mean

_DRAWN: dict[str, Callable[[Picture], str]] = {
    "mermaid": mermaid,
    "svg": lambda found: svg(found, is_standalone=True) + "\n",
    "dot": dot,
}


@click.command()
@ROOT
@click.option("--format", "form", type=click.Choice(list(_DRAWN)), default="mermaid", show_default=True)
@click.option(
    "--language",
    "languages",
    multiple=True,
    help="The language of its words; more than one for labels in all of them. Default: the site's first.",
)
@click.argument("name", metavar="ID")
def graph(root: Path | None, form: str, languages: tuple[str, ...], name: str) -> None:
    """A checklist as a picture, on stdout."""
    catalog = catalog_of(project(root))
    checklists = {record.id: record for record in (*catalog.of(Symptom), *catalog.of(Routine))}
    if name not in checklists:
        raise CannotRun(f"there is no checklist `{name}`{did_you_mean(name, checklists)}")
    for language in languages:
        if language not in catalog.site.codes:
            raise CannotRun(f"the site has no language `{language}`, only {', '.join(catalog.site.codes)}")
    found = picture(checklists[name], catalog, languages or catalog.site.codes[:1])
    click.echo(_DRAWN[form](found), nl=False)


@click.command()
@ROOT
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def coverage(root: Path | None, form: str) -> None:
    """What leads where, what nobody leads to, how much escalates, and which items of the article are open."""
    found = cover(catalog_of(project(root)))
    if form == "json":
        click.echo(json.dumps(found.as_data(), ensure_ascii=False, indent=2))
    else:
        # imported only now: no other command draws tables, and every command would wait for what draws them
        from counterside.commands.tables import print_coverage

        print_coverage(found)


@click.command()
@ROOT
@click.option("--base", required=True, metavar="REV", help="The revision to compare with, as git names it.")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
def review(root: Path | None, base: str, form: str) -> None:
    """What changed for readers since REV: texts changed in one language only, reviewed dates left behind, ids that
    vanished, addresses that would break, sheets that grew a page; then everything else."""
    folder = project(root)
    new = run(lambda: pipeline.check(folder))
    with tempfile.TemporaryDirectory() as past:
        try:
            since = run(lambda: history.extract(folder, base, (FOLDER, "docs"), Path(past)))
        except history.NoHistory as nothing:
            raise CannotRun(str(nothing)) from None
        old = run(lambda: pipeline.check(Path(past)))
        before, after = _usable(old, f"at `{base}`"), _usable(new, "now")
        changes = compare(before, after, _prose(Path(past)), _prose(folder), since)
        changes += _printed(folder, old, new)
    rows = sorted((_row(change, old, new) for change in changes), key=lambda row: (row[1:4], row[0].message))
    _REVIEW_PRINTERS[form](rows)


Row = tuple[Change, str, int, int]
"""A change with its file, line and column."""


def _usable(checked: pipeline.Checked, when: str) -> Catalog:
    if checked.catalog is None:
        raise CannotRun(f"checklists/site.yml cannot be used as it is {when}, so there is nothing to compare")
    return checked.catalog


def _printed(folder: Path, old: pipeline.Checked, new: pipeline.Checked) -> tuple[Change, ...]:
    """What changed on paper. Only judged records can be printed, so with a problem nothing is measured."""
    if old.catalog is None or new.catalog is None or old.problems or new.problems:
        click.echo("Sheets were not measured: the checklists have problems, now or then.", err=True)
        return ()
    return review_printed(new.catalog, *pipeline.page_counts(folder, old.catalog, new.catalog))


def _prose(root: Path) -> dict[str, str]:
    """The hand-written pages, by their path below `docs/`."""
    docs = root / "docs"
    files = sorted(path for path in docs.rglob("*.md") if path.is_file())
    return run(lambda: {path.relative_to(docs).as_posix(): path.read_text("utf-8", "replace") for path in files})


def _row(change: Change, old: pipeline.Checked, new: pipeline.Checked) -> Row:
    return change, change.place.file, *(_located(change, new) or _located(change, old) or (1, 1))


def _located(change: Change, checked: pipeline.Checked) -> tuple[int, int] | None:
    loaded = checked.loaded
    return loaded.locate(change.place) if loaded and change.place.file in loaded.sources else None


def _print_text(rows: list[Row]) -> None:
    for wanted, title in ((True, "Needs a look"), (False, "Also changed")):
        chosen = [row for row in rows if row[0].needs_a_look == wanted]
        if chosen:
            click.echo(f"{title}:")
        for change, file, line, column in chosen:
            click.echo(f"  {file}:{line}:{column}: {change.message}")
    if not rows:
        click.echo("Nothing changed for readers.", err=True)


def _print_json(rows: list[Row]) -> None:
    found = [
        {
            "kind": change.kind,
            "path": file,
            "line": line,
            "column": column,
            "message": change.message,
            "needs_a_look": change.needs_a_look,
        }
        for change, file, line, column in rows
    ]
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))


def _print_github(rows: list[Row]) -> None:
    for change, file, line, column in rows:
        level = "warning" if change.needs_a_look else "notice"
        click.echo(f"::{level} file={file},line={line},col={column}::{escaped(change.message)}")


_REVIEW_PRINTERS: dict[str, Callable[[list[Row]], None]] = {
    "text": _print_text,
    "json": _print_json,
    "github": _print_github,
}
