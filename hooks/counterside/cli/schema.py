"""`counterside schema`: JSON Schemas for editors."""

from __future__ import annotations

from pathlib import Path

import click

from counterside.cli.common import ROOT, count_things, find_root, plain_errors
from counterside.content.load import FOLDER
from counterside.content.schema import build_schemas
from counterside.text.files import write_if_changed


@click.command("schema")
@ROOT
def command(root: Path | None) -> None:
    """Write the JSON Schemas that editors complete from into checklists/schema/."""
    folder = find_root(root) / FOLDER / "schema"
    with plain_errors():
        for name, content in build_schemas().items():
            write_if_changed(folder / name, content.encode())
    click.echo(f"{count_things(len(build_schemas()), 'schema')} in {folder}")
