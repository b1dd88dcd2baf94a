"""`counterside new KIND ID`: a record to fill in."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from counterside.cli.common import (
    ROOT,
    CannotRun,
    count_things,
    find_root,
    load_records,
    plain_errors,
    read_catalog,
    require_catalog,
)
from counterside.content.load import FOLDER, FOLDERS
from counterside.content.scaffold import KINDS, TODO, CannotScaffold, write_code, write_record
from counterside.model import Code
from counterside.text.files import atomic_write


@click.command("new")
@ROOT
@click.option(
    "--date",
    "reviewed",
    type=click.DateTime(["%Y-%m-%d"]),
    help="When its facts were reviewed; default: today.",
)
@click.option("--symptom", default="", metavar="ID", help="The checklist that a case tells of.")
@click.argument("kind", type=click.Choice([*KINDS, Code.kind]))
@click.argument("name", metavar="ID")
def command(root: Path | None, reviewed: datetime | None, symptom: str, kind: str, name: str) -> None:
    """Write a new record with every key it needs: fill in its texts, and it passes `check`. A code is written into its
    rail's file: `new code card-cn/05`."""
    folder = find_root(root)
    day = reviewed.date() if reviewed else date.today()  # noqa: DTZ011, TID251  # a person asks, on their own day
    try:
        with plain_errors():
            if kind == Code.kind:
                file, text = _add_code(folder, name, day.isoformat())
            else:
                file, text = _add_record(folder, kind, name, day.isoformat(), symptom)
    except CannotScaffold as refused:
        raise CannotRun(str(refused)) from None
    click.echo(
        f"{file}: a draft with {count_things(text.count(TODO), 'gap')} to fill; `counterside check {file}` names them"
    )


def _add_record(folder: Path, kind: str, name: str, day: str, symptom: str) -> tuple[str, str]:
    """Write a record's own file; its path, and its text."""
    text = write_record(read_catalog(folder), kind, name, day, symptom)
    path = folder / FOLDER / _folder_of(kind) / f"{name}.yml"
    _write_new(path, text)
    return path.relative_to(folder).as_posix(), text


def _add_code(folder: Path, name: str, day: str) -> tuple[str, str]:
    """Write a code into its rail's file, before the next one; the file's path, and the text that was added."""
    found = load_records(folder)
    entry = write_code(require_catalog(found), name, day)
    source = found.sources[entry.rail.place.file]
    lines = source.text.splitlines(keepends=True)
    at = source.locate(entry.before.place)[0] - 1 if entry.before else len(lines)
    path = folder / source.file
    atomic_write(path, "".join([*lines[:at], entry.text, *lines[at:]]).encode())
    return source.file, entry.text


def _folder_of(kind: str) -> str:
    return next(name for name, model in FOLDERS.items() if model is KINDS[kind])


def _write_new(path: Path, text: str) -> None:
    """Write a file that must not be there yet."""
    path.parent.mkdir(exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        raise CannotRun(f"{path} is already there") from None
