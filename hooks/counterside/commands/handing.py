"""Commands that hand the site to another program: `export` to another engine, `serve` to the preview."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from counterside import pipeline, publish
from counterside.commands.running import ROOT, CannotRun, count, project, run
from counterside.export import CannotExport
from counterside.export import export as write


@click.command()
@ROOT
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def export(root: Path | None, folder: Path) -> None:
    """Write every page as Markdown with front matter into DIR, a new or empty folder or an earlier export."""
    here = project(root)
    site = run(lambda: pipeline.build(here))
    catalog = site.checked.catalog
    if site.checked.problems or catalog is None:
        for problem in site.checked.problems:
            click.echo(pipeline.described(problem, site.checked.address))
        sys.exit(1)
    click.echo(f"writing {count(len(site.pages), 'page')} …", err=True)
    try:
        done = run(lambda: write(here, catalog, site.pages, site.assets, folder.absolute()))
    except CannotExport as refused:
        raise CannotRun(str(refused)) from None
    click.echo(f"{count(done.pages, 'page')} and {count(done.assets, 'file')} beside them in {folder}")


@click.command()
@ROOT
@click.option("--address", default=publish.PREVIEW_ADDRESS, show_default=True, metavar="HOST:PORT")
def serve(root: Path | None, address: str) -> None:
    """A live preview for machines without make: an edited checklist shows up in the browser by itself."""
    folder = project(root)
    if not (folder / "mkdocs.yml").is_file():
        raise CannotRun(f"there is no mkdocs.yml in {folder}: the preview needs it")
    sys.exit(run(lambda: publish.preview(folder, address)))
