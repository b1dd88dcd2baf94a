"""Commands that write records: what `check --fix` puts right, and `new`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import click

from counterside.commands.running import ROOT, CannotRun, catalog_of, count, project, run, under, usable
from counterside.content.formatter import Change, tidy_file
from counterside.content.load import FOLDER, FOLDERS, load_catalog
from counterside.content.scaffold import KINDS, TODO, CannotDraft, draft, draft_code
from counterside.content.yaml_reader import LANGUAGES
from counterside.model import Code


def fix(folder: Path, paths: Iterable[Path]) -> None:
    """Put the records in order, and say on stderr what was changed."""
    catalog = run(lambda: load_catalog(folder)).catalog
    spoken = catalog.site.codes if catalog else LANGUAGES
    wanted = tuple(paths)
    files = [path for path in sorted((folder / FOLDER).rglob("*.yml")) if path.is_file() and under(path, wanted)]
    changed = [(path, changes) for path, changes in run(lambda: _tidied(files, spoken)) if changes]
    for path, changes in changed:
        _say(path.relative_to(folder).as_posix(), changes)
    total = sum(len(changes) for _, changes in changed)
    click.echo(f"{count(total, 'change')} in {count(len(changed), 'file')}.", err=True)


def _tidied(files: Iterable[Path], languages: tuple[str, ...]) -> list[tuple[Path, tuple[Change, ...]]]:
    return [(path, tidy_file(path, languages)) for path in files]


def _say(file: str, changes: tuple[Change, ...]) -> None:
    for change in changes:
        click.echo(f"{file}:{change.line}: {change.what}", err=True)


@click.command()
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
def new(root: Path | None, reviewed: datetime | None, symptom: str, kind: str, name: str) -> None:
    """Write a new record with every key it needs: fill in its texts, and it passes `check`. A code is written into its
    rail's file: `new code card-cn/05`."""
    folder = project(root)
    day = reviewed.date() if reviewed else date.today()  # noqa: DTZ011, TID251  # a person asks, on their own day
    try:
        if kind == Code.kind:
            file, text = _new_code(folder, name, day.isoformat())
        else:
            file, text = _new_record(folder, kind, name, day.isoformat(), symptom)
    except CannotDraft as refused:
        raise CannotRun(str(refused)) from None
    click.echo(f"{file}: a draft with {count(text.count(TODO), 'gap')} to fill; `counterside check {file}` names them")


def _new_record(folder: Path, kind: str, name: str, day: str, symptom: str) -> tuple[str, str]:
    """Write a record's own file; its path, and its text."""
    text = draft(catalog_of(folder), kind, name, day, symptom)
    path = folder / FOLDER / _folder_of(kind) / f"{name}.yml"
    run(lambda: _write_new(path, text))
    return path.relative_to(folder).as_posix(), text


def _new_code(folder: Path, name: str, day: str) -> tuple[str, str]:
    """Write a code into its rail's file, before the next one; the file's path, and the text that was added."""
    found = run(lambda: load_catalog(folder))
    entry = draft_code(usable(found), name, day)
    source = found.sources[entry.rail.place.file]
    lines = source.text.splitlines(keepends=True)
    at = source.locate(entry.before.place)[0] - 1 if entry.before else len(lines)
    path = folder / source.file
    run(lambda: path.write_text("".join([*lines[:at], entry.text, *lines[at:]]), encoding="utf-8", newline="\n"))
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
