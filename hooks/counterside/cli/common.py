"""What several commands share: the project's folder, errors as sentences, problems in three formats."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from counterside.check import CHECKS, Report, find_project, format_problem, help_url
from counterside.content.load import Loaded, MissingFolder, load_catalog
from counterside.model import Catalog
from counterside.sheets import TypstError
from counterside.text.problems import Problem

ROOT = click.option(
    "--root",
    type=click.Path(path_type=Path),
    help="The project's folder; default: the nearest one above with checklists/.",
)


MOST_SHOWN = 100
"""Problems printed for people at a time: the first ones are often the cause of the rest."""


class CannotRun(click.ClickException):
    """The command could not run: one sentence on stderr, exit code 2."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        click.echo(f"counterside: {self.message}", err=True)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn errors of the file system and of Typst into `CannotRun`."""
    try:
        yield
    except MissingFolder as missing:
        raise CannotRun(str(missing)) from None
    except TypstError as failed:
        raise CannotRun(f"a sheet could not be made: {failed}") from None
    except OSError as error:
        raise CannotRun(f"{error.strerror or error}: {error.filename}" if error.filename else str(error)) from None


def find_root(root: Path | None) -> Path:
    """The folder named by `--root`, or the nearest one above that holds `checklists/`. Raises `CannotRun`."""
    if root is not None:
        if not root.is_dir():
            raise CannotRun(f"there is no folder {root}")
        return root.resolve()
    with plain_errors():
        return find_project(Path.cwd())


def load_records(folder: Path) -> Loaded:
    """The records as they are, checked or not. Raises `CannotRun`."""
    with plain_errors():
        return load_catalog(folder)


def read_catalog(folder: Path) -> Catalog:
    """The catalog as it is, checked or not. Raises `CannotRun` where `site.yml` cannot be used."""
    return require_catalog(load_records(folder))


def require_catalog(loaded: Loaded) -> Catalog:
    """The catalog of what was read. Raises `CannotRun` without one."""
    if loaded.catalog is None:
        raise CannotRun("checklists/site.yml cannot be used; `counterside check` says why")
    return loaded.catalog


def is_under(path: Path, wanted: Iterable[Path]) -> bool:
    """Whether `path` is one of some files or in one of some folders; no files and folders mean all."""
    chosen = [each.resolve() for each in wanted]
    return not chosen or any(path.is_relative_to(each) for each in chosen)


def count_things(number: int, thing: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def escape_message(message: str) -> str:
    """A message as data of a GitHub workflow command."""
    return message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(value: str) -> str:
    """The same as a property of the command, which ends at a comma or a colon."""
    return escape_message(value).replace(":", "%3A").replace(",", "%2C")


def print_problems(problems: Sequence[Problem], report: Report, form: str = "text") -> None:
    """Print problems on stdout as `text`, `json` or `github`; the count of `text` goes to stderr."""
    if form == "json":
        _print_json(problems, report)
    elif form == "github":
        _print_github(problems)
    else:
        _print_text(problems, report)


def _print_text(problems: Sequence[Problem], report: Report) -> None:
    for problem in problems[:MOST_SHOWN]:
        click.echo(format_problem(problem, report.address))
    if len(problems) > MOST_SHOWN:
        click.echo(f"\n… and {len(problems) - MOST_SHOWN} more; `--format json` lists them all", err=True)
    files = len({problem.path for problem in problems})
    said = f"\n{count_things(len(problems), 'problem')} in {count_things(files, 'file')}."
    click.echo(said if problems else f"No problems in {count_things(report.files, 'file')}.", err=True)


def _print_json(problems: Sequence[Problem], report: Report) -> None:
    names = {check.code: check.name for check in CHECKS}
    rows = [
        {
            "code": problem.code,
            "name": names[problem.code],
            "path": problem.path,
            "line": problem.line,
            "column": problem.column,
            "message": problem.message,
            "fix": problem.fix,
            "url": help_url(problem, report.address),
        }
        for problem in problems
    ]
    click.echo(json.dumps(rows, ensure_ascii=False, indent=2))


def _print_github(problems: Sequence[Problem]) -> None:
    for problem in problems:
        place = f"file={escape_property(problem.path)},line={problem.line},col={problem.column},title={problem.code}"
        click.echo(f"::error {place}::{escape_message(f'{problem.message} — fix: {problem.fix}')}")
