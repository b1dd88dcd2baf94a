"""`counterside graph ID`: a checklist as a flowchart."""

from __future__ import annotations

from pathlib import Path

import click

from counterside.cli.common import ROOT, CannotRun, find_root, read_catalog
from counterside.model import Routine, Symptom
from counterside.reports.flowchart import draw_mermaid
from counterside.text.problems import did_you_mean


@click.command("graph")
@ROOT
@click.option("--format", type=click.Choice(["mermaid"]), default="mermaid", expose_value=False, show_default=True)
@click.option(
    "--language",
    "languages",
    multiple=True,
    help="The language of its words; more than one for labels in all of them. Default: the site's first.",
)
@click.argument("name", metavar="ID")
def command(root: Path | None, languages: tuple[str, ...], name: str) -> None:
    """Print a checklist as a Mermaid flowchart."""
    catalog = read_catalog(find_root(root))
    checklists = {record.id: record for record in (*catalog.of(Symptom), *catalog.of(Routine))}
    if name not in checklists:
        raise CannotRun(f"there is no checklist `{name}`{did_you_mean(name, checklists)}")
    for language in languages:
        if language not in catalog.site.codes:
            raise CannotRun(f"the site has no language `{language}`, only {', '.join(catalog.site.codes)}")
    click.echo(draw_mermaid(checklists[name], catalog, languages or catalog.site.codes[:1]), nl=False)
