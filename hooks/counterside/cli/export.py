"""`counterside export DIR`: the site as Markdown for another engine."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from counterside.build import render_site
from counterside.check import check_project
from counterside.cli.common import ROOT, CannotRun, count_things, find_root, plain_errors, print_problems
from counterside.export import CannotExport, write_export


@click.command("export")
@ROOT
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(root: Path | None, folder: Path) -> None:
    """Write every page as Markdown with front matter into DIR, a new or empty folder or an earlier export."""
    project = find_root(root)
    with plain_errors():
        report = check_project(project)
        if report.problems or report.catalog is None:
            print_problems(report.problems, report)
            sys.exit(1)
        site = render_site(project, report.catalog)
        click.echo(f"writing {count_things(len(site.pages), 'page')} …", err=True)
        try:
            done = write_export(project, report.catalog, site.pages, site.assets, folder.absolute())
        except CannotExport as refused:
            raise CannotRun(str(refused)) from None
    click.echo(f"{count_things(done.pages, 'page')} and {count_things(done.assets, 'file')} beside them in {folder}")
