"""`counterside coverage`: what leads where, and what is open. `counterside graph ID`: a checklist as a flowchart."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from counterside.cli.common import ROOT, CannotRun, form_option, print_json, read_catalog
from counterside.model import Routine, Symptom
from counterside.reports.coverage import Coverage, count_coverage
from counterside.reports.flowchart import draw_mermaid
from counterside.text.problems import did_you_mean


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
        raise CannotRun(f"there is no checklist `{name}`{did_you_mean(name, checklists)}")
    for language in languages:
        if language not in catalog.site.codes:
            raise CannotRun(f"the site has no language `{language}`, only {', '.join(catalog.site.codes)}")
    click.echo(draw_mermaid(checklists[name], catalog, languages or catalog.site.codes[:1]), nl=False)
