"""`counterside check`: every problem of the project."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from counterside.check import check_all
from counterside.cli.common import ROOT, count_things, find_root, is_under, load_records, plain_errors, print_problems
from counterside.content.formatter import fix_file
from counterside.content.load import FOLDER
from counterside.content.yaml_reader import LANGUAGES


@click.command("check")
@ROOT
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option(
    "--fix", is_flag=True, help="First fix what is mechanical: widths, tabs, blanks, order of keys, indentation."
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def command(root: Path | None, form: str, fix: bool, paths: tuple[Path, ...]) -> None:
    """Validate all records and print the problems; with PATHS, those of these files and folders only."""
    folder = find_root(root)
    with plain_errors():
        if fix:
            _fix_files(folder, paths)
        report = check_all(folder)
    problems = [problem for problem in report.problems if is_under(folder / problem.path, paths)]
    print_problems(problems, report, form)
    sys.exit(1 if problems else 0)


def _fix_files(folder: Path, paths: Iterable[Path]) -> None:
    """Format the records, and print on stderr what was changed."""
    catalog = load_records(folder).catalog
    languages = catalog.site.codes if catalog else LANGUAGES
    wanted = tuple(paths)
    found = (path for path in sorted((folder / FOLDER).rglob("*.yml")) if path.is_file() and path.name[0] != ".")
    files = [path for path in found if is_under(path, wanted)]
    changed = [(path, changes) for path in files if (changes := fix_file(path, languages))]
    for path, changes in changed:
        for change in changes:
            click.echo(f"{path.relative_to(folder).as_posix()}:{change.line}: {change.what}", err=True)
    total = sum(len(changes) for _, changes in changed)
    click.echo(f"{count_things(total, 'change')} in {count_things(len(changed), 'file')}.", err=True)
