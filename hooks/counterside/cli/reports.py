"""What the records come to: `counterside coverage`, `graph ID`, and `review --base REV`, what changed for readers."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from counterside.check import Report, check_project
from counterside.cli.common import ROOT, form_option, print_annotation, print_json, read_catalog
from counterside.content import history
from counterside.content.load import FOLDER
from counterside.content.prose import read_pages
from counterside.model import Catalog, Routine, Symptom
from counterside.reports.coverage import Coverage, count_coverage, draw_mermaid
from counterside.reports.diff import Change, compare_catalogs, compare_printed
from counterside.sheets import count_pages
from counterside.text.problems import CannotDo, did_you_mean


@click.command("coverage")
@ROOT
@form_option("text", "json")
def run_coverage(root: Path, form: str) -> None:
    """Print what leads where, what nothing leads to, how much escalates, and which items of the article are open."""
    found = count_coverage(read_catalog(root))
    if form == "json":
        print_json(found.as_data())
    else:
        _print_tables(found)


def _print_tables(found: Coverage) -> None:
    console = Console()
    counts = Table("kind", "published", "drafts")
    for each in found.counts:
        counts.add_row(each.kind, str(each.published), str(each.drafts))
    # Rows name the remedies that they lead to: a matrix of both is wider than any terminal.
    links = Table("no.", "checklist", "escalates", "leads to (in so many places)")
    for row in found.rows:
        uses = ", ".join(f"{link.id} {times}" for link, times in row.uses.items())
        links.add_row(str(row.checklist.number), row.checklist.id, f"{row.calls}/{row.answers} {row.share} %", uses)
    console.print(counts, links)
    console.print(f"Orphans: {', '.join(map(str, found.orphans)) or 'none'}")
    states = ", ".join(f"{found.items(state)} {state}" for state in ("answered", "waived", "open"))
    console.print(f"Items of the article: {states}")
    for item in found.article:
        if item.state == "open":
            console.print(f"  open: {item.item.id}")
    console.print(f"Waivers: {len(found.waivers)}")


@click.command("graph")
@ROOT
# One format only, and an option all the same: scripts that name it go on working when there are more.
@click.option("--format", type=click.Choice(["mermaid"]), default="mermaid", expose_value=False, show_default=True)
@click.option(
    "--language",
    "languages",
    multiple=True,
    help="The language of its words; more than one for labels in all of them. Default: the site's first.",
)
@click.argument("name", metavar="ID")
def run_graph(root: Path, languages: tuple[str, ...], name: str) -> None:
    """Print a checklist as a Mermaid flowchart."""
    catalog = read_catalog(root)
    checklists = {record.id: record for record in (*catalog.of(Symptom), *catalog.of(Routine))}
    if name not in checklists:
        raise CannotDo(f"there is no checklist `{name}`{did_you_mean(name, checklists)}")
    for language in languages:
        if language not in catalog.site.codes:
            raise CannotDo(f"the site has no language `{language}`, only {', '.join(catalog.site.codes)}")
    click.echo(draw_mermaid(checklists[name], catalog, languages or catalog.site.codes[:1]), nl=False)


# ── review ──


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
        since = history.extract_revision(root, base, (FOLDER, "docs"), past)
        old = check_project(past)  # by the rules of today: those of then are in code that is gone
        before, after = _require_catalog(old, f"at `{base}`"), _require_catalog(new, "now")
        changes = compare_catalogs(before, after, read_pages(past), read_pages(root), since)
        if old.problems or new.problems:  # records with problems cannot be printed
            click.echo("Sheets were not compared: the checklists have problems, now or then.", err=True)
        else:
            changes += compare_printed(after, count_pages(before), count_pages(after))
    # What is gone has no line any more, so its place is looked up in the old state.
    rows: list[Row] = [
        (change, change.place.file, *(_find_position(change, new) or _find_position(change, old) or (1, 1)))
        for change in changes
    ]
    rows.sort(key=lambda row: (row[1:4], row[0].message))
    _print_changes(rows, form)


# A change with its file, line and column.
Row = tuple[Change, str, int, int]


def _require_catalog(report: Report, when: str) -> Catalog:
    if report.catalog is None:
        raise CannotDo(f"checklists/site.yml cannot be used as it is {when}, so there is nothing to compare")
    return report.catalog


def _find_position(change: Change, report: Report) -> tuple[int, int] | None:
    loaded = report.loaded
    return loaded.locate(change.place) if loaded and change.place.file in loaded.sources else None


def _print_changes(rows: list[Row], form: str) -> None:
    if form == "json":
        keys = ("kind", "path", "line", "column", "message", "needs_a_look")
        data = ((change.kind, *place, change.message, change.needs_a_look) for change, *place in rows)
        print_json([dict(zip(keys, row, strict=True)) for row in data])
    elif form == "github":
        for change, file, line, column in rows:
            level = "warning" if change.needs_a_look else "notice"
            print_annotation(level, change.message, file=file, line=line, col=column)
    elif not rows:
        click.echo("Nothing changed for readers.", err=True)
    for wanted, title in ((True, "Needs a look"), (False, "Also changed")) if form == "text" else ():
        chosen = [row for row in rows if row[0].needs_a_look == wanted]
        if chosen:
            click.echo(f"{title}:")
        for change, file, line, column in chosen:
            click.echo(f"  {file}:{line}:{column}: {change.message}")
