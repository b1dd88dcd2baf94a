"""`rename KIND:OLD NEW`: an id under another name, in every file. `who KIND:ID`: what leads there."""

from __future__ import annotations

from pathlib import Path

import click

from counterside.check import check_loaded, check_texts
from counterside.cli.common import ROOT, CannotRun, count_things, require_catalog
from counterside.content.load import FOLDER, load_catalog
from counterside.content.rename import read_pages, rename_link
from counterside.model import find_references, parse_link
from counterside.text.files import atomic_write
from counterside.text.problems import CannotDo, did_you_mean


@click.command("rename")
@ROOT
@click.argument("old", metavar="KIND:ID[#STEP]")
@click.argument("new", metavar="NEW_ID")
def run_rename(root: Path, old: str, new: str) -> None:
    """Call a record or a step by another id, in every record and page that names it: `rename resolution:a b`. The old
    id goes into `was:`, so that old links and old paper keep working."""
    loaded = load_catalog(root)
    try:
        changed = rename_link(loaded, parse_link(old), new, read_pages(root))
    except CannotDo as refused:
        raise CannotRun(str(refused)) from None
    records = {file: text for file, text in changed.items() if file.startswith(FOLDER)}
    worse = sorted(set(check_texts(records, loaded)) - set(check_loaded(loaded)))
    if any(problem.code < "CS200" for problem in worse):
        raise CannotRun(f"nothing was written, because that would be wrong: {worse[0].headline}")
    for file, text in changed.items():
        if text:
            atomic_write(root / file, text.encode())
        else:
            (root / file).unlink()
    for file, text in sorted(changed.items()):
        click.echo(file if text else f"{file} (moved)")
    click.echo(f"{count_things(sum(map(bool, changed.values())), 'file')} changed.", err=True)


@click.command("who")
@ROOT
@click.argument("target", metavar="KIND:ID[#STEP]")
def run_who(root: Path, target: str) -> None:
    """Show what leads to a record or a step, with file, line and key: `who resolution:power-recovery`."""
    loaded = load_catalog(root)
    catalog = require_catalog(loaded)
    link = parse_link(target)
    if catalog.find_place(link) is None:
        raise CannotRun(f"there is no `{target}`{did_you_mean(target, [str(one.ref) for one in catalog.records])}")
    uses = list(find_references(catalog, link))
    for use in uses:
        line, column = loaded.locate(use.place)
        click.echo(f"{use.place.file}:{line}:{column}: {use.field}")
    if not uses:
        click.echo(f"nothing leads to {target}", err=True)
