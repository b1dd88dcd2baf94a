"""`counterside check`: every problem of the project. `counterside explain CODE`: the documentation of a check."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from counterside.check import CHECKS, check_all, ignore_progress
from counterside.cli.common import ROOT, Progress, count_things, form_option, is_under, print_problems
from counterside.content.formatter import fix_file
from counterside.content.history import explain_refusal
from counterside.content.load import FOLDER, load_catalog
from counterside.content.yaml_reader import LANGUAGES
from counterside.reports.coverage import count_copies
from counterside.text.problems import CannotDo, did_you_mean


@click.command("check")
@ROOT
@form_option("text", "json", "github", "gitlab", "sarif")
@click.option(
    "--fix", is_flag=True, help="First fix what is mechanical: widths, tabs, blanks, order of keys, indentation."
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def run_check(root: Path, form: str, fix: bool, paths: tuple[Path, ...]) -> None:
    """Validate all records and print the problems; with PATHS, those of these files and folders, and how
    many there are elsewhere."""
    for path in paths:
        if not path.exists():
            raise CannotDo(f"there is no file or folder {path}")
    if fix:  # before the check, so that it reports what is left and lines as they are now
        _fix_files(root, paths)
    with Progress() as progress:
        report = check_all(root, progress if sys.stderr.isatty() else ignore_progress)  # a log needs no bar
    problems = [problem for problem in report.problems if is_under(root / problem.path, paths)]
    drafts = {note.path for note in report.notes if paths and is_under(root / note.path, paths)}
    print_problems(problems, report, form, drafts)
    for code, other, count in count_copies(report.catalog) if report.catalog else ():
        note = f"still to be translated: {count_things(count, 'text')} of `{code}` as in `{other}`, word for word"
        click.echo(f"{FOLDER}/site.yml:1:1: note: {note}", err=True)
    refused = explain_refusal(root)
    if refused:
        click.echo(f"Reviews are not compared with the history, because git does not read it: {refused}", err=True)
    elsewhere = len(report.problems) - len(problems)
    if elsewhere:
        click.echo(f"{count_things(elsewhere, 'problem')} elsewhere: `counterside check` names them.", err=True)
    sys.exit(1 if report.problems else 0)


def _fix_files(root: Path, wanted: tuple[Path, ...]) -> None:
    """Format the records, and print on stderr what was changed: stdout may be read as JSON."""
    catalog = load_catalog(root).catalog
    languages = catalog.site.codes if catalog else LANGUAGES
    found = (path for path in sorted((root / FOLDER).rglob("*.yml")) if path.is_file() and path.name[0] != ".")
    files = [path for path in found if is_under(path, wanted)]
    changed = [(path, changes) for path in files if (changes := fix_file(path, languages))]
    for path, changes in changed:
        for change in changes:
            click.echo(f"{path.relative_to(root).as_posix()}:{change.line}: {change.what}", err=True)
    total = sum(len(changes) for _, changes in changed)
    click.echo(f"{count_things(total, 'change')} in {count_things(len(changed), 'file')}.", err=True)


@click.command("explain")
@click.argument("code")
def run_explain(code: str) -> None:
    """What a check's CODE means: why it exists, and an example of each side. The beginning of a code, such as CS2,
    lists the checks that begin with it."""
    known = {check.code: check for check in CHECKS}
    wanted = known.get(code.upper())
    if wanted is not None:
        click.echo(f"{wanted.code} {wanted.name}\n\n{wanted.doc}")
        return
    # A code that no check has may be the beginning of some: CS2 is all about links.
    alike = [check for check in CHECKS if check.code.startswith(code.upper())]
    if not alike:
        raise CannotDo(f"there is no check `{code}`{did_you_mean(code.upper(), known)} The codes: {', '.join(known)}")
    click.echo("\n".join(f"{check.code} {check.name}: {check.summary}" for check in alike))
