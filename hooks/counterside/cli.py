"""The `counterside` command: arguments, words and exit codes. 0 no problem · 1 problems · 2 could not run."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from time import perf_counter

import click

from counterside import pipeline, publish
from counterside.commands import carrying, editing, handing, printing, releasing, reporting
from counterside.commands.running import ROOT, CannotRun, at_once, count, escaped, judged, project, run, under
from counterside.commands.watching import watching
from counterside.content.load import FOLDER
from counterside.content.schema import schemas
from counterside.text.problems import Problem, did_you_mean


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="counterside")
def main() -> None:
    """Checklists in YAML → a site and sheets that people can trust in a hurry."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a pipe may be of the system's own encoding, which lacks Chinese
            stream.reconfigure(encoding="utf-8", errors="replace")


@main.command()
@ROOT
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option(
    "--fix", is_flag=True, help="First put right what is mechanical: widths, tabs, blanks, order, indentation."
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def check(root: Path | None, form: str, fix: bool, paths: tuple[Path, ...]) -> None:
    """Judge the whole catalog and print its problems; with PATHS, those of these files and folders only."""
    folder = project(root)
    if fix:
        editing.fix(folder, paths)
    with at_once():
        checked = judged(folder)
    problems = [problem for problem in checked.problems if under(folder / problem.path, paths)]
    _PRINTERS[form](problems, checked)
    sys.exit(1 if problems else 0)


@main.command()
@click.argument("code")
def explain(code: str) -> None:
    """What a check's CODE means: why it is there, and an example of each side. The beginning of one, CS2, lists those
    that begin so."""
    known = {entry.code: entry for entry in pipeline.CHECKS}
    wanted = known.get(code.upper())
    if wanted is None:
        alike = [entry for entry in pipeline.CHECKS if entry.code.startswith(code.upper())]
        if alike:
            click.echo("\n".join(f"{entry.code} {entry.name}: {entry.summary}" for entry in alike))
            return
        raise CannotRun(f"there is no check `{code}`{did_you_mean(code.upper(), known)} The codes: {', '.join(known)}")
    click.echo(f"{wanted.code} {wanted.name}\n\n{wanted.doc}")


@main.command()
@ROOT
@click.option("--no-sheets", is_flag=True, help="Leave the PDFs out; the browser's own printing stays.")
@click.option("--timings", is_flag=True, help="Say where the time went.")
@click.option("--compress", is_flag=True, help="Put a .gz and a .br beside every text, for hosts that serve them.")
def build(root: Path | None, no_sheets: bool, timings: bool, compress: bool) -> None:
    """Check everything, build the site beside the old one, and swap it in."""
    folder = project(root)
    begun = perf_counter()
    with at_once():
        checked = judged(folder, with_sheets=not no_sheets)
        if checked.problems:
            _print_text(list(checked.problems), checked)
            sys.exit(1)
        seconds = {"check": perf_counter() - begun}
        click.echo(f"checked {count(checked.files, 'file')}", err=True)
        try:
            with watching() as watch:
                done = run(lambda: publish.publish(folder, checked, _say_step, compress, not no_sheets, watch))
        except publish.BuildFailed as failed:
            click.echo(str(failed), err=True)
            sys.exit(1)
    if timings:
        for step, spent in (seconds | done.seconds).items():
            click.echo(f"  {spent:6.2f} s  {step}", err=True)
    pages = f"{count(done.pages, 'page')} in {count(done.languages, 'language')}"
    click.echo(f"{pages}, {count(done.written, 'file')} changed, {perf_counter() - begun:.1f} s")
    click.echo(f"look at: {done.folder / 'index.html'} (or `make serve` for a live preview)")


def _say_step(step: str) -> None:
    print(f"building {step} …", file=sys.stderr)  # noqa: T201  # `click.echo` would write into the bar below


main.add_command(editing.new)
main.add_command(reporting.graph)
main.add_command(reporting.coverage)
main.add_command(reporting.review)
main.add_command(handing.export)
main.add_command(printing.sheets)
main.add_command(handing.serve)
main.add_command(carrying.offline)
main.add_command(releasing.release)


@main.command()
@ROOT
def schema(root: Path | None) -> None:
    """Write the JSON Schemas that editors complete from into checklists/schema/."""
    folder = project(root) / FOLDER / "schema"
    folder.mkdir(exist_ok=True)
    for name, content in schemas().items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
    click.echo(f"{count(len(schemas()), 'schema')} in {folder}")


def _print_text(problems: list[Problem], checked: pipeline.Checked) -> None:
    for problem in problems:
        click.echo(pipeline.described(problem, checked.address))
    if problems:
        click.echo(
            f"\n{count(len(problems), 'problem')} in {count(len({p.path for p in problems}), 'file')}.", err=True
        )
    else:
        click.echo(f"No problems in {count(checked.files, 'file')}.", err=True)


def _print_json(problems: list[Problem], checked: pipeline.Checked) -> None:
    names = {entry.code: entry.name for entry in pipeline.CHECKS}
    rows = [
        {
            "code": problem.code,
            "name": names[problem.code],
            "path": problem.path,
            "line": problem.line,
            "column": problem.column,
            "message": problem.message,
            "fix": problem.fix,
            "url": pipeline.more(problem, checked.address),
        }
        for problem in problems
    ]
    click.echo(json.dumps(rows, ensure_ascii=False, indent=2))


def _print_github(problems: list[Problem], checked: pipeline.Checked) -> None:
    for problem in problems:
        place = f"file={problem.path},line={problem.line},col={problem.column},title={problem.code}"
        click.echo(f"::error {place}::{escaped(f'{problem.message} — fix: {problem.fix}')}")


_PRINTERS: dict[str, Callable[[list[Problem], pipeline.Checked], None]] = {
    "text": _print_text,
    "json": _print_json,
    "github": _print_github,
}
