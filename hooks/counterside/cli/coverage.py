"""`counterside coverage`: what leads where, and what is open."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from counterside.cli.common import ROOT, find_root, read_catalog
from counterside.reports.coverage import Coverage, count_coverage


@click.command("coverage")
@ROOT
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(root: Path | None, form: str) -> None:
    """Print what leads where, what nothing leads to, how much escalates, and which items of the article are open."""
    found = count_coverage(read_catalog(find_root(root)))
    if form == "json":
        click.echo(json.dumps(found.as_data(), ensure_ascii=False, indent=2))
    else:
        _print_tables(found)


def _print_tables(found: Coverage) -> None:
    """Print the links, the items of the article and the waivers."""
    console = Console()
    console.print(_counts(found), _matrix(found))
    console.print(f"Orphans: {', '.join(map(str, found.orphans)) or 'none'}")
    states = ", ".join(f"{found.items(state)} {state}" for state in ("answered", "waived", "open"))
    console.print(f"Items of the article: {states}")
    for item in found.article:
        if item.state == "open":
            console.print(f"  open: {item.item.id}")
    console.print(f"Waivers: {len(found.waivers)}")


def _counts(found: Coverage) -> Table:
    table = Table("kind", "published", "drafts")
    for each in found.counts:
        table.add_row(each.kind, str(each.published), str(each.drafts))
    return table


def _matrix(found: Coverage) -> Table:
    """Checklists with the remedies they lead to: the matrix itself is wider than any terminal."""
    table = Table("no.", "checklist", "escalates", "leads to (in so many places)")
    for row in found.rows:
        uses = ", ".join(f"{link.id} {times}" for link, times in row.uses.items())
        table.add_row(str(row.checklist.number), row.checklist.id, f"{row.calls}/{row.answers} {row.share} %", uses)
    return table
