"""`counterside offline`: the site for where there is no network."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import click

from counterside.build import SITE
from counterside.cli.common import ROOT, CannotRun, find_root, plain_errors, read_catalog
from counterside.site import offline
from counterside.text.files import atomic_write


@click.command("offline")
@ROOT
@click.option("--out", type=click.Path(path_type=Path), help="Where to put the files; default: dist/ in the project.")
def command(root: Path | None, out: Path | None) -> None:
    """Pack the built site as a zip for a stick, and as one file per language for a chat."""
    folder = find_root(root)
    site = folder / SITE
    if not (site / "index.html").is_file():
        raise CannotRun(f"there is no built site in {site}; `counterside build` makes it")
    catalog = read_catalog(folder)
    target = out or folder / "dist"
    with plain_errors():
        written = [offline.write_bundle(site, target, urlsplit(catalog.site.address).path)]
        for language in catalog.site.all_languages:
            path = target / f"counterside-{language.code}.html"
            atomic_write(path, offline.render_single_page(catalog, language).encode())
            written.append(path)
    for path in written:
        click.echo(f"{path} ({path.stat().st_size / 1000:.0f} kB)")
