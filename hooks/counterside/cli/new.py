"""`counterside new KIND ID`: a record to fill in. `counterside schema`: what editors complete records from."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from counterside.cli.common import ROOT, CannotRun, count_things, read_catalog, require_catalog
from counterside.content import yaml_reader
from counterside.content.formatter import find_end
from counterside.content.load import FOLDER, FOLDERS, LISTS, load_catalog
from counterside.content.scaffold import KINDS, LISTED, TODO, write_code, write_entry, write_record
from counterside.content.schema import build_schemas
from counterside.model import Code
from counterside.text.files import atomic_write, write_if_changed
from counterside.text.problems import CannotDo


@click.command("new")
@ROOT
@click.option(
    "--date",
    "reviewed",
    type=click.DateTime(["%Y-%m-%d"]),
    help="When its facts were reviewed; default: today.",
)
@click.option("--symptom", default="", metavar="ID", help="The checklist that a case tells of.")
@click.argument("kind", type=click.Choice([*KINDS, *LISTED, Code.kind]))
@click.argument("name", metavar="ID")
def run_new(root: Path, reviewed: datetime | None, symptom: str, kind: str, name: str) -> None:
    """Write a new record with every key it needs: fill in its texts, and it passes `check`. A code is written into its
    rail's file, a gate, a notice, a source or a term into its list: `new code card-cn/05`."""
    moment = reviewed.date() if reviewed else date.today()  # noqa: DTZ011, TID251  # a person asks, on their own day
    day = moment.isoformat()
    try:
        if kind == Code.kind:
            file, text = _add_code(root, name, day)
        elif kind in LISTED:
            file, text = _add_entry(root, kind, name, day)
        else:
            file, text = _add_record(root, kind, name, day, symptom)
    except CannotDo as refused:
        raise CannotRun(str(refused)) from None
    click.echo(
        f"{file}: a draft with {count_things(text.count(TODO), 'gap')} to fill; `counterside check {file}` names them"
    )


def _add_record(root: Path, kind: str, name: str, day: str, symptom: str) -> tuple[str, str]:
    """Write a record's own file, which must not be there yet; its path, and its text."""
    text = write_record(read_catalog(root), kind, name, day, symptom)
    folder = next(folder for folder, model in FOLDERS.items() if model is KINDS[kind])
    path = root / FOLDER / folder / f"{name}.yml"
    path.parent.mkdir(exist_ok=True)
    try:  # mode `x` refuses a file that is there, without a moment between looking and writing
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        raise CannotRun(f"{path} is already there") from None
    return path.relative_to(root).as_posix(), text


def _add_entry(root: Path, kind: str, name: str, day: str) -> tuple[str, str]:
    """Write an entry at the end of its list; the file's path, and the text that was added."""
    text = write_entry(read_catalog(root), kind, name, day)
    file = f"{FOLDER}/{next(name for name, model in LISTS.items() if model is LISTED[kind])}.yml"
    before = (root / file).read_text("utf-8").rstrip("\n") + "\n" if (root / file).is_file() else ""
    if before and not isinstance(yaml_reader.parse_silently(before), list):
        raise CannotDo(f"{file} cannot be read as a list; `counterside check` says why")
    atomic_write(root / file, (before + text).encode())
    return file, text


def _add_code(root: Path, name: str, day: str) -> tuple[str, str]:
    """Write a code into its rail's file, before the next one or after the last; the file's path, and the text that was
    added. Nothing is written that does not parse with one code more."""
    loaded = load_catalog(root)
    entry = write_code(require_catalog(loaded), name, day)
    file = entry.rail.place.file
    text = loaded.sources[file].text
    at = loaded.locate(entry.before.place)[0] - 1 if entry.before else find_end(text, ("codes",))
    # Lines go in between the others: a file that was parsed and written again would lose its comments.
    lines = text.splitlines(keepends=True)
    added = "".join([*lines[:at], entry.text, *lines[at:]])
    written = yaml_reader.parse_silently(added)
    if not written or len(written.get("codes", ())) != len(entry.rail.codes) + 1:
        raise CannotDo(f"{file} has its codes in a form that nothing can be added to: put each on `- ` lines")
    atomic_write(root / file, added.encode())
    return file, entry.text


@click.command("schema")
@ROOT
def run_schema(root: Path) -> None:
    """Write the JSON Schemas that editors complete from, with the ids that there are, into checklists/schema/."""
    folder = root / FOLDER / "schema"
    catalog = load_catalog(root).catalog
    schemas = (
        build_schemas([record.ref for record in catalog.records], catalog.site.codes) if catalog else build_schemas()
    )
    for name, content in schemas.items():
        write_if_changed(folder / name, content.encode())
    click.echo(f"{count_things(len(schemas), 'schema')} in {folder}")
