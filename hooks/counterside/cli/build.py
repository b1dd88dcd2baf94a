"""`counterside build`: the whole site."""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

import click

from counterside.build import BuildFailed, build_site
from counterside.check import check_all, check_project
from counterside.cli.common import ROOT, count_things, find_root, plain_errors, print_problems
from counterside.cli.progress import Progress


@click.command("build")
@ROOT
@click.option("--no-sheets", is_flag=True, help="Leave the PDFs out; the browser's own printing stays.")
@click.option("--timings", is_flag=True, help="Print how long each step took.")
@click.option("--compress", is_flag=True, help="Put a .gz and a .br next to every text, for hosts that serve them.")
def command(root: Path | None, no_sheets: bool, timings: bool, compress: bool) -> None:
    """Check everything, build the site in a folder of its own, and swap it in."""
    folder = find_root(root)
    started = perf_counter()
    with plain_errors():
        report = check_project(folder) if no_sheets else check_all(folder)
        checked_in = perf_counter() - started
        if report.problems:
            print_problems(report.problems, report)
            sys.exit(1)
        click.echo(f"checked {count_things(report.files, 'file')}", err=True)
        try:
            with Progress(names_steps=True) as progress:
                result = build_site(folder, report, not no_sheets, compress, progress)
        except BuildFailed as failed:
            click.echo(str(failed), err=True)
            sys.exit(1)
    if timings:
        for step, seconds in ({"check": checked_in} | progress.seconds).items():
            click.echo(f"  {seconds:6.2f} s  {step}", err=True)
    pages = f"{count_things(result.pages, 'page')} in {count_things(result.languages, 'language')}"
    click.echo(f"{pages}, {count_things(result.changed, 'file')} changed, {perf_counter() - started:.1f} s")
    click.echo(f"look at: {result.folder / 'index.html'} (or `make serve` for a live preview)")
