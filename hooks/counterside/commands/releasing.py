"""What is handed to others: a release of the built site."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import click

from counterside.commands.running import ROOT, CannotRun, project, run
from counterside.publish import SITE
from counterside.release import release as make_release


@click.command()
@ROOT
@click.option("--out", type=click.Path(path_type=Path), help="Where to write it; default: dist/ in the project.")
def release(root: Path | None, out: Path | None) -> None:
    """The built site as a zip with checksums, the same bytes on every machine."""
    folder = project(root)
    site = folder / SITE
    if not site.is_dir():
        raise CannotRun("there is no built site; `counterside build` makes it")
    target, sums = run(lambda: make_release(site, out or folder / "dist", version("counterside")))
    click.echo(f"{target}\n{sums}")
