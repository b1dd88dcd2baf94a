"""Commands for taking the site where there is no network: `offline`."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import click

from counterside import offline as keeping
from counterside.commands.running import ROOT, CannotRun, catalog_of, project, run

SITE = "site"
OUT = "dist"


@click.command()
@ROOT
@click.option("--out", type=click.Path(path_type=Path), help="Where to put the files; default: dist/ in the project.")
def offline(root: Path | None, out: Path | None) -> None:
    """The built site as a zip for a stick, and one file a language for a chat."""
    folder = project(root)
    site = folder / SITE
    if not (site / "index.html").is_file():
        raise CannotRun(f"there is no built site in {site}; `counterside build` makes it")
    catalog = catalog_of(folder)
    target = out or folder / OUT
    written = [run(lambda: keeping.bundle(site, target, urlsplit(catalog.site.address).path))]
    for tongue in catalog.site.tongues:
        path = target / f"counterside-{tongue.code}.html"
        path.write_text(keeping.single_page(catalog, tongue), encoding="utf-8", newline="\n")
        written.append(path)
    for path in written:
        click.echo(f"{path} ({path.stat().st_size / 1000:.0f} kB)")
