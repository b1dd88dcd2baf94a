"""Commands that write records: what `check --fix` puts right, and `new`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from counterside.commands.running import count, run, under
from counterside.loader import FOLDER, load
from counterside.source import LANGUAGES
from counterside.tidy import Change, tidy_file


def fix(folder: Path, paths: Iterable[Path]) -> None:
    """Put the records in order, and say on stderr what was changed."""
    catalog = run(lambda: load(folder)).catalog
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
